"""What mails cost that were made to stop their reader: the worst of them, in time and in memory.

Each is read as by `kairan mail parse` in a process of its own; its memory is what that process
takes beyond one that reads an empty mail (`bench.parse.weighed`).
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import ROOT
from bench.rows import Row
from kairan.mail.testing.hostile import NAMES, mail

_TOOL = "kairan mail parse"
Process = subprocess.Popen[str]


@dataclass(frozen=True)
class Cost:
    """Seconds of processor and bytes of memory that a process took, and what it read."""

    name: str
    size: int
    seconds: float
    memory: int


def measure(*, quick: bool) -> Iterator[Row]:
    """Yield the worst time and the worst memory of mails of each size; ``quick`` takes one size."""
    for megabytes in (1,) if quick else (1, 10):
        costs = list(_costs(megabytes * 1_000_000))
        slowest = max(costs, key=lambda cost: cost.seconds)
        largest = max(costs, key=lambda cost: cost.memory / cost.size)
        work = f"worst of {len(costs)}, {megabytes} MB"
        yield _row(f"{work}: {slowest.name}", slowest.seconds, "s")
        yield _row(f"{work}: {largest.name}", largest.memory / largest.size, "times its size")


def _row(work: str, value: float, unit: str) -> Row:
    return Row.of("parse", work, _TOOL, values=[value], unit=unit)


def _costs(size: int) -> Iterator[Cost]:
    with TemporaryDirectory() as folder, _scales() as scales:
        file = Path(folder) / "mail.eml"
        file.write_bytes(b"\n")
        nothing = _cost(scales, "nothing", file)
        for name in NAMES:
            file.write_bytes(mail(name, size))
            cost = _cost(scales, name, file)
            seconds, memory = cost.seconds - nothing.seconds, cost.memory - nothing.memory
            yield Cost(name, cost.size, max(seconds, 0), max(memory, 0))


def _scales() -> Process:
    """The process that weighs; it ends with its `with`."""
    command = [sys.executable, "-m", "bench.parse.weighed"]
    return subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def _cost(scales: Process, name: str, file: Path) -> Cost:
    assert scales.stdin is not None
    assert scales.stdout is not None
    print(file, file=scales.stdin, flush=True)
    found = json.loads(scales.stdout.readline())
    return Cost(name, file.stat().st_size, found["seconds"], found["memory"])
