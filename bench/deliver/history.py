"""Whether a million envelopes of history slow the claim or the first page of the queue."""

from collections.abc import Iterator
from dataclasses import replace
from statistics import median

from bench.office import Database, Office
from bench.rows import Row

_DATABASES: tuple[Database, ...] = ("sqlite", "postgresql")


def measure(*, quick: bool) -> Iterator[Row]:
    """Yield how many times as long both take with history as without; nothing when ``quick``."""
    runs, history = 3, 1_000_000
    for database in () if quick else _DATABASES:
        with Office(database) as office:
            found = office.call("bench.deliver.remembering", history, runs)
        for what, (without, with_history) in found.items():
            row = Row.of(
                "deliver",
                "history",
                f"kairan {database}, {what}",
                values=[
                    after / before for before, after in zip(without, with_history, strict=True)
                ],
                unit=f"× at {history:,}",
            )
            yield replace(
                row,
                more={
                    "ms without": round(median(without), 2),
                    "ms with": round(median(with_history), 2),
                },
            )
