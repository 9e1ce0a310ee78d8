"""When a person wants to be reminded, and which mails come next."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kairan.notices import preferences
from kairan.people.requests import MemberRequest
from kairan.reminders.daily import next_mail
from kairan.reminders.forms.settings import SettingsForm
from kairan.reminders.models import Reminder
from kairan.reminders.notices import DayBegun, ReminderRung
from kairan.reminders.operations.settings import settle

NEXT_SHOWN = 3


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: MemberRequest) -> HttpResponse:
    """Show what is settled and what comes next; keep what is changed."""
    form = SettingsForm(request.POST if request.method == "POST" else None, person=request.user)
    if form.is_valid():
        settle(form.wish(), person=request.user)
        messages.success(request, _("Your reminders are settled."))
        return redirect("reminders:settings")
    mine = Reminder.objects.visible_to(request.user)
    off = preferences.switched_off(request.user)
    return render(
        request,
        "reminders/settings.html",
        {
            "form": form,
            "tab": "settings",
            "next_mail": next_mail(request.user, now=now()),
            "next_reminders": mine.upcoming().order_by("at", "pk")[:NEXT_SHOWN],
            "is_daily_off": DayBegun.kind in off,
            "are_reminders_off": ReminderRung.kind in off,
        },
    )
