"""People as rows: a week with its days as columns, a day with its hours."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import get_current_timezone, localdate
from django.views.decorators.http import require_safe

from kairan.apps.schedule import wording
from kairan.apps.schedule.calendars import Entry, read
from kairan.apps.schedule.layout import Column, blocks, hours_shown, row
from kairan.apps.schedule.views.whom import crowd_asked, day_asked
from kairan.apps.schedule.weeks import DAY, WEEK, week_of
from kairan.people.requests import MemberRequest
from kairan.shell.paging import page

ROWS = 20


@login_required
@require_safe
def week(request: MemberRequest) -> HttpResponse:
    """Show what a group does this week."""
    day = day_asked(request)
    days = week_of(day, request.user.first_weekday)
    context, entries = _read(request, days)
    zone = get_current_timezone()
    columns = [Column.of(each, localdate()) for each in days]
    rows = [
        (person, [(each, blocks(entries[person.pk], each.day, zone)) for each in columns])
        for person in context["page"].items
    ]
    return render(
        request,
        "schedule/group_week.html",
        {
            **context,
            "view": "index",
            "day": day,
            "days": columns,
            "rows": rows,
            "earlier": day - WEEK,
            "later": day + WEEK,
        },
    )


@login_required
@require_safe
def day(request: MemberRequest) -> HttpResponse:
    """Show what a group does on a day, hour by hour."""
    day = day_asked(request)
    context, entries = _read(request, [day])
    zone = get_current_timezone()
    hours = hours_shown([each for found in entries.values() for each in found], [day], zone)
    rows = [(person, row(entries[person.pk], day, zone, hours)) for person in context["page"].items]
    return render(
        request,
        "schedule/group_day.html",
        {
            **context,
            "view": "group-day",
            "said": wording.day_of(day),
            "iso": day.isoformat(),
            "day": day,
            "hours": hours,
            "rows": rows,
            "earlier": day - DAY,
            "later": day + DAY,
        },
    )


def _read(
    request: MemberRequest, days: Sequence[date]
) -> tuple[dict[str, Any], Mapping[int, Sequence[Entry]]]:
    crowd = crowd_asked(request)
    keys = ["last_name", "first_name", "login_id"]
    shown = page(request, crowd.people, keys=keys, size=ROWS)
    people = [person.pk for person in shown.items]
    entries = read(request.user.pk, people, days[0], days[-1], get_current_timezone())
    context = {
        "crowd": crowd,
        "whose": crowd.query,
        "page": shown,
        "today": localdate(),
        "new": reverse("schedule:new"),
    }
    return context, entries
