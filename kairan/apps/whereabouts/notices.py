"""What Whereabouts has to tell. Wording only: who is told is decided in ``operations``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from kairan.apps.whereabouts.models.messages import caller_words, headline
from kairan.apps.whereabouts.words import in_own_language
from kairan.delivery.models import WhenUncertain
from kairan.notices import samples
from kairan.notices.notice import TOKEN, Action, Fact, Notice

if TYPE_CHECKING:
    from kairan.apps.whereabouts.models import Message


@dataclass(frozen=True, kw_only=True)
class MessageLeft(Notice):
    """A message for somebody; a confidential one knows nothing but that there is one."""

    kind = "whereabouts.message-left"
    label = gettext_lazy("A message is left for you")
    asks = True
    group = gettext_lazy("Whereabouts")
    when_uncertain = WhenUncertain.RESEND

    message_id: int
    writer: str
    left_at: datetime
    is_confidential: bool
    caller: str = ""
    company: str = ""
    request_en: str = ""
    request_ja: str = ""
    contact: str = ""
    details: str = ""

    @classmethod
    def of(cls, message: Message) -> Self:
        shown = {} if message.is_confidential else _told(message)
        return cls(
            message_id=message.pk,
            writer=str(message.writer),
            left_at=message.left_at,
            is_confidential=message.is_confidential,
            **shown,
        )

    def about(self) -> str:
        return f"whereabouts:{self.message_id}"

    def path(self) -> str:
        return reverse("whereabouts:message", args=[self.message_id])

    @property
    def from_whom(self) -> str:
        """Who called, in the language of the reader."""
        return caller_words(caller=self.caller, company=self.company)

    @property
    def request(self) -> str:
        """What is asked for, in the language of the reader."""
        return in_own_language(self.request_en, self.request_ja)

    def title(self) -> str:
        if self.is_confidential:
            return _("A confidential message is left for you")
        return headline(request=self.request, caller=self.from_whom, writer=self.writer)

    def facts(self) -> list[Fact]:
        moment = date_format(localtime(self.left_at), "DATETIME_FORMAT")
        lines = [
            (_("Caller"), self.from_whom),
            (pgettext("of a caller", "Request"), self.request),
            (_("Contact"), self.contact),
            (_("Taken by"), self.writer),
            (_("Taken at"), moment),
        ]
        return [Fact(label, value) for label, value in lines if value]

    def body(self) -> str:
        if self.is_confidential:
            return _("What it says is shown to you alone, once you have signed in.")
        return self.details

    def actions(self) -> list[Action]:
        # Whoever holds the mail holds its links: what is confidential is opened by signing in.
        if self.is_confidential:
            return []
        return [Action(_("I have seen it"), reverse("whereabouts:answer", args=[TOKEN]))]

    def answer_by_mail(self) -> str:
        # A confidential message is seen by whoever signs in, not by whoever holds a mail.
        if self.is_confidential:
            return ""
        return _("If you answer this mail, %(writer)s knows that you have seen the message.") % {
            "writer": self.writer
        }

    def reason(self) -> str:
        return _("%(writer)s left this message for you.") % {"writer": self.writer}

    @classmethod
    def sample(cls, **more: Any) -> Self:
        return super().sample(
            message_id=1,
            writer=samples.somebody(),
            left_at=samples.moment(ahead=0, hour=9),
            is_confidential=False,
            caller=samples.somebody_else(),
            company=_("Suzuki Foods"),
            request_en="Please call back",
            request_ja="折り返しお電話ください",
            contact="03-5550-0123",
            details=_("It is about the labels for October."),
            **more,
        )

    def placeholders(self) -> dict[str, str]:
        return {
            "caller": self.from_whom if self.caller else "",
            "request": self.request,
            "writer": self.writer,
        }


def _told(message: Message) -> dict[str, str]:
    request = message.request
    return {
        "caller": message.caller,
        "company": message.company,
        "request_en": request.name_en if request else message.own_words,
        "request_ja": request.name_ja if request else message.own_words,
        "contact": message.contact,
        "details": message.details,
    }
