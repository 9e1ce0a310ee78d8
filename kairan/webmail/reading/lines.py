"""A mail as one line of a list, with everything worked out that its template only writes down."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import get_current_timezone, localdate
from django.utils.translation import gettext as _

from kairan.shell.asking import Rows, number
from kairan.shell.moulds import cast, constant
from kairan.webmail.models import Account, Label, Labelled, Message

_SIGNS = {
    "has_attachments": "webmail/_with_files.html",
    "is_answered": "webmail/_answered.html",
    "is_forwarded": "webmail/_passed_on.html",
}

_OWNER = number(lambda message: message.owner_id)
_ACCOUNTS = Rows(lambda: Account.objects.filter(owner=_OWNER))
_LABELS = Rows(lambda: Label.objects.filter(owner=_OWNER))


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
        return cast("webmail/_count.html", "line", [self]) if self.count > 1 else SafeString()


def lines(
    messages: Sequence[Message],
    counts: Mapping[int, int] | None = None,
    *,
    accounts: Sequence[Account] | None = None,
    labels: Sequence[Label] | None = None,
) -> Iterator[Line]:
    """Yield the lines of ``messages``, in the reader's language and time zone.

    ``counts`` says how many mails of a conversation a line stands for.
    They are of one person, whose ``accounts`` and ``labels`` are asked for where they are not
    given: a query for each, and one for all messages that have labels.
    """
    base, zone, today = reverse("webmail:index"), get_current_timezone(), localdate()
    nothing, days = _("(no subject)"), dict[date, str]()
    counts, star = counts or {}, _("Star: %(subject)s")
    unread, read = constant("webmail/_unread.html"), SafeString()
    colours, marks = _colours(messages, accounts), _labels(messages, labels)
    for each in messages:
        moment = each.arranged_at.astimezone(zone)
        colour, badges = colours.get(each.account_id or 0, ""), marks.get(each.pk, [])
        yield Line(
            pk=each.pk,
            url=f"{base}messages/{each.pk}/",
            star_url=f"{base}messages/{each.pk}/star/",
            classes=f"tint {colour}" if each.is_read else f"tint {colour} unread",
            star_pressed="true" if each.is_starred else "false",
            star_turned="no" if each.is_starred else "yes",
            star_label=star % {"subject": each.subject or nothing},
            unread=read if each.is_read else unread,
            labels=badges,
            badges=_badges(badges),
            signs=_signs(each),
            who=each.correspondent or "–",
            moment=moment.isoformat(),
            when=_time(moment) if moment.date() == today else _day(moment, days),
            subject=each.subject or nothing,
            preview=each.preview,
            count=counts.get(each.thread or 0, 1),
            message=each,
        )


def _colours(messages: Sequence[Message], accounts: Sequence[Account] | None) -> dict[int, str]:
    if accounts is None:
        accounts = _ACCOUNTS.of(messages[0]) if messages else ()
    return {each.pk: each.colour for each in accounts}


def _labels(messages: Sequence[Message], labels: Sequence[Label] | None) -> dict[int, list[Label]]:
    if labels is None:
        labels = _LABELS.of(messages[0]) if messages else ()
    if not labels:
        return {}
    marked = Labelled.objects.filter(message__in=[each.pk for each in messages])
    pairs = set(marked.values_list("message_id", "label_id"))
    return {
        each.pk: [label for label in labels if (each.pk, label.pk) in pairs] for each in messages
    }


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
