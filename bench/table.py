"""Prints rows as a table for people."""

from collections.abc import Sequence

from rich.box import HEAVY_HEAD, MARKDOWN
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bench.rows import Row

_WIDE = 1000


def print_table(title: str, rows: Sequence[Row], *, told: Sequence[str]) -> None:
    """Print ``rows`` under ``title``, and below them what is ``told`` of the machine.

    Where the output is no terminal, the table is Markdown: ``kairan bench NAME > table.md``.
    """
    console = Console()
    if not console.is_terminal:
        console = Console(width=_WIDE)
    table = Table(
        title=title, title_justify="left", box=HEAVY_HEAD if console.is_terminal else MARKDOWN
    )
    table.add_column("work")
    table.add_column("tool", overflow="fold")
    counts = list(dict.fromkeys(name for row in rows for name in row.more))
    for name in ("median", "low", "high"):
        table.add_column(name, justify="right")
    table.add_column("unit")
    table.add_column("runs", justify="right")
    for name in counts:
        table.add_column(name, justify="right")
    table.add_column("remark", overflow="fold")
    for row in rows:
        table.add_row(*(escape(each) for each in _cells(row, counts)))
    console.print(table)
    for line in told:
        console.print(line, markup=False, highlight=False)


def _cells(row: Row, counts: Sequence[str]) -> list[str]:
    return [
        row.work,
        row.tool,
        _number(row.value),
        _number(row.low),
        _number(row.high),
        row.unit,
        str(row.runs),
        *(_number(row.more.get(name)) for name in counts),
        " ".join(row.error.split()),
    ]


def _number(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:,.0f}" if value == int(value) else f"{value:,}"
