"""Questions to the database that every page asks: put together, and worded as SQL once.

What Django takes to word a question is longer than what the database takes to answer it. These
are worded once for each process; what differs from one asking to the next is a :class:`Blank`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Expression, Field, IntegerField, QuerySet, Subquery
from django.db.models.expressions import BaseExpression
from django.db.models.sql import Query

Name = TypeVar("Name")
MANY = 1_000
"""So far is counted what may be without end; of more, "999+" is shown."""


class Blank(Expression):
    """A value that is worked out whenever the question is asked, from whoever asks."""

    def __init__(self, value: Callable[[Any], Any], output_field: "Field[Any, Any]") -> None:
        super().__init__(output_field)
        self.value = value

    def as_sql(self, _compiler: Any, _connection: Any) -> tuple[str, tuple[Any, ...]]:
        """Leave a place among the parameters, with itself in it."""
        return "%s", (self,)


class Counted(Subquery):
    """How many rows there are."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()
    empty_result_set_value = 0

    def __init__(self, rows: "QuerySet[Any]") -> None:
        super().__init__((rows if rows.query.is_sliced else rows.order_by()).values("pk"))


@dataclass(frozen=True)
class Questions(Generic[Name]):
    """Questions by their names, worded."""

    names: Sequence[Name]
    sql: str
    parameters: Sequence[Any]

    @classmethod
    def of(cls, asked: Mapping[Name, BaseExpression]) -> "Questions[Name]":
        """Word what is ``asked``."""
        query = Query(None)
        for number, each in enumerate(asked.values()):
            query.add_annotation(each, f"answer{number}")
        sql, parameters = query.get_compiler(DEFAULT_DB_ALIAS).as_sql()
        return cls(list(asked), sql, parameters)

    def answers(self, asker: Any) -> dict[Name, Any]:
        """Return the answer to each, asked by ``asker`` now; one query."""
        connection = connections[DEFAULT_DB_ALIAS]
        values = [
            each.output_field.get_db_prep_value(each.value(asker), connection)
            if isinstance(each, Blank)
            else each
            for each in self.parameters
        ]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, values)
            return dict(zip(self.names, cursor.fetchone(), strict=True))
