"""Who hears of a notice how and when: by mail, now or later, by the bell alone and why, or not."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings as deployed

from kairan.delivery.bounced import suspended
from kairan.mail.address import Address, BadAddress
from kairan.mailservers.models import MailServerSettings
from kairan.notices.letters import Reader, addressed
from kairan.notices.models import Announcement, Bundle, Notification
from kairan.notices.notice import notice_of
from kairan.notices.planning import Mail, Plan, Why, plan
from kairan.notices.preferences import Wishes, wishes
from kairan.notices.times import Hours, daily_hours, times_of
from kairan.people.addresses import addresses_by_id, notification_addresses
from kairan.people.models import User

Way, Reason = Notification.Way, Notification.Reason


@dataclass(frozen=True)
class Told:
    """How one person is told; ``addresses`` is empty unless by mail.

    ``plan`` says when the mail leaves; one that waits is put into the person's bundle ``kind``.
    """

    person_id: int
    reader: Reader
    way: Notification.Way
    reason: Notification.Reason = Reason.NOTHING
    addresses: list[Address] = field(default_factory=list)
    plan: Plan | None = None

    @property
    def bundle(self) -> Bundle.Kind | None:
        """In which bundle the mail waits; None when it leaves at once, or there is none."""
        if self.way is not Way.MAIL or self.plan is None or not self.plan.waits:
            return None
        return Bundle.Kind.DAILY if self.plan.mail is Mail.DAILY else Bundle.Kind.BUNDLE

    @property
    def leaves_now(self) -> bool:
        """Whether a mail goes out at once."""
        return bool(self.addresses) and self.bundle is None

    @property
    def rings(self) -> bool:
        """Whether it stands behind the bell: always, where no mail tells of it."""
        return self.way is Way.BELL or self.plan is None or self.plan.rings


class Places:
    """The addresses of one person, without those from which mail comes back."""

    def __init__(self, addresses: Collection[str], come_back: Collection[str]) -> None:
        self.good = [each for each in addresses if each not in come_back]
        self.why_none = Reason.BOUNCED if addresses and not self.good else Reason.NO_ADDRESS


@dataclass(frozen=True)
class Audience:
    """Some people, and how each of them hears of one kind of notice at one moment."""

    people: Mapping[int, User]
    addresses: Mapping[int, Collection[str]]
    come_back: Collection[str]
    plans: Mapping[int, Plan]

    def told(self, ids: Iterable[int], *, silence: Notification.Reason) -> list[Told]:
        """Return how each of ``ids`` is told, in their order; who is nobody is left out.

        Nothing is mailed where there is a reason for ``silence``.
        """
        found = (self.people[each] for each in ids if each in self.people)
        return [self._told(person, silence) for person in found]

    def _told(self, person: User, silence: Notification.Reason) -> Told:
        places = Places(self.addresses.get(person.pk, []), self.come_back)
        return _told(person, places, silence=silence, plan=self.plans[person.pk])


def audience_of(kind: str, ids: Collection[int], *, now: datetime) -> Audience:
    """Return how each of ``ids`` (at most 500) hears of a notice of ``kind`` at ``now`` (aware).

    Five queries; one more where somebody chose other addresses, one for the hours where somebody
    wants daily mails. Raises :class:`notice.UnknownKind`.
    """
    people = {
        person.pk: person for person in User.objects.filter(pk__in=ids).select_related("mail_times")
    }
    wanted = wishes(kind, ids)
    addresses = notification_addresses(ids) | _chosen(wanted)
    return Audience(
        people=people,
        addresses=addresses,
        come_back=suspended({address for each in addresses.values() for address in each}),
        plans=_plans(kind, people.values(), wanted, now=now),
    )


def unless_spared(told: Iterable[Told], announcement: Announcement) -> list[Told]:
    """Return ``told`` without the mails that whoever sent it did not want for these people."""
    unmailed = set(announcement.unmailed)
    return [
        replace(each, way=Way.BELL, reason=Reason.SPARED, addresses=[])
        if each.way == Way.MAIL and each.person_id in unmailed
        else each
        for each in told
    ]


def planned_for(
    kind: str, ids: Collection[int], *, now: datetime, by_mail: bool = True
) -> list[Told]:
    """Return how each of ``ids`` (at most 500) would hear of a notice of ``kind`` at ``now``.

    See :func:`audience_of`; one query more, for Mail Server Settings.
    """
    silence = silence_of(MailServerSettings.current(), by_mail=by_mail)
    return audience_of(kind, ids, now=now).told(sorted(ids), silence=silence)


def _plans(
    kind: str, people: Collection[User], wanted: Wishes, *, now: datetime
) -> dict[int, Plan]:
    traits = notice_of(kind).traits()
    choices = {person.pk: wanted.choice(person.pk) for person in people}
    hours: Hours = daily_hours(pk for pk, each in choices.items() if each.mail is Mail.DAILY)
    return {
        person.pk: plan(
            traits=traits, choice=choices[person.pk], times=times_of(person, hours), now=now
        )
        for person in people
    }


def _chosen(wanted: Wishes) -> dict[int, list[str]]:
    """Return the addresses of those who chose where the kind goes and still have one of them."""
    chosen = wanted.addresses()
    if not chosen:
        return {}
    known = addresses_by_id({number for numbers in chosen.values() for number in numbers})
    found = {
        person: [known[number] for number in numbers if number in known]
        for person, numbers in chosen.items()
    }
    return {person: addresses for person, addresses in found.items() if addresses}


def silence_of(settings: MailServerSettings, *, by_mail: bool) -> Notification.Reason:
    """Return why nothing is mailed to anybody; nothing when it is."""
    if not by_mail:
        return Reason.BELL_ONLY
    if not settings.is_set_up:
        return Reason.NOT_SET_UP
    return Reason.NOTHING if settings.uses_notifications else Reason.MAIL_OFF


def _told(person: User, places: Places, *, silence: Notification.Reason, plan: Plan) -> Told:
    reader = reader_of(person)
    if not person.is_active:
        return Told(person.pk, reader, Way.NONE, Reason.INACTIVE, plan=plan)
    if plan.why is Why.OFF:
        if not plan.rings:
            return Told(person.pk, reader, Way.NONE, Reason.SILENCED, plan=plan)
        return Told(person.pk, reader, Way.BELL, Reason.PREFERENCE, plan=plan)
    if silence:
        return Told(person.pk, reader, Way.BELL, silence, plan=plan)
    found = usable(str(person), places.good)
    if not found:
        return Told(person.pk, reader, Way.BELL, places.why_none, plan=plan)
    return Told(person.pk, reader, Way.MAIL, Reason(plan.why.value), found, plan)


def usable(name: str, addresses: list[str]) -> list[Address]:
    """Return what can be written to; one that cannot must not keep the others from their mail."""
    found = []
    for each in addresses:
        try:
            found.append(addressed(name, each))
        except BadAddress:
            continue
    return found


def reader_of(person: User) -> Reader:
    """Return the words of ``person``; what this machine does not know becomes its default."""
    known = {code for code, _name in deployed.LANGUAGES}
    language = person.language if person.language in known else deployed.LANGUAGE_CODE
    try:
        ZoneInfo(person.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        return Reader(language, deployed.TIME_ZONE)
    return Reader(language, person.time_zone)
