"""What the links in the mail of a reminder do, without signing in: GET shows, POST acts."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from kairan.notices.secret_links import bearer_of, kept_secret
from kairan.people.terms import in_terms_of
from kairan.reminders.forms.reminders import SnoozeForm
from kairan.reminders.models import Reminder
from kairan.reminders.notices import ReminderRung
from kairan.reminders.operations.reminders import finish, put_off
from kairan.reminders.snoozing import Snooze

DEEDS = {"done", "later"}


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, deed: str, token: str) -> HttpResponse:
    """Show the reminder to whoever holds the link of its mail; a POST is done or puts it off."""
    reminder = _of(deed, token)
    if request.method == "POST" and _act(request, reminder):
        return kept_secret(redirect("reminders:answer", deed, token))
    with in_terms_of(reminder.owner):
        context = {"reminder": reminder, "snoozes": Snooze.choices, "deed": deed}
        response = render(request, "reminders/answer.html", context)
    return kept_secret(response)


def _act(request: HttpRequest, reminder: Reminder) -> bool:
    """Do what the pressed button says; False when it says nothing that exists."""
    form = SnoozeForm(request.POST)
    if form.is_valid():
        put_off(reminder, form.cleaned_data["until"])
        return True
    if request.POST.get("then") == "done":
        finish(reminder)
        return True
    return False


def _of(deed: str, token: str) -> Reminder:
    """Return the reminder to which ``token`` belongs; what it does not open does not exist."""
    if deed not in DEEDS:
        raise Http404
    bearer = bearer_of(token, ReminderRung.kind, among={ReminderRung.kind})
    theirs = Reminder.objects.visible_to(bearer.person)
    own = theirs.select_related("owner__reminder_settings")
    return get_object_or_404(own, pk=bearer.number)
