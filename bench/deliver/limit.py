"""Whether a server's letters per minute hold and are used, across restarts, by the sink's clock.

Letter n + 1 may come a minute after the first of those n before it: how much sooner or later it
did says whether the limit held, and how much of it was used.
"""

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from bench.office import Database
from bench.rows import Row
from bench.running import RunningOffice
from kairan.mail.testing.scripted_smtp import ScriptedSmtp

_DATABASES: tuple[Database, ...] = ("sqlite", "postgresql")
_MINUTE = 60.0
_LIMIT = 300
_LASTS = 190.0
_RESTARTS = (15.0, 70.0)


def measure(*, quick: bool) -> Iterator[Row]:
    """Yield a row per database; nothing when ``quick``, for a minute lasts a minute."""
    if quick:
        return
    runs = [database for database in _DATABASES for _ in range(3)]
    with ThreadPoolExecutor(len(runs)) as pool:
        found = list(zip(runs, pool.map(_moments, runs), strict=True))
    for database in _DATABASES:
        yield _row(database, [moments for each, moments in found if each == database])


def _row(database: Database, runs: Sequence[list[float]]) -> Row:
    row = Row.of(
        "deliver",
        "limit",
        f"kairan {database}, {_LIMIT} letters a minute",
        values=[100 * share_used(each, _LIMIT) for each in runs],
        unit="% used",
    )
    most = max(most_in_a_minute(each) for each in runs)
    too_many = f"{most} letters came within a minute." if most > _LIMIT else ""
    return replace(row, more={"most in a minute": most, "restarts": 2}, error=too_many)


def share_used(moments: Sequence[float], limit: int) -> float:
    """Return which part of ``limit`` letters a minute was used, from the first minute on."""
    waits = [later - earlier for earlier, later in zip(moments, moments[limit:], strict=False)]
    return _MINUTE / (sum(waits) / len(waits))


def most_in_a_minute(moments: Sequence[float]) -> int:
    """Return how many of ``moments``, in their order, are the most in any minute."""
    most = first = 0
    for last, moment in enumerate(moments):
        while moments[first] <= moment - _MINUTE:
            first += 1
        most = max(most, last - first + 1)
    return most


def _moments(database: Database) -> list[float]:
    """Return when the sink took letters while the worker was ended and killed in between."""
    with ScriptedSmtp() as sink, RunningOffice(database) as office:
        letters = int(_LIMIT * (_LASTS / _MINUTE + 2))
        office.call("bench.deliver.inside", "limited", letters, _LIMIT, sink.port)
        worker = office.open_worker()
        sink.wait_for(1, timeout=120)
        begun = time.monotonic()
        for moment in _RESTARTS:
            time.sleep(max(0.0, begun + moment - time.monotonic()))
            worker.stop()
            worker = office.open_worker()
        time.sleep(max(0.0, begun + _LASTS - time.monotonic()))
        return sorted(each.at for each in sink.accepted)
