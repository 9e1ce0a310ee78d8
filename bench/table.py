"""Prints rows as a table for people."""

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from bench.rows import Row


def print_table(title: str, rows: Sequence[Row], *, told: Sequence[str]) -> None:
    """Print ``rows`` under ``title``, and below them what is ``told`` of the machine."""
    console = Console()
    table = Table(title=title, title_justify="left")
    table.add_column("work")
    table.add_column("tool", overflow="fold")
    for name in ("median", "low", "high"):
        table.add_column(name, justify="right")
    table.add_column("unit")
    table.add_column("runs", justify="right")
    table.add_column("more", overflow="fold")
    work = None
    for row in rows:
        if work not in {None, row.work}:
            table.add_section()
        work = row.work
        table.add_row(*_cells(row))
    console.print(table)
    for line in told:
        console.print(line, markup=False, highlight=False)


def _cells(row: Row) -> list[str]:
    more = [f"{name} {_number(value)}" for name, value in row.more.items()]
    return [
        row.work,
        row.tool,
        _number(row.value),
        _number(row.low),
        _number(row.high),
        row.unit,
        str(row.runs),
        row.error or ", ".join(more),
    ]


def _number(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:,.0f}" if value == int(value) else f"{value:,}"
