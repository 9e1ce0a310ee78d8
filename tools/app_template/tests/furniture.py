"""One of everything that this app has, for the journeys through every page."""

from typing import Any

from kairan.apps.sampleapp.models import Entry
from kairan.apps.sampleapp.operations import share
from kairan.people.models import User
from kairan.people.picker import Selection


def furnish(author: User, reader: User) -> None:
    """Write an entry of ``author`` for ``reader``."""
    share("Office move 社屋移転", "箱 boxes", author=author, to=Selection.of([reader]))


def doors(viewer: User, other: User) -> dict[str, dict[str, Any]]:
    """Return with which arguments ``viewer`` reaches each page of one record."""
    return {"sampleapp:show": {"pk": Entry.objects.filter(author=viewer).latest("pk").pk}}
