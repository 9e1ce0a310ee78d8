"""Turns the plain fields of a notice into JSON and back, by the types they are declared with."""

import types
from datetime import date, time, timedelta
from decimal import Decimal
from enum import Enum
from math import isfinite
from typing import Any, Union, get_args, get_origin

Json = None | bool | int | float | str | list["Json"]


def encode(value: object) -> Json:
    """Return ``value`` as JSON; raise TypeError for what is no plain value."""
    if isinstance(value, Enum):
        return encode(value.value)
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float | Decimal):
        return _encode_number(value)
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return [value.days, value.seconds, value.microseconds]
    if isinstance(value, tuple):
        return [encode(each) for each in value]
    raise TypeError(f"A notice holds plain values, not {type(value).__name__}.")


def _encode_number(value: float | Decimal) -> Json:
    if not isfinite(value):
        raise TypeError("A notice holds finite numbers: JSON has no others.")
    return str(value) if isinstance(value, Decimal) else value


def decode(value: Any, hint: Any) -> Any:
    """Return the value of type ``hint`` that :func:`encode` turned into ``value``.

    Raises TypeError or ValueError when it cannot be one.
    """
    origin = get_origin(hint)
    if origin in {Union, types.UnionType}:
        return _decode_one_of(value, get_args(hint))
    if origin is tuple:
        return _decode_tuple(value, get_args(hint))
    if isinstance(hint, type):
        return _decode_plain(value, hint)
    raise TypeError(f"A notice cannot hold {hint!r}.")


def _decode_one_of(value: Any, hints: tuple[Any, ...]) -> Any:
    if value is None:
        return None
    [hint] = [each for each in hints if each is not type(None)]
    return decode(value, hint)


def _decode_tuple(value: Any, hints: tuple[Any, ...]) -> tuple[Any, ...]:
    if len(hints) == 2 and hints[1] is ...:
        return tuple(decode(each, hints[0]) for each in value)
    return tuple(decode(each, hint) for each, hint in zip(value, hints, strict=True))


def _decode_plain(value: Any, hint: type) -> Any:
    if issubclass(hint, Enum):
        return hint(value)
    if issubclass(hint, Decimal):
        return Decimal(value)
    if issubclass(hint, date | time):
        return hint.fromisoformat(value)
    if issubclass(hint, timedelta):
        return timedelta(*value)
    return _decode_simple(value, hint)


def _decode_simple(value: Any, hint: type) -> Any:
    if hint is float and type(value) in {int, float}:
        return float(value)
    if type(value) is not hint or hint not in {str, int, bool, float}:
        raise TypeError(f"{value!r} is no {hint.__name__}.")
    return value
