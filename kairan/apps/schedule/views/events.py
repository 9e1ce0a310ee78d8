"""One event: register it, look at it, change it."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kairan.apps.schedule import operations, wording
from kairan.apps.schedule.forms import CancellationForm, EventForm, RemindedForm
from kairan.apps.schedule.models import Event
from kairan.apps.schedule.occurrences import Times
from kairan.apps.schedule.views.whom import is_number
from kairan.apps.schedule.weeks import day_named
from kairan.notices.rehearsing import as_narrowed, is_rehearsal, rehearsed
from kairan.people.models import User
from kairan.people.picker import Selection
from kairan.people.requests import MemberRequest
from kairan.shell.refusals import Refused

PARTICIPANTS_SHOWN = 60


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: MemberRequest) -> HttpResponse:
    """Register an event."""
    known = _registered(request)
    if known is not None:
        return redirect(known)
    data = request.POST if request.method == "POST" else None
    form = EventForm(data, time_zone=request.user.time_zone, begun=_begun(request))
    rehearsal = None
    if form.is_valid():
        try:
            if not is_rehearsal(request):
                return _new(request, form)
            rehearsal = rehearsed(request, lambda: _register(request, form))
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return render(request, "schedule/write.html", {"form": form, "rehearsal": rehearsal})


def _new(request: MemberRequest, form: EventForm) -> HttpResponse:
    with as_narrowed(request):
        event = _register(request, form)
    messages.success(request, _("The event is registered."))
    return redirect(event)


def _register(request: MemberRequest, form: EventForm) -> Event:
    return operations.register(form.plan(), author=request.user)


def _registered(request: MemberRequest) -> Event | None:
    """Return what this very form has become already: a second click sends it a second time."""
    try:
        key = UUID(request.POST.get("key", ""))
    except ValueError:
        return None
    return Event.objects.filter(author=request.user, key=key).first()


def _begun(request: MemberRequest) -> dict[str, Any]:
    """Return what the cell that was clicked says already."""
    asked = request.GET.get("person", "")
    number = int(asked) if is_number(asked) else request.user.pk
    person = User.objects.visible_to(request.user).filter(pk=number)
    chosen = Selection.of(person) or Selection.of([request.user])
    begun = {"first_day": day_named(request.GET.get("date", "")) or localdate(), "to": chosen}
    hour = request.GET.get("hour", "")
    if is_number(hour) and int(hour) < 24:
        begins = datetime.combine(date.min, time(int(hour)))
        ends = begins + timedelta(minutes=59 if hour == "23" else 60)
        begun |= {"begins_at": begins.time(), "ends_at": ends.time()}
    return begun


@login_required
@require_safe
def show(request: MemberRequest, pk: int) -> HttpResponse:
    """Show an event: when, where, who takes part, and who was told."""
    event = get_object_or_404(
        Event.objects.visible_to(request.user).select_related("author", "series"), pk=pk
    )
    times = shown_times(event, day_named(request.GET.get("on", "")))
    mine = event.participations.filter(person=request.user).first()
    parts = event.participations.select_related("person").order_by("person__last_name", "pk")
    return render(
        request,
        "schedule/show.html",
        {
            "event": event,
            "times": times,
            "when": wording.moment_of(times),
            "rule": wording.rule_of(event.pattern),
            "on": times.day if event.repeats else None,
            "is_over": times.over_at <= now(),
            "mine": mine,
            "parts": list(parts[:PARTICIPANTS_SHOWN]),
            "total": event.participations.count(),
            "leads": [wording.lead(minutes) for minutes in event.leads],
            "may_change": Event.objects.changeable_by(request.user).filter(pk=event.pk).exists(),
            "reminding": RemindedForm(initial={"reminded": mine.reminded}) if mine else None,
            "cancelling": CancellationForm(day=times.day if event.repeats else None),
        },
    )


def shown_times(event: Event, day: date | None) -> Times:
    """Return the occurrence of ``day``; else the next one, or the last of a series that is over."""
    pattern = event.pattern
    if not event.repeats or (day is not None and pattern.has(day)):
        return pattern.on(day if day is not None and event.repeats else event.first_day)
    today = now().astimezone(pattern.zone).date()
    following = next(pattern.from_day(today), None)
    return following or pattern.on(event.until or event.first_day)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Change an event, or one occurrence of it, or that and all that follow."""
    mine = Event.objects.changeable_by(request.user).standing().select_related("author", "series")
    event = get_object_or_404(mine, pk=pk)
    day = _day_asked(request, event)
    data = request.POST if request.method == "POST" else None
    form = EventForm(data, time_zone=event.time_zone, event=event, day=day)
    differs = event.time_zone != request.user.time_zone
    context: dict[str, Any] = {"form": form, "event": event, "on": day, "zone_differs": differs}
    if form.is_valid():
        try:
            if not is_rehearsal(request):
                return _edited(request, event, form, day)
            tried = rehearsed(request, lambda: _change(request, event, form, day))
            context |= {"rehearsal": tried}
        except operations.Overtaken as overtaken:
            form = _again(request, event, day)
            form.add_error(None, str(overtaken))
            context |= {"form": form, "standing": event, "when": wording.when(event.pattern)}
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return render(request, "schedule/write.html", context)


def _edited(
    request: MemberRequest, event: Event, form: EventForm, day: date | None
) -> HttpResponse:
    with as_narrowed(request):
        changed = _change(request, event, form, day)
    messages.success(request, _("The event is changed."))
    return redirect(changed)


def _day_asked(request: MemberRequest, event: Event) -> date | None:
    """Return the occurrence that is changed; one that went meanwhile is not taken for the next."""
    if not event.repeats:
        return None
    day = day_named(request.GET.get("on", ""))
    return day if day and request.method == "POST" else shown_times(event, day).day


def _change(request: MemberRequest, event: Event, form: EventForm, day: date | None) -> Event:
    return operations.change(
        event,
        form.plan(),
        by=request.user,
        version=form.cleaned_data["version"],
        day=day,
        scope=form.scope_chosen(),
    )


def _again(request: MemberRequest, event: Event, day: date | None) -> EventForm:
    """Return the form with what was typed, which sent once more takes the place of what stands."""
    event.refresh_from_db()
    data = request.POST.copy()
    data["version"] = str(event.version)
    return EventForm(data, time_zone=event.time_zone, event=event, day=day)
