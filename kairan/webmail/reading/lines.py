"""A mail as one line of a list, with everything worked out that its template only writes down."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import get_current_timezone, localdate
from django.utils.translation import gettext as _

from kairan.webmail.models import Label, Message


@dataclass(frozen=True, slots=True)
class Line:
    """One mail of a list: fifty of them stand on a page, so each is drawn with few steps."""

    pk: int
    url: str
    star_url: str
    classes: str
    is_read: bool
    star_pressed: str
    star_turned: str
    star_label: str
    labels: list[Label]
    who: str
    moment: str
    when: str
    subject: str
    preview: str
    count: int
    message: Message

    @property
    def has_signs(self) -> bool:
        """Whether it has files, or was answered or passed on."""
        mail = self.message
        return mail.has_attachments or mail.is_answered or mail.is_forwarded


def lines(messages: Iterable[Message], counts: Mapping[int, int] | None = None) -> Iterator[Line]:
    """Yield the lines of ``messages``, in the reader's language and time zone.

    ``counts`` says how many mails of a conversation a line stands for.
    Their accounts and labels are expected to be at hand: a line asks for nothing.
    """
    base, zone, today = reverse("webmail:index"), get_current_timezone(), localdate()
    nothing, days = _("(no subject)"), dict[date, str]()
    counts, star = counts or {}, _("Star: %(subject)s")
    for each in messages:
        moment = each.arranged_at.astimezone(zone)
        colour = each.account.colour if each.account else ""
        yield Line(
            pk=each.pk,
            url=f"{base}messages/{each.pk}/",
            star_url=f"{base}messages/{each.pk}/star/",
            classes=f"tint {colour}" if each.is_read else f"tint {colour} unread",
            is_read=each.is_read,
            star_pressed="true" if each.is_starred else "false",
            star_turned="no" if each.is_starred else "yes",
            star_label=star % {"subject": each.subject or nothing},
            labels=list(each.labels.all()),
            who=each.correspondent or "–",
            moment=moment.isoformat(),
            when=_time(moment) if moment.date() == today else _day(moment, days),
            subject=each.subject or nothing,
            preview=each.preview,
            count=counts.get(each.thread or 0, 1),
            message=each,
        )


def _time(moment: datetime) -> str:
    return date_format(moment, "TIME_FORMAT")


def _day(moment: datetime, days: dict[date, str]) -> str:
    day = moment.date()
    if day not in days:
        days[day] = date_format(day, "SHORT_DATE_FORMAT")
    return days[day]
