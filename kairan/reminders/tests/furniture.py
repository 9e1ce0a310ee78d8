"""One of everything that reminders have, for the journeys through every page."""

from datetime import date, time, timedelta
from typing import Any

from django.utils import timezone

from kairan.notices import tokens
from kairan.people.models import User
from kairan.reminders.models import Reminder
from kairan.reminders.notices import ReminderRung
from kairan.reminders.operations.reminders import Draft, save
from kairan.reminders.operations.settings import Wish, settle


def furnish(author: User, reader: User) -> None:
    """Set a reminder that repeats, and one that has rung; settle when and where to be reminded."""
    save(
        Draft(
            text="Hand in the time sheet 勤務表の提出",
            day=date(2026, 1, 31),
            time_of_day=time(17),
            note="提出先 https://example.com/sheet",
            repeat="monthly",
        ),
        owner=author,
    )
    Reminder.objects.create(
        owner=author,
        text="Call back 折り返し電話",
        at=timezone.now() - timedelta(hours=2),
        first_on=timezone.localdate(),
        time_of_day=time(9),
        state=Reminder.State.RUNG,
    )
    settle(
        Wish(
            event_leads=[10, 1440],
            task_leads=[45],
            daily_at=time(7, 30),
            daily_weekdays=[0, 1, 2, 3, 4],
            addresses=None,
        ),
        person=author,
    )


def doors(viewer: User, other: User) -> dict[str, dict[str, Any]]:
    """Return how the reminders of ``viewer`` are reached, also by the link in a mail to them."""
    rung = Reminder.objects.visible_to(viewer).rung().get()
    token = tokens.make(person_id=viewer.pk, purpose=ReminderRung.kind, about=rung.about)
    return {
        "reminders:show": {"pk": rung.pk},
        "reminders:edit": {"pk": rung.pk},
        "reminders:answer": {"deed": "later", "token": token},
    }
