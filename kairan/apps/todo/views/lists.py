"""Lists of tasks: mine by when they are due, those I gave to others, those that are done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from kairan.apps.todo.forms import QuickForm
from kairan.apps.todo.models import Task, TaskQuerySet
from kairan.people.requests import MemberRequest
from kairan.shell.paging import page

SHOWN = 20
BY_DUE, NEWEST = ["ends_at", "pk"], ["-pk"]


@dataclass(frozen=True)
class Section:
    """One heading of the list of tasks, the first of its tasks, and whether there are more."""

    key: str
    label: "str | Promise"
    tasks: Sequence[Task]
    has_more: bool


def _sections(tasks: TaskQuerySet, today: date) -> dict[str, tuple[Promise, TaskQuerySet]]:
    tomorrow = today + timedelta(days=1)
    return {
        "overdue": (_("Overdue"), tasks.overdue()),
        "today": (pgettext_lazy("task", "Today"), tasks.due_on(today)),
        "tomorrow": (pgettext_lazy("task", "Tomorrow"), tasks.due_on(tomorrow)),
        "later": (pgettext_lazy("task", "Later"), tasks.due_after(tomorrow)),
        "undated": (_("No date"), tasks.undated()),
    }


@login_required
@require_safe
def index(request: MemberRequest) -> HttpResponse:
    """Show what I have to do: everything by when it is due, or one of the sections at length."""
    return render(request, "todo/index.html", listed(request))


def listed(request: MemberRequest, form: QuickForm | None = None) -> dict[str, Any]:
    """Return what the page of my tasks needs, with ``form`` as it was sent."""
    mine = Task.objects.of(request.user.pk).open().select_related("author", "assignee")
    found = _sections(mine, localdate())
    shown = request.GET.get("show", "")
    context: dict[str, Any] = {
        "tab": "mine",
        "form": form or QuickForm(initial={"key": uuid4()}),
        "filters": [
            ("", _("All"), shown not in found),
            *[(key, label, key == shown) for key, (label, _tasks) in found.items()],
        ],
    }
    if shown in found:
        label, tasks = found[shown]
        keys = NEWEST if shown == "undated" else BY_DUE
        return {**context, "label": label, "page": page(request, tasks, keys=keys)}
    sections = [_section(key, label, tasks) for key, (label, tasks) in found.items()]
    return {**context, "sections": [each for each in sections if each.tasks]}


def _section(key: str, label: Promise, tasks: TaskQuerySet) -> Section:
    keys = NEWEST if key == "undated" else BY_DUE
    first = list(tasks.order_by(*keys)[: SHOWN + 1])
    return Section(key, label, first[:SHOWN], has_more=len(first) > SHOWN)


@login_required
@require_safe
def given(request: MemberRequest) -> HttpResponse:
    """Show what I gave to others, with what has become of it."""
    shown = request.GET.get("show", "open")
    tasks = Task.objects.given_by(request.user).select_related("author", "assignee")
    chosen = {"open": tasks.open(), "done": tasks.done()}
    labels = {"open": pgettext_lazy("task", "Open"), "done": _("Done"), "all": _("All")}
    shown = shown if shown in labels else "open"
    return render(
        request,
        "todo/given.html",
        {
            "tab": "given",
            "shown": shown,
            "page": page(request, chosen.get(shown, tasks), keys=NEWEST),
            "filters": [(key, label, key == shown) for key, label in labels.items()],
        },
    )


@login_required
@require_safe
def done(request: MemberRequest) -> HttpResponse:
    """Show what I have done, the latest first."""
    tasks = Task.objects.of(request.user.pk).done().select_related("author", "assignee")
    context = {"tab": "done", "page": page(request, tasks, keys=["-done_at", "-pk"])}
    return render(request, "todo/done.html", context)
