"""Writes many new rows in few statements, under keys that are taken beforehand.

``bulk_create`` has the database hand the keys back one by one; beside a thread that computes, each
is a wait for the interpreter.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import Any

from django.db import connections, models, router
from django.db.models import Model

_PLAIN = {
    models.BigAutoField,
    models.BigIntegerField,
    models.BooleanField,
    models.CharField,
    models.PositiveBigIntegerField,
    models.TextField,
}
_MOST_PARAMETERS = 30_000
_MOST_ROWS = 500


def insert(rows: Sequence[Model]) -> None:
    """Give each new row its key, and write them all, in their order.

    ``rows`` are of one model, whose key counts upwards. Belongs in a transaction of the database
    of that model: RuntimeError outside of one.
    """
    if not rows:
        return
    model = type(rows[0])
    alias = router.db_for_write(model)
    connection: Any = connections[alias]
    if not connection.in_atomic_block:
        raise RuntimeError("insert() belongs in a transaction.")
    for row, key in zip(rows, _keys(connection, model, len(rows)), strict=True):
        row.pk = key
    at_once = _rows_at_once(connection, model)
    for start in range(0, len(rows), at_once):
        _write(connection, model, rows[start : start + at_once])
    for row in rows:
        row._state.adding = False  # noqa: SLF001 - as bulk_create does
        row._state.db = alias  # noqa: SLF001


def _keys(connection: Any, model: type[Model], count: int) -> Sequence[int]:
    """Take ``count`` keys. On SQLite nobody else writes until our transaction ends."""
    table, column = model._meta.db_table, model._meta.pk.column  # noqa: SLF001
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
            found = cursor.fetchone()
            first = 1 + (found[0] if found else 0)
            return range(first, first + count)
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [connection.ops.quote_name(table), column, count],
        )
        return sorted(key for (key,) in cursor.fetchall())


def _rows_at_once(connection: Any, model: type[Model]) -> int:
    columns = len(model._meta.concrete_fields)  # noqa: SLF001
    most = _MOST_PARAMETERS
    if connection.vendor == "sqlite":
        # What Django assumes (999) is the limit of SQLite before 3.32.
        most = min(most, connection.connection.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER))
    return max(1, min(_MOST_ROWS, most // columns))


def _write(connection: Any, model: type[Model], rows: Sequence[Model]) -> None:
    fields = model._meta.concrete_fields  # noqa: SLF001
    quoted = connection.ops.quote_name
    columns = ", ".join(quoted(field.column) for field in fields)
    places = "(" + ", ".join(["%s"] * len(fields)) + ")"
    statement = (
        f"INSERT INTO {quoted(model._meta.db_table)} ({columns}) VALUES "  # noqa: S608, SLF001
        + ", ".join([places] * len(rows))
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, list(_values(connection, fields, rows)))


def _values(connection: Any, fields: Sequence[Any], rows: Sequence[Model]) -> Iterator[Any]:
    """Yield the values of all columns, row by row, as the database takes them."""
    as_they_are = attrgetter(*(field.attname for field in fields), "pk")
    adapted = [(place, field) for place, field in enumerate(fields) if not _is_plain(field)]
    for row in rows:
        values = list(as_they_are(row)[:-1])
        for place, field in adapted:
            values[place] = field.get_db_prep_save(field.pre_save(row, True), connection)  # noqa: FBT003
        yield from values


def _is_plain(field: Any) -> bool:
    """Whether a row's value of this field goes to every database as it is."""
    target = field.target_field if field.is_relation else field
    return type(target) in _PLAIN
