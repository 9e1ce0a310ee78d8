"""The calendar of one person: a day, a week, a month."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import get_current_timezone, localdate
from django.views.decorators.http import require_safe

from kairan.apps.schedule import wording
from kairan.apps.schedule.calendars import read
from kairan.apps.schedule.layout import blocks, hours_of
from kairan.apps.schedule.views.whom import day_asked, person_asked
from kairan.apps.schedule.weeks import DAY, WEEK, month_of, next_month, previous_month, week_of
from kairan.people.models import User
from kairan.people.requests import MemberRequest


@login_required
@require_safe
def day(request: MemberRequest) -> HttpResponse:
    """Show a day, hour by hour."""
    day = day_asked(request)
    turned = {"view": "day", "earlier": day - DAY, "later": day + DAY}
    return _hours(request, day, [day], turned)


@login_required
@require_safe
def week(request: MemberRequest) -> HttpResponse:
    """Show a week, hour by hour."""
    day = day_asked(request)
    turned = {"view": "week", "earlier": day - WEEK, "later": day + WEEK}
    return _hours(request, day, week_of(day, request.user.first_weekday), turned)


def _hours(
    request: MemberRequest, day: date, days: Sequence[date], turned: dict[str, Any]
) -> HttpResponse:
    person = person_asked(request)
    zone = get_current_timezone()
    entries = read(request.user.pk, [person.pk], days[0], days[-1], zone)[person.pk]
    whole, hours = hours_of(entries, days, zone)
    context = {"days": days, "whole": whole, "hours": hours, "is_empty": not entries}
    return render(
        request, "schedule/hours.html", {**_about(request, person, day), **context, **turned}
    )


@login_required
@require_safe
def month(request: MemberRequest) -> HttpResponse:
    """Show a month."""
    day, person = day_asked(request), person_asked(request)
    zone = get_current_timezone()
    weeks = month_of(day, request.user.first_weekday)
    entries = read(request.user.pk, [person.pk], weeks[0][0], weeks[-1][-1], zone)[person.pk]
    context = {
        **_about(request, person, day),
        "view": "month",
        "days": weeks[0],
        "weeks": [[(each, blocks(entries, each, zone)) for each in days] for days in weeks],
        "earlier": previous_month(day),
        "later": next_month(day),
    }
    return render(request, "schedule/month.html", context)


def _about(request: MemberRequest, person: User, day: date) -> dict[str, Any]:
    is_own = person == request.user
    return {
        "person": person,
        "is_own": is_own,
        "whose": "" if is_own else f"&person={person.pk}",
        "day": day,
        "said": wording.day_of(day),
        "today": localdate(),
    }
