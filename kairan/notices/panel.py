"""The panel "Who was told" as a page draws it: numbers, and a page of people."""

from dataclasses import dataclass

from django.http import HttpRequest

from kairan.delivery.models import State
from kairan.notices import panel_tokens, told
from kairan.notices.models import Notification
from kairan.people.models import User
from kairan.shell.paging import page


@dataclass(frozen=True)
class Panel:
    """All that the template needs; ``chosen`` is the badge whose people are listed."""

    token: str
    summary: told.Summary
    lines: list[told.Line]
    previous: str
    next: str
    query: str
    chosen: str
    names_kinds: bool


def panel(request: HttpRequest, *, viewer: User, about: str, token: str = "") -> Panel:
    """Return the panel about a record; the query string of ``request`` says which people.

    The caller has checked that ``viewer`` may see the record.
    """
    state, reason = request.GET.get("state", ""), request.GET.get("reason", "")
    lines: list[told.Line]
    if state in State.values:
        found = page(request, told.envelopes(about, state=state), keys=("pk",))
        lines = told.lines_of_envelopes(found.items, viewer=viewer)
        previous, following = found.previous, found.next
    else:
        known = reason if reason in Notification.Reason.values else ""
        those = page(request, told.people(about, reason=known), keys=("pk",))
        lines = told.lines_of_people(those.items, viewer=viewer)
        previous, following = those.previous, those.next
    return Panel(
        token=token or panel_tokens.make(viewer=viewer, about=about),
        summary=told.summary(about),
        lines=lines,
        previous=previous,
        next=following,
        query=request.GET.urlencode(),
        chosen=state or reason,
        names_kinds=len({line.kind for line in lines}) > 1,
    )
