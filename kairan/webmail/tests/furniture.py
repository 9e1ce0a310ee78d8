"""Labels, for the journeys through every page; mail itself is received there."""

from typing import Any

from kairan.people.models import User
from kairan.webmail.models import Label
from kairan.webmail.sorting.labels import make_label


def furnish(author: User, reader: User) -> None:
    """Make labels."""
    make_label("Suppliers 取引先", "green", by=author)
    make_label("Urgent 至急", "red", by=author)


def doors(viewer: User, other: User) -> dict[str, dict[str, Any]]:
    """Return how the labels of ``viewer`` are reached."""
    return {"webmail:label": {"pk": Label.objects.visible_to(viewer).earliest("pk").pk}}
