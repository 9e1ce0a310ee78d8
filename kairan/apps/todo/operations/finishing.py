"""Be done with a task, and open it again."""

from django.db import transaction
from django.utils.timezone import now

from kairan.apps.todo.models import Task
from kairan.apps.todo.notices import TaskDone
from kairan.apps.todo.operations.reminding import plan
from kairan.apps.todo.planning import next_due
from kairan.notices.operations import announce, withdraw
from kairan.people.models import User
from kairan.reminders.leads import terms_of
from kairan.reminders.repeats import Repeat


@transaction.atomic
def complete(task: Task, *, by: User) -> Task:
    """Be done with ``task``: who gave it hears of it, and what repeats comes again.

    Returns the task as it is now.

    Of two who are done at the same time, one is; the other finds it done.
    """
    task = _locked(task)
    if task.is_done:
        return task
    task.done_at, task.done_by = now(), by
    task.remind_at, task.is_snoozed = None, False
    task.successor = _following(task)
    task.version += 1
    task.save()
    withdraw(about=task.about)
    announce(TaskDone.of(task, by=str(by)), to=[task.author], by=by)
    return task


@transaction.atomic
def reopen(task: Task) -> Task:
    """Take back that a task is done, and the one that came after it unless somebody changed it.

    Returns the task as it is now.
    """
    task = _locked(task)
    if not task.is_done:
        return task
    task.done_at = task.done_by = None
    after, task.successor = task.successor, None
    plan(task, now=now(), terms=terms_of(task.assignee))
    if after is not None and (after.is_done or after.version):
        task.repeat, task.repeats_from = Repeat.NEVER, None  # The series goes on there.
        after = None
    task.version += 1
    task.save()
    withdraw(about=task.about, notice=TaskDone)
    if after is not None:
        withdraw(about=after.about)
        after.delete()
    return task


def _locked(task: Task) -> Task:
    """Return the task as it is now; the row is locked from here on."""
    rows = Task.objects.select_for_update(of=["self"])
    return rows.select_related("author", "assignee", "successor").get(pk=task.pk)


def _following(task: Task) -> Task | None:
    """Return the next task of the series, saved, if there is one."""
    terms, moment = terms_of(task.assignee), now()
    first = task.repeats_from
    if task.due is None or first is None:
        return None
    due = next_due(task.due, first=first, repeat=task.repeat, now=moment, zone=terms.zone)
    if due is None:
        return None
    following = Task(
        author=task.author,
        assignee=task.assignee,
        title=task.title,
        notes=task.notes,
        priority=task.priority,
        repeat=task.repeat,
        repeats_from=first,
        leads=task.leads,
    )
    following.settle_due(due, terms.zone)
    plan(following, now=moment, terms=terms)
    following.save()
    return following
