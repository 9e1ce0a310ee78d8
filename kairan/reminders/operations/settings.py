"""What a person settles about reminders, and which notices are reminders."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import time

from django.db import transaction
from django.utils.timezone import now

from kairan.notices import bundling, preferences
from kairan.notices.notice import Notice, kinds
from kairan.people.models import User
from kairan.reminders.daily import plan
from kairan.reminders.models import ReminderSettings
from kairan.reminders.plans import replan

# "todo.task-reminder", "schedule.reminder", and all of this room.
REMINDER = re.compile(r"^reminders\.|[.-]reminder$")


@dataclass(frozen=True, kw_only=True)
class Wish:
    """When a person wants to be reminded. Leads are minutes; ``addresses`` are ids of their own.

    Without ``daily_at`` no daily mail comes; without ``addresses`` reminders go where all
    notifications go.
    """

    event_leads: Collection[int]
    task_leads: Collection[int]
    daily_at: time | None
    daily_weekdays: Collection[int]
    addresses: Collection[int] | None


@transaction.atomic
def settle(wish: Wish, *, person: User) -> None:
    """Keep what ``person`` wants, and plan what was planned otherwise anew."""
    settled, _is_new = ReminderSettings.objects.update_or_create(
        person=person,
        defaults={
            "event_leads": sorted(set(wish.event_leads)),
            "task_leads": sorted(set(wish.task_leads)),
            "daily_at": wish.daily_at,
            "daily_weekdays": sorted(set(wish.daily_weekdays)),
        },
    )
    person.reminder_settings = settled
    for each in reminder_kinds():
        preferences.choose_addresses(person, each.kind, wish.addresses)
    plan(person, now=now())
    bundling.replan(person, now=now())
    replan(person.pk)


def addresses_for_reminders(person: User) -> set[int] | None:
    """Return the ids of the addresses that ``person`` chose for reminders, None: the usual."""
    return preferences.addresses_of(person, "reminders.reminder")


def reminder_kinds() -> list[type[Notice]]:
    """Return the notices that are reminders: those of this room, and by name those of apps."""
    return [each for each in kinds() if REMINDER.search(each.kind)]
