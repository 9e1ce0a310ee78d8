from decimal import Decimal

import pytest

from kairan.apps.inventory.operations import Details, Move, add_item, move
from kairan.notices.models import Announcement
from kairan.people.models import Group
from kairan.people.picker import Selection


@pytest.fixture
def sales(aiko, ben):
    """The group in which Ben works, and Chidi does not."""
    group = Group.objects.create(name="Sales")
    group.members.add(ben)
    return group


@pytest.fixture
def add(aiko):
    """Return a function that takes an item into the inventory, as Aiko does."""

    def added(*managers, on_hand=0, by=None, **fields):
        typed = {"name": "Copy paper", "unit": "boxes", **fields}
        typed.setdefault("managers", Selection.of(managers))
        typed["is_shared"] = fields.get("is_shared", fields.get("group") is None)
        if typed.get("warning_level") is not None:
            typed["warning_level"] = Decimal(typed["warning_level"])
        return add_item(Details(**typed), by=by or aiko, on_hand=Decimal(on_hand))

    return added


@pytest.fixture
def paper(add, ben):
    """Ten boxes of paper for everybody, which Ben manages and wants to hear of at three."""
    return add(ben, on_hand=10, warning_level=3, code="P-1", place="Store room")


@pytest.fixture
def moved():
    """Return a function that moves stock."""

    def go(item, kind, quantity, *, by, **fields):
        return move(item, Move(kind=kind, quantity=Decimal(quantity), **fields), by=by)

    return go


@pytest.fixture
def told(db):
    """Return a function that says who was told of a kind, event by event."""

    def of(kind, about=None):
        found = Announcement.objects.filter(kind=f"inventory.{kind}").order_by("pk")
        return [each.recipients for each in found if about in {None, each.about}]

    return of
