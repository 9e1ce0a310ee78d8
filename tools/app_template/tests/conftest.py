import pytest

from kairan.apps.sampleapp.operations import share
from kairan.people.picker import Selection


@pytest.fixture
def entry(aiko, ben):
    """An entry of Aiko's for Ben."""
    return share("Office move", "Boxes are in the hall.", author=aiko, to=Selection.of([ben]))
