"""What WebMail has to tell. Wording only: who is told, and when, is decided where mail comes in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kairan.delivery.models import WhenUncertain
from kairan.mail.errors import Kind
from kairan.mail.servers import PopServer, Security
from kairan.notices.notice import Fact, Notice
from kairan.webmail.receiving.trouble import in_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kairan.webmail.models import Account


@dataclass(frozen=True, kw_only=True)
class OfAccount(Notice):
    """What every notice about an account knows."""

    group = gettext_lazy("WebMail")
    when_uncertain = WhenUncertain.RESEND

    account_id: int
    account: str
    host: str
    port: int
    security: str

    @classmethod
    def of(cls, account: Account, **more: Any) -> Self:
        """Return the notice about ``account``, whose servers are at hand."""
        server = account.incoming
        return cls(
            account_id=account.pk,
            account=account.name,
            host=server.host,
            port=server.port,
            security=server.security,
            **more,
        )

    def about(self) -> str:
        return record(self.account_id)

    def path(self) -> str:
        return reverse("webmail:journal", args=[self.account_id])

    def facts(self) -> list[Fact]:
        return [Fact(_("Account"), self.account), Fact(_("Server"), self.host)]

    def reason(self) -> str:
        return _("You get this mail because this is an account of yours.")

    def placeholders(self) -> dict[str, str]:
        return {"account": self.account, "server": self.host}

    @classmethod
    def sample(cls, **more: Any) -> Self:
        standard: dict[str, Any] = {
            "account_id": 1,
            "account": _("Office"),
            "host": "pop.example.com",
            "port": 995,
            "security": Security.TLS.value,
        }
        return super().sample(**standard | more)


@dataclass(frozen=True, kw_only=True)
class ReceivingBroke(OfAccount):
    kind = "webmail.receiving-broken"
    label = gettext_lazy("For some time an account of yours cannot be received")
    supersedes = ("webmail.receiving-works",)

    trouble: str
    words: str

    @classmethod
    def with_trouble(cls, account: Account, trouble: Mapping[str, Any]) -> Self:
        """Return the notice that ``trouble`` keeps ``account`` from being received."""
        return cls.of(account, trouble=trouble["kind"], words=trouble.get("words", ""))

    def title(self) -> str:
        return _("Mail of “%(account)s” does not come in") % {"account": self.account}

    def body(self) -> str:
        going_on = _(
            "Until then mail waits on its server. Kairan goes on trying, at least every two hours, "
            "and tells you when it comes in again."
        )
        return f"{self._sentences}\n\n{going_on}"

    @property
    def _sentences(self) -> str:
        server = PopServer(
            host=self.host, port=self.port, security=Security(self.security), user="", password=""
        )
        return in_words({"kind": self.trouble, "words": self.words}, server)

    def placeholders(self) -> dict[str, str]:
        return {**super().placeholders(), "trouble": self._sentences}

    @classmethod
    def sample(cls, **more: Any) -> Self:
        standard = {"trouble": Kind.LOGIN.value, "words": "Authentication failed."}
        return super().sample(**standard | more)


@dataclass(frozen=True, kw_only=True)
class ReceivingWorks(OfAccount):
    kind = "webmail.receiving-works"
    label = gettext_lazy("An account of yours can be received again")
    supersedes = ("webmail.receiving-broken",)

    def title(self) -> str:
        return _("Mail of “%(account)s” comes in again") % {"account": self.account}


def record(account_id: int) -> str:
    """Return the name that notices know an account by."""
    return f"webmail:account:{account_id}"
