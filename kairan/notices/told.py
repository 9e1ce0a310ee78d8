"""Who was told about a record, how, when, and why not: what the panel shows."""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Count, QuerySet
from django.utils.timezone import now
from django.utils.translation import gettext as _

from kairan.delivery.models import SETTLED, Envelope, State
from kairan.notices import bundled
from kairan.notices.models import Announcement, Notification, Part, Wording
from kairan.notices.notice import UnknownKind, notice_of
from kairan.people.models import Address, User

Reason = Notification.Reason
NOT_TOLD = {Reason.INACTIVE, Reason.SILENCED}
UNDER_WAY = {State.WAITING, State.SENDING}
_TONES = {
    State.ACCEPTED: "ok",
    State.WAITING: "wait",
    State.HELD: "wait",
    State.SENDING: "wait",
    State.DEFERRED: "wait",
}


@dataclass(frozen=True)
class Number:
    """One badge: how many envelopes are in a state, or people were not mailed for a reason."""

    name: str
    value: str
    label: str
    tone: str
    number: int


@dataclass(frozen=True)
class Summary:
    """All badges about a record, and how far the letters are."""

    numbers: list[Number]
    unworded: int
    later: list[tuple[int, datetime]]
    aside: int
    withdrawn: int
    undone: int
    letters: int
    settled: int
    is_moving: bool

    @property
    def total(self) -> int:
        """How many letters there are, those not yet worded included."""
        return self.letters + self.unworded


@dataclass(frozen=True)
class Line:
    """One person's part at one address: what became of it, when, and in whose words."""

    person: str
    kind: str
    tone: str
    state: str
    address: str = ""
    moment: datetime | None = None
    why: str = ""
    words: str = ""
    opened_at: datetime | None = None


def summary(about: str) -> Summary:
    """Return the numbers about a record: four queries, however many people were told."""
    untold = _untold(about)
    states = Counter(
        dict(
            Envelope.objects.for_letters(_letters(about))
            .order_by()
            .values_list("state")
            .annotate(Count("pk"))
        )
    )
    reasons = (
        Notification.objects.filter(announcement__about=about)
        .exclude(reason="")
        .order_by()
        .values_list("reason")
        .annotate(Count("pk"))
    )
    numbers = [
        Number("state", state, str(state.label), tone(state), states[state])
        for state in State
        if states[state]
    ]
    numbers += [
        Number("reason", reason, _reason(reason), "", number) for reason, number in sorted(reasons)
    ]
    return Summary(
        numbers=numbers,
        unworded=untold.soon,
        later=untold.later,
        aside=untold.aside,
        withdrawn=untold.withdrawn,
        undone=untold.undone,
        letters=states.total(),
        settled=sum(states[state] for state in SETTLED),
        is_moving=untold.soon > 0 or any(states[state] for state in UNDER_WAY),
    )


def lines_of_people(notifications: Sequence[Notification], *, viewer: User) -> list[Line]:
    """Return the lines of some people, one per address, as ``viewer`` may see them.

    Two queries; one more where somebody's mail is part of a bundle.
    """
    travelled = bundled.letters_of(notifications)
    letters = {letter for each in travelled.values() for letter in each}
    people = {each.person_id for each in notifications}
    fates: dict[tuple[int | None, int | None], list[Envelope]] = {}
    for envelope in Envelope.objects.filter(letter_id__in=letters, person_id__in=people):
        fates.setdefault((envelope.letter_id, envelope.person_id), []).append(envelope)
    shown = _shown(people, viewer=viewer)
    return [
        replace(line, opened_at=each.opened_at)
        for each in notifications
        for line in _lines(
            each,
            [
                fate
                for letter in travelled[each.pk]
                for fate in fates.get((letter, each.person_id), [])
            ],
            shown,
        )
    ]


def lines_of_envelopes(envelopes: Sequence[Envelope], *, viewer: User) -> list[Line]:
    """Return a line for each envelope, whose letter is at hand, as ``viewer`` may see it."""
    ids = {each.person_id for each in envelopes if each.person_id is not None}
    names = User.objects.in_bulk(ids)
    shown = _shown(ids, viewer=viewer)
    opened = _opened({each.letter_id for each in envelopes}, ids)
    return [
        replace(
            _fate(each, str(names.get(each.person_id or 0, "")), each.letter.kind, shown),
            opened_at=opened.get((each.letter_id, each.person_id)),
        )
        for each in envelopes
    ]


def _opened(
    letters: Collection[int], people: Collection[int]
) -> dict[tuple[int | None, int | None], datetime]:
    """Return when each of ``people`` opened in the app what ``letters`` told them."""
    found = Notification.objects.filter(
        wording__letter__in=letters, person__in=people, opened_at__isnull=False
    )
    rows = found.values_list("wording__letter", "person", "opened_at")
    return {(letter, person): moment for letter, person, moment in rows if moment is not None}


def people(about: str, *, reason: str = "") -> QuerySet[Notification]:
    """Return everybody who was told about a record, or those with one ``reason`` for no mail."""
    found = Notification.objects.filter(announcement__about=about)
    found = found.select_related("person", "wording", "bundle", "announcement")
    found = found.defer("announcement__recipients", "announcement__payload")
    return found.filter(reason=reason) if reason else found


def envelopes(about: str, *, state: str) -> QuerySet[Envelope]:
    """Return the envelopes about a record that are in ``state``."""
    found = Envelope.objects.for_letters(_letters(about)).filter(state=state)
    return found.select_related("letter").defer("letter__template", "slots")


def tone(state: str) -> str:
    """Return the colour of a state: ok, wait or stop."""
    return _TONES.get(State(state), "stop")


def _letters(about: str) -> list[int]:
    wordings = Wording.objects.filter(announcement__about=about, letter__isnull=False)
    parts = Part.objects.filter(notification__announcement__about=about)
    return list(
        wordings.values_list("letter_id", flat=True).union(
            parts.values_list("letter_id", flat=True)
        )
    )


@dataclass(frozen=True)
class _Untold:
    """People of whom no round has decided yet how they are told, or never will."""

    soon: int
    later: list[tuple[int, datetime]]
    aside: int
    withdrawn: int
    undone: int


def _untold(about: str) -> _Untold:
    moment = now()
    rows = (
        Announcement.objects.filter(about=about)
        .exclude(state=Announcement.State.TOLD)
        .annotate(told=Count("notifications"))
        .values_list("state", "size", "told", "due_at")
    )
    later: list[tuple[int, datetime]] = []
    numbers: Counter[str] = Counter()
    for state, size, told, due_at in rows:
        if state == Announcement.State.WAITING and due_at > moment:
            later.append((size, due_at))
        else:
            numbers[state] += size - told
    return _Untold(
        soon=numbers[Announcement.State.WAITING],
        later=later,
        aside=numbers[Announcement.State.SET_ASIDE],
        withdrawn=numbers[Announcement.State.WITHDRAWN],
        undone=numbers[Announcement.State.UNDONE],
    )


@dataclass(frozen=True)
class _Shown:
    """Which addresses a viewer may read: public ones and their own; administrators all."""

    viewer: User
    public: frozenset[tuple[int, str]]

    def __contains__(self, envelope: object) -> bool:
        if not isinstance(envelope, Envelope) or envelope.person_id is None:
            return self.viewer.is_administrator
        if self.viewer.is_administrator or envelope.person_id == self.viewer.pk:
            return True
        return (envelope.person_id, envelope.recipient) in self.public


def _shown(people: Collection[int], *, viewer: User) -> _Shown:
    public = Address.objects.filter(user__in=people, is_public=True)
    return _Shown(viewer, frozenset(public.values_list("user_id", "address")))


def _lines(notification: Notification, fates: list[Envelope], shown: _Shown) -> list[Line]:
    name, kind = str(notification.person), notification.announcement.kind
    if waits := bundled.waiting_words(notification):
        return [Line(name, _kind(kind), "wait", waits, moment=notification.created_at)]
    if notification.way != Notification.Way.MAIL:
        state = _reason(notification.reason)
        tone = "stop" if notification.way == Notification.Way.NONE else ""
        return [Line(name, _kind(kind), tone, state, moment=notification.created_at)]
    if not fates:
        gone = _("mailed; what became of it has been deleted by age")
        return [Line(name, _kind(kind), "", gone, moment=notification.created_at)]
    return [_fate(each, name, kind, shown) for each in fates]


def _fate(envelope: Envelope, person: str, kind: str, shown: _Shown) -> Line:
    address, words = envelope.recipient, envelope.words
    if envelope.code and not words.startswith(str(envelope.code)):
        words = f"{envelope.code} {words}"
    if envelope not in shown:
        address = _("a private address")
        words = re.sub(re.escape(envelope.recipient), "…", words, flags=re.IGNORECASE)
    return Line(
        person=person or address,
        kind=_kind(kind),
        tone=tone(envelope.state),
        state=str(State(envelope.state).label),
        address=address,
        moment=envelope.settled_at,
        why=str(envelope.get_reason_display()),
        words=words,
    )


def _reason(reason: str) -> str:
    label = str(Notification.Reason(reason).label)
    if reason in bundled.WAITING:
        return label
    if reason in NOT_TOLD:
        return _("not told: %(reason)s") % {"reason": label}
    return _("in the app only: %(reason)s") % {"reason": label}


def _kind(kind: str) -> str:
    try:
        return str(notice_of(kind).label)
    except UnknownKind:
        return kind
