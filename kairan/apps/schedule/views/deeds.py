"""What happens to an event by one press: it is cancelled, left, or remembered otherwise."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kairan.apps.schedule import operations
from kairan.apps.schedule.forms import CancellationForm, RemindedForm
from kairan.apps.schedule.models import Event, Participation
from kairan.people.requests import MemberRequest
from kairan.shell.refusals import Refused


@login_required
@require_POST
def cancellation(request: MemberRequest, pk: int) -> HttpResponse:
    """Cancel an event, or as much of a series as was chosen."""
    event = get_object_or_404(Event.objects.changeable_by(request.user), pk=pk)
    form = CancellationForm(request.POST)
    if not form.is_valid():
        raise Refused(_("Choose how much of the series is to be cancelled."))
    day, scope = form.chosen()
    event = operations.cancel(event, by=request.user, day=day, scope=scope)
    messages.success(request, _("It is cancelled. Whoever took part hears of it."))
    return redirect(event)


@login_required
@require_POST
def leaving(request: MemberRequest, pk: int) -> HttpResponse:
    """Take part no more."""
    taking_part = Event.objects.with_participant(request.user)
    event = get_object_or_404(taking_part, pk=pk)
    operations.leave(event, person=request.user)
    messages.success(request, _("You no longer take part."))
    return redirect("schedule:index")


@login_required
@require_POST
def reminding(request: MemberRequest, pk: int) -> HttpResponse:
    """Be reminded otherwise."""
    taking_part = Event.objects.with_participant(request.user)
    event = get_object_or_404(taking_part, pk=pk)
    form = RemindedForm(request.POST)
    if not form.is_valid():
        raise Refused(_("Choose how you want to be reminded."))
    reminded = Participation.Reminded(form.cleaned_data["reminded"])
    operations.choose_reminders(event, person=request.user, reminded=reminded)
    messages.success(request, _("Your reminders of this event are changed."))
    return redirect(event)
