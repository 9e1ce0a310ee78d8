"""The benchmarks there are, and how one is run.

A benchmark is a module ``bench.<name>`` (or a package) with ``PEERS``, the packages whose versions
its table names, ``WORKS``, the names of its rows, and ``measure``, which yields rows as they are
found.
"""

import importlib
import sys
from collections.abc import Collection, Iterator, Sequence
from typing import Protocol, cast

from bench import machine, table
from bench.rows import Row

NAMES = ("deliver", "crash", "parse", "clean", "receive", "webmail")


class Benchmark(Protocol):
    """What a module of a benchmark offers."""

    PEERS: Sequence[str]
    WORKS: Sequence[str]

    def measure(self, *, quick: bool, works: Collection[str]) -> Iterator[Row]:
        """Yield rows as they are found, those of ``works`` if any are named.

        ``quick`` ends within a minute.
        """


class NoSuchWork(Exception):
    """A benchmark has no such row; carries the sentence."""


def run(name: str, *, works: Collection[str], quick: bool, as_json: bool) -> bool:
    """Run the benchmark ``name`` and print what it finds; return whether every row counts.

    ``works`` are the only rows that are wanted, if any. Raises NoSuchWork.
    """
    benchmark = cast("Benchmark", importlib.import_module(f"bench.{name}"))
    for work in works:
        if work not in benchmark.WORKS:
            known = ", ".join(benchmark.WORKS)
            raise NoSuchWork(f"The benchmark {name} has no work “{work}”. It has: {known}.")
    rows = []
    for row in benchmark.measure(quick=quick, works=works):
        rows.append(row)
        if as_json:
            print(row.as_json(), flush=True)
        else:
            print(f"{row.work}: {row.tool} {row.value} {row.unit}", file=sys.stderr, flush=True)
    if not as_json:
        told = [machine.today(), machine.machine(), machine.versions(benchmark.PEERS)]
        table.print_table(f"kairan bench {name}", rows, told=told)
    return not any(row.error for row in rows)
