from datetime import date, timedelta

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_safe

from kairan.apps.portal.corners import corners, day_of
from kairan.people.requests import MemberRequest
from kairan.shell.context import office

A_DAY = timedelta(days=1)


@login_required
@require_safe
def index(request: MemberRequest) -> HttpResponse:
    """Show what waits for me, what happens on the day asked for, and what I have not read."""
    frame, moment = office(request), now()
    today = localdate(moment)
    day = _day(request.GET.get("day", ""), today)
    mine = day_of(request.user, day, moment)
    return render(
        request,
        "portal/index.html",
        {
            **frame,  # The numbers in the menu are those on the page: they are asked for once.
            "corners": corners(
                frame["menu"], request.user, moment, told=[task.url for task in mine.next_tasks]
            ),
            "bells": [door for door in frame["bar"] if door.count],
            "today": today,
            "day": day,
            "previous": day - A_DAY,
            "next": day + A_DAY,
            "mine": mine,
        },
    )


def _day(text: str, today: date) -> date:
    """Return the day that ``text`` (ISO 8601) names; what names no day of this age is today."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return today
    return day if 2000 <= day.year < 3000 else today
