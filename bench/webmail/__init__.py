"""How long the pages of WebMail take, to the last byte: ours, beside those of Roundcube.

The works are ``list``, ``open``, ``search-subject`` and ``search-body`` with 10,000 messages,
``index``, and ``million`` for the same pages in an office of forty people with 1,000,000 messages,
of which whoever asks has 300,000. Filling that office takes long: it is measured only when it is
named.
"""

from collections.abc import Collection, Iterator

from bench.office import Database
from bench.rows import Row
from bench.webmail import ours, roundcube

PEERS = ()
PAGES = ("list", "open", "search-subject", "search-body")
WORKS = (*PAGES, "index", "million")
DATABASES: tuple[Database, ...] = ("sqlite", "postgresql")
_OTHERS = 39


def measure(*, quick: bool, works: Collection[str]) -> Iterator[Row]:
    """Yield the rows of each of ``works``, of all but the long one without any."""
    wanted = works or set(WORKS) - {"million"}
    mails, runs, pages = (1_000, 1, 10) if quick else (10_000, 5, 20)
    if set(wanted) - {"million"}:
        # Side by side they disturb each other: that is for those in a hurry.
        for databases in [DATABASES] if quick else [(each,) for each in DATABASES]:
            rows = ours.small(databases, mails=mails, runs=runs, pages=pages)
            yield from (row for row in rows if row.work in wanted)
        rows = roundcube.measured(mails=mails, runs=runs, pages=pages)
        yield from (row for row in rows if row.work in wanted)
    if "million" in wanted:
        for database in DATABASES:
            shares = _shares(2_000 if quick else 1_000_000)
            yield from ours.large(database, shares, runs=runs, pages=pages)


def _shares(total: int) -> tuple[int, int, int]:
    """Return how many mails the first person has, how many each other one, who are how many."""
    each = total * 7 // 10 // _OTHERS
    return total - each * _OTHERS, each, _OTHERS
