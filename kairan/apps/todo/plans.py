"""Plans the reminders of tasks anew, for whose lead times, morning or time zone have changed."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import now

from kairan.apps.todo.models import Task
from kairan.apps.todo.operations.reminding import moments, next_reminder, seen
from kairan.reminders.leads import Terms, terms

PLANNED = ["due_on", "due_time", "due_at", "ends_at", "remind_at"]


@transaction.atomic
def replan(person_id: int) -> None:
    """Plan the open tasks of this person anew.

    The moment of a task stays the moment, a day stays the day. What was about to remind reminds
    now when under the new terms its moment is over.
    """
    settled = terms([person_id])[person_id]
    moment = now()
    changed = list(Task.objects.open().of(person_id).exclude(due_on=None).select_for_update())
    for task in changed:
        task.settle_due(seen(task, settled), settled.zone)
        if not task.is_snoozed:
            task.remind_at = _replanned(task, moment, settled)
    Task.objects.bulk_update(changed, PLANNED, batch_size=200)


def _replanned(task: Task, now: datetime, settled: Terms) -> datetime | None:
    """Return when ``task`` reminds next; what is due already stays due."""
    if task.remind_at is not None and task.remind_at <= now:
        return task.remind_at
    following = next_reminder(task, after=now, terms=settled)
    was_to_come = task.remind_at is not None and moments(task, settled)
    return now if following is None and was_to_come else following
