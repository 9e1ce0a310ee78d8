"""Statements that PostgreSQL plans once for each connection, not at each asking.

Planning the question that every page asks takes longer than answering it. Django lets no statement
be prepared, so what is asked so often goes past its cursors, not past what they log and count.
"""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from django.db import connections
from django.db.backends.utils import CursorWrapper

_PLACE = "%s"


def with_constants(
    alias: str, sql: str, parameters: Sequence[Any], is_blank: Callable[[Any], bool]
) -> tuple[str, list[Any]]:
    """Return a statement and those of its ``parameters`` that are blank.

    On PostgreSQL the others become part of the words: a plan that is made once uses an index on
    some of the rows only where it knows that the condition is the same.
    """
    connection: Any = connections[alias]
    if connection.vendor != "postgresql":
        return sql, list(parameters)
    between = sql.split(_PLACE)
    words = [
        _PLACE if is_blank(each) else connection.ops.compose_sql(_PLACE, [each]).replace("%", "%%")
        for each in parameters
    ]
    parts = (part for pair in zip(between, [*words, ""], strict=True) for part in pair)
    return "".join(parts), [each for each in parameters if is_blank(each)]


def cursor(alias: str, *, prepares: bool = True) -> CursorWrapper:
    """Return a cursor that hands values over apart from the words, where the database can do that.

    Bytes go as they are, and nobody looks for quotes in them. Its statements are prepared too, but
    for those of which no two are alike (``prepares`` is False).
    """
    connection: Any = connections[alias]
    if connection.vendor != "postgresql":
        return connection.cursor()  # type: ignore[no-any-return]
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    with connection.wrap_database_errors:
        bare = _apart()(connection.connection)
        bare.prepares = prepares
        return connection._prepare_cursor(bare)  # type: ignore[no-any-return] # noqa: SLF001


@cache
def _apart() -> type[Any]:
    # Not above: psycopg need not work where nobody uses PostgreSQL.
    from django.db.backends.postgresql.base import ServerBindingCursor  # noqa: PLC0415

    base: Any = ServerBindingCursor  # What psycopg gives it, the stubs do not know.

    class Apart(base):  # type: ignore[misc]
        """Knows its last statement afterwards, which logs of queries show; psycopg forgets it."""

        prepares = True
        _query: Any

        def execute(self, query: Any, params: Any = None, **how: Any) -> Any:
            prepare = None if self.prepares else False
            done = super().execute(query, params, prepare=prepare, **how)
            if self._query is None:
                self._query = self._convert_query(query, params)
            return done

    return Apart


def prefer_short_questions(connection: Any, **_: Any) -> None:
    """Tell a new connection to PostgreSQL that its questions are short.

    Compiling a plan to machine code takes longer than any page may; and what is prepared has one
    plan for whoever asks.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET jit = off; SET plan_cache_mode = force_generic_plan")
