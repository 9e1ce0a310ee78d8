import pytest

from kairan.people.testing import hire


@pytest.fixture
def dana(db):
    """A further approver."""
    return hire("dana", first_name="Dana", last_name="Ito")
