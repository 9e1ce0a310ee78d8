"""Who of an announcement is told how: by mail and bell, by bell alone and why, or not at all."""

from collections.abc import Collection
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings as deployed

from kairan.delivery.bounced import suspended
from kairan.mail.address import Address, BadAddress
from kairan.mailservers.models import MailServerSettings
from kairan.notices.letters import Reader, addressed
from kairan.notices.models import Announcement, Notification
from kairan.notices.preferences import chosen_addresses, without_mail
from kairan.people.addresses import addresses_by_id, notification_addresses
from kairan.people.models import User

Way, Reason = Notification.Way, Notification.Reason


@dataclass(frozen=True)
class Told:
    """How one person is told; ``addresses`` is empty unless by mail."""

    person_id: int
    reader: Reader
    way: Notification.Way
    reason: Notification.Reason = Reason.NOTHING
    addresses: list[Address] = field(default_factory=list)


class Places:
    """The addresses of one person, without those from which mail comes back."""

    def __init__(self, addresses: Collection[str], come_back: Collection[str]) -> None:
        self.good = [each for each in addresses if each not in come_back]
        self.why_none = Reason.BOUNCED if addresses and not self.good else Reason.NO_ADDRESS


def tell(
    announcement: Announcement,
    ids: Collection[int],
    *,
    settings: MailServerSettings,
    too_late: bool = False,
) -> list[Told]:
    """Return how each of ``ids`` (at most 500) hears of ``announcement``, in the order of ids.

    An id that is nobody's is left out. Nothing is mailed ``too_late``, when the worker was away
    for longer than the news is of use. Five queries; six where somebody chose other addresses.
    """
    kind = announcement.kind
    people = User.objects.filter(pk__in=ids).order_by("pk")
    addresses = notification_addresses(ids) | _chosen(kind, ids)
    declined = without_mail(kind, ids)
    silence = _silence(announcement, settings, too_late=too_late)
    come_back = suspended({address for each in addresses.values() for address in each})
    return [
        _told(
            person,
            Places(addresses.get(person.pk, []), come_back),
            silence=silence,
            declined=person.pk in declined,
        )
        for person in people
    ]


def _chosen(kind: str, ids: Collection[int]) -> dict[int, list[str]]:
    """Return the addresses of those who chose where ``kind`` goes and still have one of them."""
    chosen = chosen_addresses(kind, ids)
    if not chosen:
        return {}
    known = addresses_by_id({number for numbers in chosen.values() for number in numbers})
    found = {
        person: [known[number] for number in numbers if number in known]
        for person, numbers in chosen.items()
    }
    return {person: addresses for person, addresses in found.items() if addresses}


def _silence(
    announcement: Announcement, settings: MailServerSettings, *, too_late: bool
) -> Notification.Reason:
    if too_late:
        return Reason.TOO_LATE
    if not announcement.by_mail:
        return Reason.BELL_ONLY
    if not settings.is_set_up:
        return Reason.NOT_SET_UP
    return Reason.NOTHING if settings.uses_notifications else Reason.MAIL_OFF


def _told(person: User, places: Places, *, silence: Notification.Reason, declined: bool) -> Told:
    reader = _reader(person)
    if not person.is_active:
        return Told(person.pk, reader, Way.NONE, Reason.INACTIVE)
    if declined:
        return Told(person.pk, reader, Way.BELL, Reason.PREFERENCE)
    if silence:
        return Told(person.pk, reader, Way.BELL, silence)
    usable = _usable(str(person), places.good)
    if not usable:
        return Told(person.pk, reader, Way.BELL, places.why_none)
    return Told(person.pk, reader, Way.MAIL, Reason.NOTHING, usable)


def _usable(name: str, addresses: list[str]) -> list[Address]:
    """Return what can be written to; one that cannot must not keep the others from their mail."""
    found = []
    for each in addresses:
        try:
            found.append(addressed(name, each))
        except BadAddress:
            continue
    return found


def _reader(person: User) -> Reader:
    """Return the words of ``person``; what this machine does not know becomes its default."""
    known = {code for code, _name in deployed.LANGUAGES}
    language = person.language if person.language in known else deployed.LANGUAGE_CODE
    try:
        ZoneInfo(person.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        return Reader(language, deployed.TIME_ZONE)
    return Reader(language, person.time_zone)
