"""The table of words: in which texts of a block each word stands.

It is read and written in bulk, with a key of two columns and no number of its own; a model would
cost more than the rows.
"""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django.db import connections, router

from kairan.fulltext.models import Block

TABLE = "fulltext_posting"
_BATCH = 10_000
_AFTER_ALL = "\U0010ffff"

Row = tuple[int, str, bytes]


def alias() -> str:
    """Return which database the index is in."""
    return router.db_for_read(Block)


def _connection() -> Any:
    return connections[alias()]


def write(block_id: int, sets: Iterable[tuple[str, bytes]]) -> None:
    """Store the sets of a block, best in the order of their words."""
    connection = _connection()
    rows = ((block_id, word, numbers) for word, numbers in sets)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            _copy(cursor, rows)
        else:
            cursor.executemany(f"INSERT INTO {TABLE} VALUES (%s, %s, %s)", rows)  # noqa: S608


def _copy(cursor: Any, rows: Iterable[Row]) -> None:
    statement = f"COPY {TABLE} (block_id, word, numbers) FROM STDIN (FORMAT BINARY)"
    with cursor.copy(statement) as copy:
        copy.set_types(["int8", "text", "bytea"])
        for row in rows:
            copy.write_row(row)


def read(blocks: Collection[int], words: Collection[str]) -> Iterator[Row]:
    """Yield the stored sets of ``words`` in ``blocks``."""
    if not blocks or not words:
        return
    these, those = _any_of(blocks), _any_of(words)
    yield from _rows(
        f"block_id IN ({these}) AND word IN ({those})",
        [*blocks, *words],
    )


def read_beginning(blocks: Collection[int], beginning: str) -> Iterator[Row]:
    """Yield the stored sets of all words that begin so in ``blocks``."""
    if not blocks:
        return
    yield from _rows(
        f"block_id IN ({_any_of(blocks)}) AND word >= %s AND word < %s",
        [*blocks, beginning, beginning + _AFTER_ALL],
    )


def read_all(blocks: Collection[int]) -> Iterator[Row]:
    """Yield all stored sets of ``blocks``."""
    yield from _rows(f"block_id IN ({_any_of(blocks)})", [*blocks])


def remove(blocks: Collection[int]) -> None:
    """Forget all sets of ``blocks``."""
    with _connection().cursor() as cursor:
        cursor.execute(
            f"DELETE FROM {TABLE} WHERE block_id IN ({_any_of(blocks)})",  # noqa: S608
            [*blocks],
        )


def _any_of(values: Collection[object]) -> str:
    return ",".join(["%s"] * len(values))


def _rows(condition: str, values: list[object]) -> Iterator[Row]:
    with _connection().cursor() as cursor:
        cursor.execute(
            f"SELECT block_id, word, numbers FROM {TABLE} WHERE {condition}",  # noqa: S608
            values,
        )
        while rows := cursor.fetchmany(_BATCH):
            yield from rows
