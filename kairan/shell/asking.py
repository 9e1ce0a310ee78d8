"""Questions to the database that every page asks, worded as SQL once.

What Django takes to word a question is longer than what the database takes to answer it. These
are worded once for each process; what differs from one asking to the next is a :class:`Blank`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import BigIntegerField, Expression, Field, IntegerField, Model, QuerySet
from django.db.models.expressions import BaseExpression, Subquery
from django.db.models.sql import Query

from kairan.shell import prepared

MANY = 1_000
"""So far is counted what may be without end; of more, "999+" is shown."""

Name = TypeVar("Name")
Row = TypeVar("Row", bound=Model)


def as_many(count: int) -> str:
    """Return a number as it is shown: "999+" for what is not counted any further."""
    return str(count) if count < MANY else f"{MANY - 1}+"


class Blank(Expression):
    """A value that is worked out whenever the question is asked, from whoever asks."""

    def __init__(self, value: Callable[[Any], Any], output_field: "Field[Any, Any]") -> None:
        super().__init__(output_field)
        self.value = value

    def as_sql(self, _compiler: Any, _connection: Any) -> tuple[str, tuple[Any, ...]]:
        """Leave a place among the parameters, with itself in it."""
        return "%s", (self,)


def number(of: Callable[[Any], int | None]) -> Any:
    """Return the blank for a number of whoever, or whatever, a question is asked for.

    Any, for it stands where methods of querysets take a row or its number.
    """
    return Blank(of, BigIntegerField())


ASKER = number(lambda asker: asker.pk)
"""Whoever asks."""


class Counted(Subquery):
    """How many rows there are."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()
    empty_result_set_value = 0

    def __init__(self, rows: "QuerySet[Any]") -> None:
        super().__init__((rows if rows.query.is_sliced else rows.order_by()).values("pk"))


@dataclass
class Anybody:
    """Whoever is signed in and will ask: who it is stays blank."""

    is_administrator: bool
    pk: Any = ASKER
    is_active = True


class Worded:
    """A query in words, with blanks among its parameters."""

    def __init__(self, query: Query) -> None:
        self.compiler = query.get_compiler(DEFAULT_DB_ALIAS)
        sql, parameters = self.compiler.as_sql()
        self.sql, self.parameters = prepared.with_constants(
            DEFAULT_DB_ALIAS, sql, parameters, lambda each: isinstance(each, Blank)
        )

    def filled_in(self, asker: Any) -> list[Any]:
        """Return the parameters as ``asker`` asks, now."""
        connection = connections[DEFAULT_DB_ALIAS]
        return [
            each.output_field.get_db_prep_value(each.value(asker), connection)
            if isinstance(each, Blank)
            else each
            for each in self.parameters
        ]

    def answers(self, asker: Any) -> list[tuple[Any, ...]]:
        """Return what the database answers to ``asker`` now."""
        with prepared.cursor(DEFAULT_DB_ALIAS) as cursor:
            cursor.execute(self.sql, self.filled_in(asker))
            answers: list[tuple[Any, ...]] = cursor.fetchall()
            return answers


class Questions(Generic[Name]):
    """Some questions by their names, answered by one query."""

    def __init__(self, ask: Callable[[], Mapping[Name, BaseExpression]]) -> None:
        self._ask = ask

    @cached_property
    def _worded(self) -> tuple[Sequence[Name], Worded]:
        asked, query = self._ask(), Query(None)
        for number, each in enumerate(asked.values()):
            query.add_annotation(each, f"answer{number}")
        return list(asked), Worded(query)

    @property
    def words(self) -> Worded:
        """The query itself."""
        return self._worded[1]

    def answers(self, asker: Any) -> dict[Name, Any]:
        """Return the answer to each, asked by ``asker`` now."""
        names, query = self._worded
        (answers,) = query.answers(asker)
        return dict(zip(names, answers, strict=True))


class Rows(Generic[Row]):
    """Rows of one model, without those of others that they name."""

    def __init__(self, ask: "Callable[[], QuerySet[Row]]") -> None:
        self._ask = ask

    @cached_property
    def _worded(self) -> "tuple[Worded, _Making[Row]]":
        rows = self._ask()
        query = Worded(rows.query)
        return query, _Making(rows.model, query.compiler)

    def of(self, asker: Any) -> list[Row]:
        """Return the rows, asked for by ``asker`` now."""
        query, making = self._worded
        return making.rows(query.answers(asker))


class _Making(Generic[Row]):
    """Makes rows of a model of what the database answers, as Django's querysets do."""

    def __init__(self, model: type[Row], compiler: Any) -> None:
        places: Sequence[int] = compiler.klass_info["select_fields"]
        self._model, self._compiler = model, compiler
        self._fields = slice(places[0], places[-1] + 1)
        self._names = [each[0].target.attname for each in compiler.select[self._fields]]
        self._added = list(compiler.annotation_col_map.items())
        self._converters = compiler.get_converters([each[0] for each in compiler.select])

    def rows(self, answers: Iterable[Sequence[Any]]) -> list[Row]:
        """Return a row for each of ``answers``."""
        if self._converters:
            answers = self._compiler.apply_converters(answers, self._converters)
        return [self._row(each) for each in answers]

    def _row(self, answer: Sequence[Any]) -> Row:
        row = self._model.from_db(DEFAULT_DB_ALIAS, self._names, answer[self._fields])
        for name, place in self._added:
            setattr(row, name, answer[place])
        return row
