"""Makes and writes many new rows in few statements, under keys that are taken beforehand.

``bulk_create`` has the database hand the keys back one by one; beside a thread that computes, each
is a wait for the interpreter.
"""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import chain
from operator import attrgetter
from typing import Any, TypeVar

from django.db import connections, models, router
from django.db.models import Model
from django.db.models.base import ModelState

from kairan.shell import prepared

M = TypeVar("M", bound=Model)

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


def new(model: type[M], **values: Any) -> M:
    """Return what ``model(**values)`` gives, several times as fast.

    ``values`` are named as the columns are (``owner_id``). TypeError for a model with a default
    that has to be worked out for each row.
    """
    row = model.__new__(model)
    row.__dict__.update(_defaults(model))
    row.__dict__.update(values, _state=ModelState())
    return row


@cache
def _defaults(model: type[Model]) -> Mapping[str, Any]:
    fields = model._meta.concrete_fields  # noqa: SLF001
    if any(callable(field.default) for field in fields if field.has_default()):
        raise TypeError(f"{model.__name__} has a default that differs from row to row.")
    return {field.attname: field.get_default() for field in fields}


def insert(rows: Sequence[Model]) -> None:
    """Give each new row its key, and write them all, in their order.

    ``rows`` are of one model, whose key counts upwards. Belongs in a transaction of the database
    of that model: RuntimeError outside of one.
    """
    if not rows:
        return
    model = type(rows[0])
    connection = _connection(model)
    for row, key in zip(rows, _keys(connection, model, len(rows)), strict=True):
        row.pk = key
    write(rows)


def write(rows: Sequence[Model], *, ignore_conflicts: bool = False) -> None:
    """Write new rows as ``insert`` does, under the keys that they have.

    Without keys they get some that nobody is told. With ``ignore_conflicts``, a row that breaks a
    rule of uniqueness is left out.
    """
    if not rows:
        return
    model = type(rows[0])
    connection = _connection(model)
    at_once = _rows_at_once(connection, model)
    ending = " ON CONFLICT DO NOTHING" if ignore_conflicts else ""
    for start in range(0, len(rows), at_once):
        _write(connection, model, rows[start : start + at_once], ending)
    for row in rows:
        row._state.adding = False  # noqa: SLF001 - as bulk_create does
        row._state.db = connection.alias  # noqa: SLF001


def _connection(model: type[Model]) -> Any:
    connection = connections[router.db_for_write(model)]
    if not connection.in_atomic_block:
        raise RuntimeError("Many rows are written in a transaction.")
    return connection


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


def _write(connection: Any, model: type[Model], rows: Sequence[Model], ending: str) -> None:
    has_keys = rows[0].pk is not None
    fields = [
        each
        for each in model._meta.concrete_fields  # noqa: SLF001
        if has_keys or not each.primary_key
    ]
    quoted = connection.ops.quote_name
    columns = ", ".join(quoted(field.column) for field in fields)
    places = "(" + ", ".join(["%s"] * len(fields)) + ")"
    statement = (
        f"INSERT INTO {quoted(model._meta.db_table)} ({columns}) VALUES "  # noqa: S608, SLF001
        + ", ".join([places] * len(rows))
        + ending
    )
    values = zip(*(_column(connection, field, rows) for field in fields), strict=True)
    with prepared.cursor(connection.alias, prepares=False) as cursor:
        cursor.execute(statement, list(chain.from_iterable(values)))


def _column(connection: Any, field: Any, rows: Sequence[Model]) -> Iterable[Any]:
    """Return the values of one column, row by row, as the database takes them."""
    if _is_plain(field):
        return map(attrgetter(field.attname), rows)
    values = [field.pre_save(row, True) for row in rows]  # noqa: FBT003
    if not isinstance(field, models.DateTimeField):
        return [_adapted(connection, field, each) for each in values]
    # Much comes in at one moment.
    known = {each: _adapted(connection, field, each) for each in set(values)}
    return map(known.__getitem__, values)


def _adapted(connection: Any, field: Any, value: Any) -> Any:
    return None if value is None else field.get_db_prep_save(value, connection)


def _is_plain(field: Any) -> bool:
    """Whether a row's value of this field goes to every database as it is."""
    target = field.target_field if field.is_relation else field
    return type(target) in _PLAIN
