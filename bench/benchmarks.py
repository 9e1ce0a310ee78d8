"""The benchmarks there are, and how one is run.

A benchmark is a module ``bench.<name>`` (or a package) with ``PEERS``, the packages whose versions
its table names, and ``measure(quick=…)``, which yields rows as they are found.
"""

import importlib
import sys
from collections.abc import Iterator, Sequence
from typing import Protocol, cast

from bench import machine, table
from bench.rows import Row

NAMES = ("deliver", "crash")


class Benchmark(Protocol):
    """What a module of a benchmark offers."""

    PEERS: Sequence[str]

    def measure(self, *, quick: bool) -> Iterator[Row]:
        """Yield rows as they are found; ``quick`` ends within a minute."""


def run(name: str, *, quick: bool, as_json: bool) -> bool:
    """Run the benchmark ``name`` and print what it finds; return whether every row counts."""
    benchmark = cast("Benchmark", importlib.import_module(f"bench.{name}"))
    rows = []
    for row in benchmark.measure(quick=quick):
        rows.append(row)
        if as_json:
            print(row.as_json(), flush=True)
        elif sys.stderr.isatty():
            print(f"{row.work}: {row.tool} {row.value} {row.unit}", file=sys.stderr)
    if not as_json:
        told = [machine.today(), machine.machine(), machine.versions(benchmark.PEERS)]
        table.print_table(f"kairan bench {name}", rows, told=told)
    return not any(row.error for row in rows)
