"""How late mails are when 100,000 reminders fall due at once, and what memory the worker takes."""

import re
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from bench.office import Database, ProcessFailed
from bench.rows import Row
from bench.running import RunningOffice
from tests.servers.sink import SmtpSink

_DATABASES: tuple[Database, ...] = ("sqlite", "postgresql")
_OWNERS = 1_000
_REMINDERS = 100_000
_PATIENCE = 3_600.0
_UNIT = "s late (p99)"


def measure(*, quick: bool) -> Iterator[Row]:
    """Yield a row per database, of one run, for it is long; nothing when ``quick``."""
    for database in () if quick else _DATABASES:
        name = f"kairan {database}, {_REMINDERS:,} reminders"
        try:
            found = _burst(database, _REMINDERS)
        except ProcessFailed as error:
            yield Row.failed("deliver", "burst", name, unit=_UNIT, why=str(error))
            continue
        row = Row.of("deliver", "burst", name, values=[found.pop("p99")], unit=_UNIT)
        yield replace(row, more={what: round(value) for what, value in found.items()})


def _burst(database: Database, number: int) -> dict[str, float]:
    with SmtpSink("-c") as sink, RunningOffice(database) as office:
        office.call("bench.deliver.inside", "crowd", _OWNERS, sink.port)
        moment = time.time() + 15 + number / 2_000
        office.call("bench.deliver.inside", "remind", number, moment)
        worker = office.open_worker()
        until = moment + _PATIENCE
        while sink.counted() < number:
            if time.time() > until:
                raise ProcessFailed(f"Only {sink.counted():,} of {number:,} letters came.")
            time.sleep(0.5)
        peak = _peak(worker.pid)
        worker.stop()
        found = office.call("bench.deliver.inside", "late", moment)
    return {**found, "peak MiB": peak}


def _peak(process: int) -> float:
    """Return the most memory a process has had, in MiB."""
    [kib] = re.findall(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{process}/status").read_text())
    return int(kib) / 1024
