"""Amounts of money: whole numbers of the smallest unit, read from and written as people do.

No amount is ever a binary fraction. The decimals of a currency are those of ISO 4217.
"""

import re
import unicodedata
from dataclasses import dataclass

LARGEST = 10**12
"""Amounts are smaller than this many of the smallest unit."""


class NotMoney(ValueError):
    """What was typed is no amount of the currency."""


class TooFine(NotMoney):
    """What was typed has more decimals than the currency."""


@dataclass(frozen=True)
class Currency:
    """A currency: its ISO 4217 code, how many decimals it has, and the sign people know."""

    code: str
    decimals: int
    sign: str


CURRENCIES = {
    each.code: each
    for each in (
        Currency("JPY", 0, "¥"),
        Currency("USD", 2, "$"),
        Currency("EUR", 2, "€"),
        Currency("GBP", 2, "£"),
        Currency("AUD", 2, "A$"),
        Currency("CAD", 2, "C$"),
        Currency("CHF", 2, "CHF "),
        Currency("CNY", 2, "CN¥"),
        Currency("HKD", 2, "HK$"),
        Currency("IDR", 2, "Rp "),
        Currency("INR", 2, "₹"),
        Currency("KRW", 0, "₩"),
        Currency("KWD", 3, "KWD "),
        Currency("MYR", 2, "RM "),
        Currency("NZD", 2, "NZ$"),
        Currency("PHP", 2, "₱"),
        Currency("SEK", 2, "SEK "),
        Currency("SGD", 2, "S$"),
        Currency("THB", 2, "฿"),
        Currency("TWD", 2, "NT$"),
        Currency("VND", 0, "₫"),
    )
}
DEFAULT = "JPY"

_NUMBER = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d*))?", re.ASCII)


def read(text: str, code: str) -> int:
    """Return the amount that ``text`` means in the currency ``code``, in its smallest unit.

    Full-width figures, commas between thousands and the sign of the currency are understood.
    Raises :class:`TooFine` for too many decimals, :class:`NotMoney` for anything else but money.
    """
    currency = CURRENCIES[code]
    plain_text = unicodedata.normalize("NFKC", text).replace("、", ",")
    match = _NUMBER.fullmatch(_without_sign("".join(plain_text.split()), currency))
    if match is None or len(plain_text) > 40:
        raise NotMoney(text)
    whole, decimals = match[1].replace(",", ""), (match[2] or "").rstrip("0")
    if len(decimals) > currency.decimals:
        raise TooFine(text)
    return int(whole + decimals.ljust(currency.decimals, "0"))


def plain(amount: int, code: str) -> str:
    """Return ``amount`` as machines read it: ``1234.50``."""
    decimals = CURRENCIES[code].decimals
    if not decimals:
        return str(amount)
    whole, fraction = divmod(abs(amount), 10**decimals)
    return f"{'-' if amount < 0 else ''}{whole}.{fraction:0{decimals}d}"


def write(amount: int, code: str) -> str:
    """Return ``amount`` as people read it: ``£1,234.50``."""
    whole, dot, fraction = plain(amount, code).partition(".")
    return f"{CURRENCIES[code].sign}{int(whole):,}{dot}{fraction}"


def _without_sign(text: str, currency: Currency) -> str:
    """Take the code, the sign or the name of the currency off either end."""
    signs = [currency.code, _folded(currency.sign)]
    if currency.code == "JPY":
        signs.append("円")
    for sign in signs:
        text = text.removeprefix(sign).removesuffix(sign)
    return text


def _folded(sign: str) -> str:
    return unicodedata.normalize("NFKC", sign).strip()
