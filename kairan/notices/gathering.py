"""What a bundle says when it is mailed: to which addresses, in which words, and what leaves."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from kairan.delivery.bounced import suspended
from kairan.delivery.models import WhenUncertain
from kairan.delivery.operations import Recipient
from kairan.mail.compose.letter import Letter
from kairan.mailservers.models import MailServerSettings
from kairan.notices.addressing import Places, reader_of, silence_of, usable
from kairan.notices.bundle_letters import Member, Pen
from kairan.notices.models import Bundle, Notification
from kairan.notices.notice import Notice
from kairan.notices.planning import AS_USUAL, Choice, Mail
from kairan.notices.preferences import addresses_by_kind, choices_of
from kairan.notices.stationery import Stationery
from kairan.people.addresses import addresses_by_id, notification_addresses
from kairan.people.models import User

Reason = Notification.Reason


@dataclass(frozen=True)
class Group:
    """What goes to the same addresses, as one letter."""

    members: Sequence[Member]
    letter: Letter
    recipients: Sequence[Recipient]

    @property
    def expires_after(self) -> timedelta:
        """How long delivery tries: as long as for the most patient part."""
        return max(each.notice.expires_after for each in self.members)

    @property
    def when_uncertain(self) -> WhenUncertain:
        """RESEND where a miss of any part is worse than a double."""
        resends = any(each.notice.when_uncertain == WhenUncertain.RESEND for each in self.members)
        return WhenUncertain.RESEND if resends else WhenUncertain.ASK


@dataclass(frozen=True)
class Gathered:
    """All that is ``inside`` a bundle, by id: what is mailed, and what leaves it and why."""

    settings: MailServerSettings
    inside: set[int]
    groups: Sequence[Group]
    leaving: Mapping[Notification.Reason, Sequence[int]]


def gather(bundle: Bundle, *, now: datetime) -> Gathered:
    """Return what ``bundle`` has to say at ``now`` (aware); changes nothing.

    A constant number of queries, but for files enclosed. What cannot be worded leaves, with a line
    in the log, and keeps nothing else back.
    """
    settings, person = MailServerSettings.current(), bundle.person
    found = bundle.notifications.filter(way=Notification.Way.MAIL).order_by("pk")
    inside = list(found.select_related("announcement__by"))
    pen = Pen(bundle, reader_of(person), settings, Stationery.current(), now)
    doubts = _Doubts.about(person, settings=settings, now=now)
    leaving: dict[Notification.Reason, list[int]] = defaultdict(list)
    members: dict[tuple[str, ...], list[Member]] = defaultdict(list)
    for each in inside:
        member = pen.worded(each)
        reason = Reason.UNWORDABLE if member is None else doubts.why_not(member)
        if member is None or reason:
            leaving[reason].append(each.pk)
        else:
            members[doubts.addresses(member)].append(member)
    groups = [_group(those, addresses, pen=pen) for those, addresses in _by_address(members)]
    return Gathered(settings, {each.pk for each in inside}, groups, leaving)


@dataclass(frozen=True)
class _Doubts:
    """Why something may not be mailed to its person any more, and where to else."""

    person: User
    silence: Notification.Reason
    choices: Mapping[str, Choice]
    usual: Sequence[str]
    chosen: Mapping[str, Sequence[str]]
    come_back: Collection[str]
    now: datetime

    @classmethod
    def about(cls, person: User, *, settings: MailServerSettings, now: datetime) -> "_Doubts":
        by_kind = addresses_by_kind(person)
        known = addresses_by_id({each for ids in by_kind.values() for each in ids})
        usual = notification_addresses([person.pk]).get(person.pk, [])
        return cls(
            person=person,
            silence=silence_of(settings, by_mail=True),
            choices=choices_of(person),
            usual=usual,
            chosen={
                kind: [known[each] for each in ids if each in known]
                for kind, ids in by_kind.items()
            },
            come_back=suspended({*usual, *known.values()}),
            now=now,
        )

    def why_not(self, member: Member) -> Notification.Reason:
        """Return why ``member`` is not mailed; nothing when it is."""
        kind = member.notification.announcement.kind
        if not self.person.is_active:
            return Reason.INACTIVE
        if self.choices.get(kind, AS_USUAL).mail is Mail.OFF:
            return Reason.PREFERENCE
        if self._is_stale(member):
            return Reason.TOO_LATE
        if self.silence:
            return self.silence
        return Reason.NOTHING if self.addresses(member) else self._places(member).why_none

    def addresses(self, member: Member) -> tuple[str, ...]:
        """Return where ``member`` goes: where its kind is to go, or all notifications."""
        good = self._places(member).good
        return tuple(each.addr for each in usable(str(self.person), good))

    def _places(self, member: Member) -> Places:
        kind = member.notification.announcement.kind
        return Places(self.chosen.get(kind) or self.usual, self.come_back)

    def _is_stale(self, member: Member) -> bool:
        """Whether the news is of use for a short time only, and that is over."""
        patience = member.notice.expires_after
        due_at = member.notification.announcement.due_at
        return patience < Notice.expires_after and self.now > due_at + patience


def _by_address(
    members: Mapping[tuple[str, ...], Sequence[Member]],
) -> Iterable[tuple[list[Member], list[str]]]:
    """Return what goes to each address, those together that get the same: one mail for each."""
    found: dict[str, list[Member]] = defaultdict(list)
    for addresses, those in members.items():
        for address in addresses:
            found[address] += those
    together: dict[tuple[int, ...], tuple[list[Member], list[str]]] = {}
    for address, those in found.items():
        those.sort(key=lambda each: (not each.notice.joins_daily_mail, each.notification.pk))
        key = tuple(each.notification.pk for each in those)
        together.setdefault(key, (those, []))[1].append(address)
    return together.values()


def _group(members: Sequence[Member], addresses: Sequence[str], *, pen: Pen) -> Group:
    """Return the letter of ``members``; that of a single one is its ordinary mail."""
    write = pen.alone if len(members) == 1 else pen.together
    letter, slots = write(members)
    recipients = [
        Recipient(address=each.addr, person_id=pen.bundle.person_id, slots=slots(each))
        for each in usable(str(pen.bundle.person), list(addresses))
    ]
    return Group(members, letter, recipients)
