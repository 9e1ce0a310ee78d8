"""Write a task down, change it, give it to somebody, throw it away."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, tzinfo
from uuid import UUID

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from kairan.apps.todo.models import Task
from kairan.apps.todo.notices import TaskAssigned, TaskReminder
from kairan.apps.todo.operations.reminding import plan
from kairan.apps.todo.planning import Due
from kairan.clock.days import zone_named
from kairan.notices.operations import amend, announce, withdraw
from kairan.people.models import User
from kairan.reminders.leads import terms_of
from kairan.reminders.repeats import Repeat
from kairan.shell.refusals import Refused


class ChangedMeanwhile(Refused):
    """Somebody else changed the task while this person was writing."""


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What somebody has typed; day and time as clocks in their own time zone show them.

    ``leads`` are minutes; None means as the assignee has settled. ``version`` is the state of the
    task that they saw.
    """

    title: str
    assignee: User
    due_on: date | None = None
    due_time: time | None = None
    priority: str = Task.Priority.NORMAL
    repeat: str = Repeat.NEVER
    notes: str = ""
    leads: Sequence[int] | None = None
    version: int | None = None
    key: UUID | None = None


@transaction.atomic
def write(draft: Draft, *, by: User, task: Task | None = None) -> Task:
    """Write a task down, or change one; who is given it hears of it.

    What comes with one ``key`` is one task, however often its form was sent.
    """
    if draft.repeat != Repeat.NEVER and draft.due_on is None:
        raise Refused(_("What repeats needs the day on which it is due first."))
    known = task or _known(draft, by)
    if known is None:
        return _begin(draft, by)
    return _change(known, draft, by) if task is not None else known


@transaction.atomic
def remove(task: Task) -> None:
    """Throw a task away; mails of it that wait are dropped."""
    withdraw(about=task.about)
    task.delete()


def _known(draft: Draft, by: User) -> Task | None:
    if draft.key is None:
        return None
    # Two clicks of one form come one after the other.
    User.objects.get_queryset().select_for_update().get(pk=by.pk)
    return Task.objects.written_by(by).filter(key=draft.key).first()


def _begin(draft: Draft, by: User) -> Task:
    task = Task(author=by) if draft.key is None else Task(author=by, key=draft.key)
    _fill(task, draft, by)
    plan(task, now=now(), terms=terms_of(task.assignee))
    task.save()
    announce(TaskAssigned.of(task, by=str(by)), to=[task.assignee], by=by)
    return task


def _change(known: Task, draft: Draft, by: User) -> Task:
    """Change what is there now, not what this request saw: the row is locked from here on."""
    task = Task.objects.select_for_update(of=["self"]).select_related("author").get(pk=known.pk)
    if task.is_done:
        raise Refused(_("This task is done. Open it again before you change it."))
    if draft.version is not None and draft.version != task.version:
        raise ChangedMeanwhile(
            _("Somebody changed this task while you were writing. Look at it, then save again.")
        )
    was_with, was_timed = task.assignee_id, _timing(task)
    _fill(task, draft, by)
    if _timing(task) != was_timed:
        withdraw(about=task.about, notice=TaskReminder)
        plan(task, now=now(), terms=terms_of(task.assignee))
    task.version += 1
    task.save()
    if task.assignee_id != was_with:
        withdraw(about=task.about, person=User.objects.get(pk=was_with))
        announce(TaskAssigned.of(task, by=str(by)), to=[task.assignee], by=by)
    else:
        amend(TaskAssigned.of(task, by=str(by)), by=by)
    return task


def _timing(task: Task) -> tuple[object, ...]:
    return task.due_on, task.due_at, task.leads, task.assignee_id


def _fill(task: Task, draft: Draft, by: User) -> None:
    task.title, task.notes = draft.title, draft.notes
    task.priority, task.assignee = draft.priority, draft.assignee
    task.leads = None if draft.leads is None else sorted(set(draft.leads))
    zone = zone_named(draft.assignee.time_zone)
    due = _due(draft, by, zone)
    if task.repeat != draft.repeat or due is None or task.due_on != due.on:
        task.repeat = draft.repeat
        task.repeats_from = due.on if due is not None and task.repeats else None
    task.settle_due(due, zone)


def _due(draft: Draft, by: User, zone: tzinfo) -> Due | None:
    """Return when it is due as the clocks of its assignee, in ``zone``, show it."""
    if draft.due_on is None:
        return None
    typed = Due(draft.due_on, draft.due_time)
    moment = typed.moment(zone_named(by.time_zone))
    return typed if moment is None else Due.of(moment, zone)
