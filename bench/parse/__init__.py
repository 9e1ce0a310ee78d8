"""How fast, how rightly and how cheaply mail is read: ours beside Python's `email` and a fast peer.

The works are ``parsing`` (ordinary mail of an office), ``score`` (messages of other projects,
judged by what those expect) and ``worst`` (mails made to stop their reader).
"""

from collections.abc import Collection, Iterator

from bench.parse import rate, truth, worst
from bench.rows import Row

PEERS = ("fast-mail-parser", "pybase64")
_MEASURED = {"parsing": rate.measure, "score": truth.measure, "worst": worst.measure}
WORKS = tuple(_MEASURED)


def measure(*, quick: bool, works: Collection[str]) -> Iterator[Row]:
    """Yield the rows of each of ``works``, of all that there are without any."""
    for work in works or WORKS:
        yield from _MEASURED[work](quick=quick)
