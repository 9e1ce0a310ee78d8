"""How long after a commit the server has said 250, at rest: web and worker are two processes.

Counted from the moment that stands in the announcement, a little before its commit.
"""

import random
import time
from collections.abc import Iterator
from dataclasses import replace
from statistics import median, quantiles

from bench.office import Database
from bench.rows import Row
from bench.running import RunningOffice
from kairan.mail.testing.scripted_smtp import ScriptedSmtp
from tests.journeys.visitor import Visitor

_DATABASES: tuple[Database, ...] = ("sqlite", "postgresql")


def measure(*, quick: bool) -> Iterator[Row]:
    """Yield a row per database, with the 95th percentile beside the median."""
    runs, letters = (1, 5) if quick else (3, 30)
    for database in _DATABASES[:1] if quick else _DATABASES:
        found = list(_batches(database, runs, letters))
        row = Row.of(
            "deliver",
            "latency",
            f"kairan {database}, from commit to 250",
            values=[median(each) for each in found],
            unit="ms",
        )
        yield replace(row, more={"p95": round(median(_p95(each) for each in found))})


def _p95(values: list[float]) -> float:
    return quantiles(values, n=20)[-1]


def _batches(database: Database, runs: int, letters: int) -> Iterator[list[float]]:
    """Yield the milliseconds of some letters, one after the other, several times."""
    with ScriptedSmtp() as sink, RunningOffice(database) as office:
        made = office.call("bench.deliver.inside", "crowd", 1, sink.port)
        office.open_web()
        office.open_worker()
        aiko = Visitor(office.url, made["session"])
        _send(aiko, made["group"], sink)  # Whatever is slow the first time only.
        for _ in range(runs):
            before = len(sink.accepted)
            for _ in range(letters):
                time.sleep(random.uniform(0.3, 1.2))
                _send(aiko, made["group"], sink)
            began = office.call("bench.deliver.inside", "announced")[before:]
            ended = [each.at for each in sink.accepted[before:]]
            yield [1000 * (end - begin) for begin, end in zip(began, ended, strict=True)]


def _send(aiko: Visitor, group: int, sink: ScriptedSmtp) -> None:
    before = len(sink.accepted)
    aiko.circulate(group)
    sink.wait_for(before + 1, timeout=60)
