"""When tasks remind: planned, put off, told at their moment."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import now

from kairan.apps.todo.models import Task, TaskQuerySet
from kairan.apps.todo.notices import TaskReminder
from kairan.apps.todo.planning import Due, reminders
from kairan.clock.claims import locked
from kairan.clock.worker import stopping
from kairan.notices.operations import announce_each, withdraw
from kairan.reminders.leads import Terms, terms, terms_of
from kairan.reminders.snoozing import Snooze, snoozed_until

# A commit of 200 holds the lock of SQLite for some twenty milliseconds: forms go between.
AT_ONCE = 200


def plan(task: Task, *, now: datetime, terms: Terms) -> None:
    """Note when ``task`` reminds next; does not save."""
    task.remind_at, task.is_snoozed = next_reminder(task, after=now, terms=terms), False


def next_reminder(task: Task, *, after: datetime, terms: Terms) -> datetime | None:
    """Return the first moment (UTC) later than ``after`` at which ``task`` reminds, if any."""
    return next((each for each in moments(task, terms) if each > after), None)


@transaction.atomic
def put_off(task: Task, snooze: Snooze) -> None:
    """Let an open task remind again later; its mails that wait are dropped."""
    until = snoozed_until(snooze, now=now(), terms=terms_of(task.assignee))
    if Task.objects.open().filter(pk=task.pk).update(remind_at=until, is_snoozed=True):
        task.remind_at, task.is_snoozed = until, True
        withdraw(about=task.about, notice=TaskReminder)


def remind_due(now: datetime) -> datetime | None:
    """Remind of everything that is due to at ``now`` (aware); return when the next is.

    Whoever locks a task announces it and moves ``remind_at`` on in one transaction: each moment is
    told once, whoever is killed and however many workers there are. Moments that passed while no
    worker ran are told as one.
    """
    while _remind_some(now) and not stopping():
        pass
    return _waiting().values_list("remind_at", flat=True).first()


def moments(task: Task, terms: Terms) -> list[datetime]:
    """Return all moments (UTC) at which ``task`` reminds, in order."""
    due = seen(task, terms)
    return [] if due is None else reminders(due, leads=task.chosen_leads, terms=terms)


def seen(task: Task, terms: Terms) -> Due | None:
    """Return when ``task`` is due as clocks in the zone of ``terms`` show it."""
    return task.due if task.due_at is None else Due.of(task.due_at, terms.zone)


def _waiting() -> TaskQuerySet:
    return Task.objects.open().filter(remind_at__isnull=False).order_by("remind_at", "pk")


@transaction.atomic
def _remind_some(now: datetime) -> bool:
    """Remind of the first of what is due; return whether there may be more."""
    due = locked(_waiting().filter(remind_at__lte=now))
    tasks = list(due.select_related("author", "assignee")[:AT_ONCE])
    settled = terms({task.assignee_id for task in tasks})
    announce_each(
        (TaskReminder.of(task), task.assignee) for task in tasks if task.assignee.is_active
    )
    for task in tasks:
        plan(task, now=now, terms=settled[task.assignee_id])
    Task.objects.bulk_update(tasks, ["remind_at", "is_snoozed"])
    return len(tasks) == AT_ONCE
