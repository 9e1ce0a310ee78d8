"""`kairan bench`: measures, where the source tree with its benchmarks is at hand."""

import importlib
import sys
from pathlib import Path
from types import ModuleType

import click

import kairan

_TREE = Path(kairan.__file__).resolve().parents[1]


@click.command()
@click.argument("name")
@click.option("--quick", is_flag=True, help="End within a minute; figures are rough.")
@click.option("--work", "works", multiple=True, help="Only this work; may be given again.")
@click.option("--json", "as_json", is_flag=True, help="A line of JSON per row.")
def bench(name: str, *, works: tuple[str, ...], quick: bool, as_json: bool) -> None:
    """Run the benchmark NAME and print its table."""
    benchmarks = _benchmarks()
    if name not in benchmarks.NAMES:
        known = ", ".join(benchmarks.NAMES)
        raise click.ClickException(f"There is no benchmark {name}. There are: {known}.")
    try:
        counts = benchmarks.run(name, works=works, quick=quick, as_json=as_json)
    except benchmarks.NoSuchWork as error:
        raise click.ClickException(str(error)) from error
    if not counts:
        raise SystemExit(1)


def _benchmarks() -> ModuleType:
    """Return what runs benchmarks: no part of Kairan, hence found by its place."""
    if not (_TREE / "bench" / "benchmarks.py").exists():
        raise click.ClickException(
            "Benchmarks come with the source of Kairan, not with the installed package:"
            " run this from a checkout."
        )
    if str(_TREE) not in sys.path:
        sys.path.insert(0, str(_TREE))
    try:
        return importlib.import_module("bench.benchmarks")
    except ModuleNotFoundError as error:
        raise click.ClickException(
            f"The benchmarks want {error.name}, which is not installed: run `make bench-deps` once."
        ) from error
