"""Pages of a list that cost the same at its start and after a million rows: keyset pagination.

A page is found by the values of its neighbour's last row, never by counting rows to skip. They
travel signed: a database trips over far too much that a query string can hold.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from django.core import signing
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Some rows, and the query strings to their neighbours (empty where there are none)."""

    items: list[Row]
    previous: str
    next: str


def page(
    request: HttpRequest, rows: QuerySet[Row], *, keys: Sequence[str], size: int = 50
) -> Page[Row]:
    """Return the page of ``rows`` that the query string of ``request`` asks for.

    :param keys: field names with a leading ``-`` for descending; together unique, never NULL.
    :param size: rows on a page. A query string that makes no sense gives the first page.
    """
    after = _place(rows, request.GET.get("after", ""), keys)
    before = _place(rows, request.GET.get("before", ""), keys)
    backwards = before is not None
    place = before if backwards else after
    ordering = [_turned(key) for key in keys] if backwards else list(keys)
    rows = rows.order_by(*ordering)
    if place is not None:
        rows = rows.filter(_beyond(ordering, place))
    found = list(rows[: size + 1])
    more = len(found) > size
    items = found[:size]
    if backwards:
        items.reverse()
    has_previous = more if backwards else after is not None
    has_next = backwards or more
    return Page(
        items,
        _query(request, "before", items[0], keys) if items and has_previous else "",
        _query(request, "after", items[-1], keys) if items and has_next else "",
    )


def _turned(key: str) -> str:
    return key.removeprefix("-") if key.startswith("-") else f"-{key}"


def _beyond(ordering: Sequence[str], place: Sequence[Any]) -> Q:
    """Return ``(a, b, …) > place``, spelled out so that each direction may differ."""
    condition, equal = Q(pk__in=[]), Q()
    for key, value in zip(ordering, place, strict=True):
        name, compare = key.removeprefix("-"), "lt" if key.startswith("-") else "gt"
        condition |= equal & Q(**{f"{name}__{compare}": value})
        equal &= Q(**{name: value})
    first = ordering[0]
    compare = "lte" if first.startswith("-") else "gte"
    return Q(**{f"{first.removeprefix('-')}__{compare}": place[0]}) & condition


def _query(request: HttpRequest, direction: str, row: Model, keys: Sequence[str]) -> str:
    query = request.GET.copy()
    query.pop("after", None)
    query.pop("before", None)
    values = [_plain(_value(row, key.removeprefix("-"))) for key in keys]
    query[direction] = signing.dumps(values, salt=_salt(type(row), keys))
    return query.urlencode()


def _value(row: Any, path: str) -> Any:
    for name in path.split("__"):
        row = getattr(row, name)
    return row


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value


def _place(rows: QuerySet[Row], text: str, keys: Sequence[str]) -> list[Any] | None:
    """Return the values that ``text`` carries for ``keys``, or None when this list made none."""
    try:
        values: list[Any] = signing.loads(text, salt=_salt(rows.model, keys))
    except signing.BadSignature:
        return None
    return values


def _salt(model: type[Model], keys: Sequence[str]) -> str:
    return f"kairan.shell.paging:{model._meta.label_lower}:{','.join(keys)}"  # noqa: SLF001
