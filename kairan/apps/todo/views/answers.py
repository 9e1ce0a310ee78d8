"""What the links in the reminder of a task do, without signing in: GET shows, POST acts."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from kairan.apps.todo.forms import SnoozeForm
from kairan.apps.todo.models import Task
from kairan.apps.todo.notices import TaskReminder
from kairan.apps.todo.operations.finishing import complete
from kairan.apps.todo.operations.reminding import put_off
from kairan.notices.secret_links import bearer_of, kept_secret
from kairan.people.terms import in_terms_of
from kairan.reminders.snoozing import Snooze

DEEDS = {"done", "later"}


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, deed: str, token: str) -> HttpResponse:
    """Show the task to whoever holds the link of its mail; a POST is done or puts it off."""
    task = _of(deed, token)
    if request.method == "POST" and _act(request, task):
        return kept_secret(redirect("todo:answer", deed, token))
    with in_terms_of(task.assignee):
        context = {"task": task, "snoozes": Snooze.choices, "deed": deed}
        response = render(request, "todo/answer.html", context)
    return kept_secret(response)


def _act(request: HttpRequest, task: Task) -> bool:
    """Do what the pressed button says; False when it says nothing that exists."""
    form = SnoozeForm(request.POST)
    if form.is_valid():
        put_off(task, form.cleaned_data["until"])
        return True
    if request.POST.get("then") == "done":
        complete(task, by=task.assignee)
        return True
    return False


def _of(deed: str, token: str) -> Task:
    """Return the task to which ``token`` belongs, while it is still that person's."""
    if deed not in DEEDS:
        raise Http404
    bearer = bearer_of(token, TaskReminder.kind, among={TaskReminder.kind})
    theirs = Task.objects.visible_to(bearer.person).of(bearer.person.pk)
    rows = theirs.select_related("author", "assignee__reminder_settings")
    return get_object_or_404(rows, pk=bearer.number)
