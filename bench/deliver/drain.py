"""How fast a queue drains into ``smtp-sink``: ours with the settings that ship, beside peers.

Every tool keeps its outcomes in its database, with the same ``synchronous`` level; the limit is
Postfix's own ``smtp-source``, which keeps nothing. A run whose sink has counted another number of
letters than the database says were accepted is an error, no figure.
"""

from collections.abc import Callable, Iterator
from functools import partial
from importlib.util import find_spec

from bench.deliver.tools import TOOLS, Tool
from bench.office import Office, ProcessFailed
from bench.rows import Row
from tests.servers.sink import SmtpSink, flood

_UNIT = "msg/s"
_LETTER_BYTES = 1100


class NotTheSame(Exception):
    """The sink and the database do not agree; carries the sentence."""


def measure(*, quick: bool) -> Iterator[Row]:
    """Yield a row per tool; ``quick`` drains less, once, with ours and the fastest peer."""
    letters, runs = (500, 1) if quick else (10_000, 3)
    yield _row("limit smtp-source", partial(_limit, letters), runs)
    for tool in TOOLS:
        if quick and not tool.is_quick:
            continue
        if find_spec(tool.package) is None:
            why = f"{tool.package} is not installed: run `make bench-deps` once."
            yield Row.failed("deliver", "drain", tool.name, unit=_UNIT, why=why)
            continue
        yield _row(tool.name, partial(drained, tool, letters // tool.slowness), runs)


def _row(name: str, once: Callable[[], float], runs: int) -> Row:
    try:
        values = [once() for _ in range(runs)]
    except (NotTheSame, ProcessFailed) as error:
        return Row.failed("deliver", "drain", name, unit=_UNIT, why=str(error))
    return Row.of("deliver", "drain", name, values=values, unit=_UNIT)


def _limit(letters: int) -> float:
    with SmtpSink() as sink:
        return letters / flood(sink.port, mails=letters, size=_LETTER_BYTES)


def drained(tool: Tool, letters: int) -> float:
    """Queue letters and drain them with the tool's workers; return letters per second."""
    with (
        Office(tool.database, settings=tool.settings, environment=dict(tool.environment)) as office,
        SmtpSink("-c") as sink,
    ):
        office.call(tool.module, "queue", letters, sink.port)
        workers = [office.begin(tool.module, "drain", sink.port) for _ in range(tool.workers)]
        times = [office.end(worker) for worker in workers]
        accepted = office.call(tool.module, "count", sink.port)
        taken = sink.counted()
    if not accepted == taken == letters:
        raise NotTheSame(
            f"Of {letters} letters {accepted} are accepted by the database and {taken} by the sink."
        )
    took = max(each["end"] for each in times) - min(each["begin"] for each in times)
    return letters / float(took)
