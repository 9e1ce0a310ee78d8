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
        for database in DATABASES:
            rows = ours.small(database, mails=mails, runs=runs, pages=pages)
            yield from (row for row in rows if row.work in wanted)
        rows = roundcube.measured(mails=mails, runs=runs, pages=pages)
        yield from (row for row in rows if row.work in wanted)
    if "million" in wanted:
        for database in DATABASES:
            yield from ours.large(database, _shares(quick=quick), runs=runs, pages=pages)


def _shares(*, quick: bool) -> list[int]:
    """Return how many mails each person has: the first 300,000, all a million."""
    total, first = (2_000, 600) if quick else (1_000_000, 300_000)
    each, more = divmod(total - first, _OTHERS)
    return [first, *(each + (number < more) for number in range(_OTHERS))]
