import pytest

from kairan.apps.circulation.operations import Draft, circulate
from kairan.people.picker import Selection


@pytest.fixture
def draft():
    """Return what Aiko has typed, to the people named."""

    def typed(*to, **fields):
        fields = {"subject": "Office move", "body": "Boxes are in the hall.", **fields}
        return Draft(to=Selection.of(to), **fields)

    return typed


@pytest.fixture
def circular(aiko, ben, draft):
    """A circular from Aiko to Ben."""
    return circulate(draft(ben), author=aiko)
