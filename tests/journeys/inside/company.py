"""The office whose mails are read, from the inside: its people, its outbox, who has heard what."""

from typing import Any

from django.db.models import Max
from django.utils.timezone import now

from kairan.clock.rounds import rounds
from kairan.clock.wakeup import wake
from kairan.delivery.models import Envelope, State
from kairan.notices.models import Announcement, Notification
from kairan.people.details import Details, GivenAddress
from kairan.people.models import User
from kairan.people.operations import create_group, found, hire
from kairan.reminders.models import ReminderSettings
from tests.journeys.cast import CAST, COMPANY, GROUP, Employee
from tests.journeys.inside.furnish import PASSWORD, servers, session

UNDER_WAY = [State.WAITING, State.HELD, State.SENDING, State.DEFERRED]


def open_office(smtp_port: int) -> dict[str, Any]:
    """Hire the cast, set the mail servers; answer with names and sessions by login ID."""
    people = {each.login_id: _hired(each) for each in CAST.values()}
    sales = [people[each.login_id].pk for each in CAST.values() if each.is_in_sales]
    create_group(GROUP, members=sales, by=None)
    # The hour at which a daily mail comes by itself could strike while a row is at work.
    ReminderSettings.objects.bulk_create(
        ReminderSettings(person=person, daily_at=None) for person in people.values()
    )
    servers(smtp_port=smtp_port, pop3_port=smtp_port)
    return {
        login_id: {"name": str(person), "session": session(person)}
        for login_id, person in people.items()
    }


def under_way() -> int:
    """Let every round run now; answer how many announcements and letters have still to leave."""
    for each in rounds():
        wake(each.name)
    waiting = Announcement.objects.filter(state=Announcement.State.WAITING, due_at__lte=now())
    return waiting.count() + Envelope.objects.filter(state__in=UNDER_WAY).count()


def so_far() -> dict[str, int]:
    """Answer up to where things have come, for :func:`since`."""
    return {
        "told": Notification.objects.aggregate(last=Max("pk"))["last"] or 0,
        "sent": Envelope.objects.aggregate(last=Max("pk"))["last"] or 0,
    }


def since(told: int, sent: int) -> dict[str, Any]:
    """Answer who has heard since then, and how; what became of the rest."""
    heard_of = Notification.objects.filter(pk__gt=told)
    heard = heard_of.values_list("person__login_id", "way", "reason")
    return {
        "heard": sorted(set(heard)),
        "kinds": sorted(set(heard_of.values_list("announcement__kind", flat=True))),
        "envelopes": Envelope.objects.filter(pk__gt=sent).count(),
        "fates": [
            f"{each.recipient}: {each.state} {each.reason} {each.code} {each.words}"
            for each in Envelope.objects.filter(pk__gt=sent)
        ],
        "set aside": list(Announcement.objects.set_aside().values_list("fault", flat=True)),
    }


def _hired(employee: Employee) -> User:
    details = Details(
        login_id=employee.login_id,
        first_name=employee.first_name,
        last_name=employee.last_name,
        language=employee.language,
        time_zone=employee.time_zone,
    )
    addresses = [
        GivenAddress(kind=kind, address=address, takes_notifications=kind in employee.ticks)
        for kind, address in employee.addresses.items()
    ]
    given = {"password": PASSWORD, "addresses": addresses}
    if employee.is_administrator:
        return found(company=COMPANY, administrator=details, **given)
    return hire(details, **given, by=None)
