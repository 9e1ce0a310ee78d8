"""Quantities: exact to a thousandth, kept as whole thousandths, so that no database rounds them.

SQLite has no decimal numbers: a sum of decimals there is a sum of floats, and a comparison inside
an UPDATE would be decided by their last bit.
"""

from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.formats import number_format

DIGITS, PLACES = 12, 3
MOST = Decimal(10) ** (DIGITS - PLACES) - Decimal(1).scaleb(-PLACES)
LEAST = Decimal(1).scaleb(-PLACES)
_ONE = 10**PLACES


def is_quantity(value: Decimal, *, least: Decimal = LEAST) -> bool:
    """Whether one can count ``value``: from ``least`` to MOST, no finer than a thousandth."""
    return value.is_finite() and least <= value <= MOST and not value % LEAST


def shown(quantity: Decimal) -> str:
    """Return ``quantity`` as people write it here: ``1,200`` or ``0.5``, no zeros behind."""
    plain = f"{quantity:f}"
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    return str(number_format(Decimal(plain), use_l10n=True, force_grouping=True))


def plain(quantity: Decimal | None) -> str:
    """Return ``quantity`` for a machine or a form field: ``1200`` or ``0.5``; nothing for none."""
    if quantity is None:
        return ""
    text = f"{quantity:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


class QuantityField(models.BigIntegerField):  # type: ignore[type-arg]
    """A Decimal with three places in Python, a whole number of thousandths in the database."""

    def from_db_value(self, value: int | None, *_context: object) -> Decimal | None:
        """Return what the thousandths of a row stand for."""
        return None if value is None else Decimal(value).scaleb(-PLACES)

    def to_python(self, value: Any) -> Any:
        """Return ``value`` as a Decimal."""
        return None if value is None else Decimal(value)

    def get_prep_value(self, value: Any) -> Any:
        """Return the thousandths of ``value``; ValueError where it is finer than that."""
        if value is None or hasattr(value, "resolve_expression"):
            return value
        thousandths = Decimal(value) * _ONE
        if thousandths != thousandths.to_integral_value():
            raise ValueError(f"{value} is finer than a thousandth.")
        return int(thousandths)


def with_unit(quantity: Decimal, unit: str) -> str:
    """Return ``quantity`` as people write it, with its unit, if any: ``12 boxes``, ``12枚``."""
    between = " " if unit.isascii() else ""
    return f"{shown(quantity)}{between}{unit}".strip()
