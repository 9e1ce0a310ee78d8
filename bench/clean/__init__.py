"""What cleaning keeps of ordinary HTML letters: ours beside nh3 and lxml.

The works are ``text`` and ``styling``, the share of a letter's words and of its styling that is
kept, and ``cleaning``, how many letters are cleaned in a second.
"""

from collections.abc import Collection, Iterator
from importlib.util import find_spec

from bench.clean import keeping, pace
from bench.clean.letters import letters
from bench.rows import Row

PEERS = ("nh3", "lxml", "lxml-html-clean")
WORKS = ("text", "styling", "cleaning")


def measure(*, quick: bool, works: Collection[str]) -> Iterator[Row]:
    """Yield the rows of each of ``works``, of all that there are without any."""
    if find_spec("lxml_html_clean") is None:
        why = "lxml-html-clean is not installed: run `make bench-deps` once."
        yield Row.failed("clean", "text", "lxml_html_clean", unit="share", why=why)
        return
    found = letters()
    for work in works or WORKS:
        rows = pace.measure if work == "cleaning" else keeping.MEASURED[work]
        yield from rows(found[:20] if quick else found)
