"""One task: write it, see it, be done with it, put it off, throw it away."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kairan.apps.todo.forms import QuickForm, SnoozeForm, TaskForm
from kairan.apps.todo.models import Task
from kairan.apps.todo.operations.finishing import complete, reopen
from kairan.apps.todo.operations.reminding import put_off
from kairan.apps.todo.operations.writing import ChangedMeanwhile, remove, write
from kairan.apps.todo.views.lists import listed
from kairan.notices.rehearsing import as_narrowed, is_rehearsal, rehearsed
from kairan.people.requests import MemberRequest
from kairan.reminders.snoozing import Snooze
from kairan.reminders.wording import due_words, lead_words
from kairan.shell.refusals import Refused


@login_required
@require_POST
def quick(request: MemberRequest) -> HttpResponse:
    """Write a task down on one line."""
    form = QuickForm(request.POST)
    if not form.is_valid():
        return render(request, "todo/index.html", listed(request, form))
    write(form.draft(by=request.user), by=request.user)
    return redirect("todo:index")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: MemberRequest) -> HttpResponse:
    """Write a task down with all that can be said about it."""
    return _write(request, None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Change a task."""
    task = _seen(request, pk)
    if task.is_done:
        messages.warning(request, _("This task is done. Open it again before you change it."))
        return redirect(task)
    return _write(request, task)


def _write(request: MemberRequest, task: Task | None) -> HttpResponse:
    is_post = request.method == "POST"
    form = TaskForm(request.POST if is_post else None, by=request.user, task=task)
    rehearsal = None
    if form.is_valid():
        try:
            if not is_rehearsal(request):
                return _keep(request, form, task)
            draft = form.draft()
            rehearsal = rehearsed(request, lambda: write(draft, by=request.user, task=task))
        except ChangedMeanwhile as refusal:
            form.add_error(None, str(refusal))
            form.saw(_seen(request, task.pk).version if task is not None else 0)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "task": task, "rehearsal": rehearsal}
    return render(request, "todo/write.html", context)


def _keep(request: MemberRequest, form: TaskForm, task: Task | None) -> HttpResponse:
    with as_narrowed(request):
        kept = write(form.draft(), by=request.user, task=task)
    messages.success(request, _("The task is kept."))
    is_theirs = request.user.pk in {kept.author_id, kept.assignee_id}
    return redirect(kept) if is_theirs else redirect("todo:index")


@login_required
@require_safe
def show(request: MemberRequest, pk: int) -> HttpResponse:
    """Show a task, and who was told of it, when and how."""
    return render(request, "todo/show.html", _shown(request, _seen(request, pk)))


def _shown(request: MemberRequest, task: Task) -> dict[str, Any]:
    return {
        "task": task,
        "is_author": task.author_id == request.user.pk,
        "is_mine": task.assignee_id == request.user.pk,
        "leads": None if task.leads is None else [lead_words(each) for each in task.leads],
        "snoozes": Snooze.choices,
    }


@login_required
@require_POST
def completion(request: MemberRequest, pk: int) -> HttpResponse:
    """Be done with a task."""
    task = complete(_seen(request, pk), by=request.user)
    if request.htmx:
        return render(request, "todo/_task.html", {"task": task})
    if task.successor is not None and task.successor.due is not None:
        due = due_words(task.successor.due_at or task.successor.due.on)
        messages.success(request, _("Done. It is due again on %(due)s.") % {"due": due})
    else:
        messages.success(request, _("Done: %(task)s") % {"task": task.title})
    return redirect(task)


@login_required
@require_POST
def reopening(request: MemberRequest, pk: int) -> HttpResponse:
    """Take back that a task is done."""
    task = reopen(_seen(request, pk))
    if request.htmx:
        return render(request, "todo/_task.html", {"task": task})
    messages.success(request, _("The task is open again."))
    return redirect(task)


@login_required
@require_POST
def snooze(request: MemberRequest, pk: int) -> HttpResponse:
    """Let a task of mine remind again later."""
    mine = Task.objects.visible_to(request.user).of(request.user.pk).open()
    task = get_object_or_404(mine.select_related("assignee__reminder_settings"), pk=pk)
    form = SnoozeForm(request.POST)
    if not form.is_valid():
        raise Refused(_("Choose when to be reminded again."))
    put_off(task, form.cleaned_data["until"])
    if task.remind_at is not None:
        said = _("You will be reminded on %(moment)s.") % {"moment": due_words(task.remind_at)}
        messages.success(request, said)
    return redirect(task)


@login_required
@require_POST
def removal(request: MemberRequest, pk: int) -> HttpResponse:
    """Throw a task away; only who wrote it may."""
    remove(get_object_or_404(Task.objects.written_by(request.user), pk=pk))
    messages.success(request, _("The task is deleted."))
    return redirect("todo:index")


def _seen(request: MemberRequest, pk: int) -> Task:
    seen = Task.objects.visible_to(request.user)
    return get_object_or_404(
        seen.select_related("author", "assignee__reminder_settings", "done_by", "successor"), pk=pk
    )
