"""How fast mail comes in by POP3 from Dovecot: ours with the settings that ship, beside peers.

The works are ``first`` (everything is new: until it is stored and listed), ``searchable`` (until
the index has it all), ``again`` (nothing is new), and ``save``: how long forms take meanwhile.
"""

from collections.abc import Collection, Iterator
from dataclasses import replace

from bench.deliver import save
from bench.receive import fetching
from bench.rows import Row

PEERS: tuple[str, ...] = ()
_FETCHING = ("first", "searchable", "again")
WORKS = (*_FETCHING, "save")


def measure(*, quick: bool, works: Collection[str]) -> Iterator[Row]:
    """Yield the rows of each of ``works``, of all that there are without any."""
    wanted = works or WORKS
    fetched = [work for work in _FETCHING if work in wanted]
    if fetched:
        yield from fetching.measure(quick=quick, works=fetched)
    if "save" in wanted:
        for row in save.measure(quick=quick):
            yield replace(row, bench="receive")
