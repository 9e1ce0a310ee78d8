"""Shares a server's connections among workers: who has many makes room for who has none."""

import time

from kairan.delivery.engine import slots
from kairan.delivery.engine.outlet import Outlet

_PATIENCE = 2.0  # One that has a single connection, or hangs, makes no room: leave it to that one.


def share(outlet: Outlet) -> None:
    """Make room for a worker that has no connection, or queue up for one. A few times a second."""
    if outlet.links or outlet.opening:
        leave_queue(outlet)
        if len(outlet.links) > 1 and slots.is_awaited(outlet.server.pk):
            outlet.make_room()
    elif outlet.has_more and not outlet.is_paused:
        _find_place(outlet)
    else:
        leave_queue(outlet)


def _find_place(outlet: Outlet) -> None:
    place = slots.take(outlet.server.pk, outlet.server.connections)
    outlet.has_place = place is not None
    if place is not None:
        place.give_back()  # The connection takes it a moment later, or another worker does.
        leave_queue(outlet)
    elif outlet.turn is None:
        outlet.turn = slots.queue_up(outlet.server.pk)
        outlet.queued_at = time.monotonic()
        outlet.has_more = outlet.turn is not None
    elif time.monotonic() - outlet.queued_at > _PATIENCE:
        leave_queue(outlet)
        outlet.has_more = False


def leave_queue(outlet: Outlet) -> None:
    """Wait no longer for a place."""
    if outlet.turn is not None:
        outlet.turn.give_back()
        outlet.turn = None
