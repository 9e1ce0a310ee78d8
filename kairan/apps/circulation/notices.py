"""What circulation has to tell. Wording only: who is told is decided in ``operations``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kairan.delivery.models import WhenUncertain
from kairan.notices import samples
from kairan.notices.notice import TOKEN, Action, Fact, Notice

if TYPE_CHECKING:
    from kairan.apps.circulation.models import Circular


@dataclass(frozen=True, kw_only=True)
class AboutCircular(Notice):
    """What every notice of this app knows."""

    group = gettext_lazy("Circulation")

    circular_id: int
    subject: str
    author: str

    def about(self) -> str:
        return f"circulation:{self.circular_id}"

    def path(self) -> str:
        return reverse("circulation:show", args=[self.circular_id])

    @classmethod
    def sample(cls, **more: Any) -> Self:
        return super().sample(
            circular_id=1,
            subject=_("Office move on 1 August"),
            author=samples.somebody(),
            **more,
        )

    def placeholders(self) -> dict[str, str]:
        return {"subject": self.subject, "author": self.author}


@dataclass(frozen=True, kw_only=True)
class AsksForSeal(AboutCircular):
    """A notice that asks its reader to confirm: the latest is the one to answer."""

    supersedes = frozenset(
        {"circulation.delivered", "circulation.reminded", "circulation.deadline-near"}
    )

    confirm_by: datetime | None
    text: str
    file_names: tuple[str, ...]

    @classmethod
    def of(cls, circular: Circular) -> Self:
        return cls(
            circular_id=circular.pk,
            subject=circular.subject,
            author=str(circular.author),
            confirm_by=circular.confirm_by,
            text=circular.body,
            file_names=tuple(circular.files.values_list("name", flat=True)),
        )

    def facts(self) -> list[Fact]:
        facts = [Fact(_("From"), self.author)]
        if self._confirm_by:
            facts.append(Fact(_("Confirm by"), self._confirm_by))
        if self.file_names:
            facts.append(Fact(_("Files"), ", ".join(self.file_names)))
        return facts

    def body(self) -> str:
        return self.text

    def actions(self) -> list[Action]:
        return [Action(_("Confirm"), reverse("circulation:answer", args=[self.kind, TOKEN]))]

    def answer_by_mail(self) -> str:
        return _(
            "To confirm, answer this mail with “OK” or as it is; what you write below “OK” is "
            "your comment."
        )

    @classmethod
    def sample(cls, **more: Any) -> Self:
        return super().sample(
            confirm_by=samples.moment(ahead=3, hour=17),
            text=_("Please label your boxes by Friday.\n\nThe plan: https://example.com/plan"),
            file_names=(_("floor plan.pdf"),),
            **more,
        )

    def placeholders(self) -> dict[str, str]:
        return {**super().placeholders(), "confirm_by": self._confirm_by}

    @property
    def _confirm_by(self) -> str:
        if self.confirm_by is None:
            return ""
        return date_format(localtime(self.confirm_by), "DATETIME_FORMAT")


@dataclass(frozen=True, kw_only=True)
class CircularDelivered(AsksForSeal):
    kind = "circulation.delivered"
    label = gettext_lazy("A circular is sent to you")
    asks = True

    def title(self) -> str:
        return self.subject

    def reason(self) -> str:
        return _("%(author)s sent this circular to you and asks you to confirm it.") % {
            "author": self.author
        }


@dataclass(frozen=True, kw_only=True)
class CircularReminded(AsksForSeal):
    kind = "circulation.reminded"
    label = gettext_lazy("You are reminded of a circular that you have not confirmed")
    asks = True

    def title(self) -> str:
        return _("Please confirm: %(subject)s") % {"subject": self.subject}

    def reason(self) -> str:
        return _("%(author)s waits for your confirmation of this circular.") % {
            "author": self.author
        }


@dataclass(frozen=True, kw_only=True)
class CircularDeadlineNear(AsksForSeal):
    kind = "circulation.deadline-near"
    label = gettext_lazy("The deadline of a circular that you have not confirmed is near")
    asks = True
    when_uncertain = WhenUncertain.RESEND

    def title(self) -> str:
        return _("The deadline is near: %(subject)s") % {"subject": self.subject}

    def reason(self) -> str:
        return _("You have not confirmed this circular of %(author)s yet.") % {
            "author": self.author
        }


@dataclass(frozen=True, kw_only=True)
class CircularConfirmedByAll(AboutCircular):
    kind = "circulation.confirmed-by-all"
    label = gettext_lazy("Everybody has confirmed your circular")

    readers: int

    @classmethod
    def of(cls, circular: Circular) -> Self:
        return cls(
            circular_id=circular.pk,
            subject=circular.subject,
            author=str(circular.author),
            readers=circular.readers_total,
        )

    def title(self) -> str:
        return _("All have confirmed: %(subject)s") % {"subject": self.subject}

    def facts(self) -> list[Fact]:
        return [Fact(_("Confirmed by"), str(self.readers))]

    def reason(self) -> str:
        return _("You asked to be told when all have confirmed your circular.")

    @classmethod
    def sample(cls, **more: Any) -> Self:
        return super().sample(readers=12, **more)

    def placeholders(self) -> dict[str, str]:
        return {**super().placeholders(), "readers": str(self.readers)}
