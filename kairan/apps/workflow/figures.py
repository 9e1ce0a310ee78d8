"""Numbers and amounts of money as people write them: exact, never a float."""

import re
import unicodedata
from decimal import Decimal

CURRENCIES = {"JPY": 0, "USD": 2, "EUR": 2, "GBP": 2, "CNY": 2, "KRW": 0, "CHF": 2, "AUD": 2}
"""How many digits the minor unit of each currency has (ISO 4217)."""

SIGNS = {"JPY": "¥", "USD": "$", "EUR": "€", "GBP": "£"}
MOST_DIGITS = 15
MOST_PLACES = 4
_FIGURES = re.compile(r"(-?)(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?")


class NoNumber(ValueError):
    """What was typed is no number that this office can hold."""


def number(typed: str) -> Decimal:
    """Return the number that ``typed`` means: figures, commas between thousands, one point.

    Full-width figures count too. A comma anywhere else is refused, for 1,50 may mean two things.
    Raises :class:`NoNumber`, also with more than 15 digits or more than 4 after the point.
    """
    text = unicodedata.normalize("NFKC", typed).strip().replace("−", "-")
    match = _FIGURES.fullmatch(text)
    if match is None:
        raise NoNumber(typed)
    sign, whole, places = match[1], match[2].replace(",", "").lstrip("0") or "0", match[3] or ""
    if len(whole) > MOST_DIGITS or len(places) > MOST_PLACES:
        raise NoNumber(typed)
    return Decimal(f"{sign}{whole}.{places or 0}").normalize() + 0


def minor_units(typed: str, currency: str) -> int:
    """Return the amount that ``typed`` means, in minor units of ``currency``, at least 0.

    The sign of the currency may stand before it. Raises :class:`NoNumber`, also when there are
    more digits after the point than the currency has.
    """
    text = unicodedata.normalize("NFKC", typed).strip().removesuffix("円")
    text = text.removeprefix(unicodedata.normalize("NFKC", SIGNS.get(currency, currency))).strip()
    amount = number(text.removeprefix("\\")).scaleb(CURRENCIES[currency])
    if amount < 0 or amount != amount.to_integral_value():
        raise NoNumber(typed)
    return int(amount)


def written_number(value: Decimal) -> str:
    """Return ``value`` in figures with commas between thousands."""
    return f"{value:,f}"


def written_amount(units: int, currency: str) -> str:
    """Return an amount of minor ``units`` in figures, without its currency."""
    places = CURRENCIES[currency]
    return f"{Decimal(units).scaleb(-places):,.{places}f}"


def written_money(units: int, currency: str) -> str:
    """Return an amount of minor ``units`` with its currency: ¥12,500, or CHF 12.50."""
    sign = SIGNS.get(currency, f"{currency} ")
    return f"{sign}{written_amount(units, currency)}"
