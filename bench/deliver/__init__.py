"""How fast and how punctually mail leaves: ours with the settings that ship, beside peers.

The works are ``drain`` and ``announce`` for speed, ``latency``, ``limit`` and ``burst`` for
punctuality, ``history`` and ``save`` for what all that costs others.
"""

from collections.abc import Collection, Iterator

from bench.deliver import announce, burst, drain, history, latency, limit, save
from bench.rows import Row

PEERS = ("django-mailer", "django-post-office")
_MEASURED = {
    "drain": drain.measure,
    "announce": announce.measure,
    "latency": latency.measure,
    "limit": limit.measure,
    "burst": burst.measure,
    "history": history.measure,
    "save": save.measure,
}
WORKS = tuple(_MEASURED)


def measure(*, quick: bool, works: Collection[str]) -> Iterator[Row]:
    """Yield the rows of each of ``works``, of all that there are without any."""
    for work in works or WORKS:
        yield from _MEASURED[work](quick=quick)
