"""A mail as one line of a list, with everything worked out that its template only writes down."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import get_current_timezone, localdate
from django.utils.translation import gettext as _

from kairan.shell.moulds import cast, constant
from kairan.webmail.models import Label, Message

_SIGNS = {
    "has_attachments": "webmail/_with_files.html",
    "is_answered": "webmail/_answered.html",
    "is_forwarded": "webmail/_passed_on.html",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One mail of a list: fifty of them stand on a page, so each is drawn with few steps."""

    pk: int
    url: str
    star_url: str
    classes: str
    star_pressed: str
    star_turned: str
    star_label: str
    unread: SafeString
    labels: list[Label]
    badges: SafeString
    signs: SafeString
    who: str
    moment: str
    when: str
    subject: str
    preview: str
    count: int
    message: Message

    @property
    def mails(self) -> SafeString:
        """How many mails it stands for, where it is more than itself."""
        return cast("webmail/_count.html", "line", [self] if self.count > 1 else [])


def lines(messages: Iterable[Message], counts: Mapping[int, int] | None = None) -> Iterator[Line]:
    """Yield the lines of ``messages``, in the reader's language and time zone.

    ``counts`` says how many mails of a conversation a line stands for.
    Their accounts and labels are expected to be at hand: a line asks for nothing.
    """
    base, zone, today = reverse("webmail:index"), get_current_timezone(), localdate()
    nothing, days = _("(no subject)"), dict[date, str]()
    counts, star = counts or {}, _("Star: %(subject)s")
    unread, read = constant("webmail/_unread.html"), SafeString()
    for each in messages:
        moment = each.arranged_at.astimezone(zone)
        colour = each.account.colour if each.account else ""
        yield Line(
            pk=each.pk,
            url=f"{base}messages/{each.pk}/",
            star_url=f"{base}messages/{each.pk}/star/",
            classes=f"tint {colour}" if each.is_read else f"tint {colour} unread",
            star_pressed="true" if each.is_starred else "false",
            star_turned="no" if each.is_starred else "yes",
            star_label=star % {"subject": each.subject or nothing},
            unread=read if each.is_read else unread,
            labels=(labels := list(each.labels.all())),
            badges=_badges(labels),
            signs=_signs(each),
            who=each.correspondent or "–",
            moment=moment.isoformat(),
            when=_time(moment) if moment.date() == today else _day(moment, days),
            subject=each.subject or nothing,
            preview=each.preview,
            count=counts.get(each.thread or 0, 1),
            message=each,
        )


def _badges(labels: list[Label]) -> SafeString:
    return cast("webmail/_label.html", "label", labels) if labels else SafeString()


def _signs(mail: Message) -> SafeString:
    said = [constant(template) for name, template in _SIGNS.items() if getattr(mail, name)]
    return mark_safe("".join(said))  # noqa: S308 - of templates


def _time(moment: datetime) -> str:
    return date_format(moment, "TIME_FORMAT")


def _day(moment: datetime, days: dict[date, str]) -> str:
    day = moment.date()
    if day not in days:
        days[day] = date_format(day, "SHORT_DATE_FORMAT")
    return days[day]
