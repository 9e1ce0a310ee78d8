"""What tests of any room need of WebMail: nothing that one remembers is remembered by the next."""

import pytest

from kairan.webmail import rounds
from kairan.webmail.receiving import keeping
from kairan.webmail.searching import indexing
from kairan.webmail.searching.fresh import Fresh


@pytest.fixture(autouse=True)
def _memory_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests give the same numbers to other mails: what is fresh in one is not in another."""
    mine = Fresh()
    for module in (keeping, indexing, rounds):
        monkeypatch.setattr(module, "fresh", mine)
