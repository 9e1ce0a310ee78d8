"""What a report answers to the questions of its kind: values that need no kind to be read."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.formats import date_format, number_format
from django.utils.translation import pgettext_lazy


class Type(models.TextChoices):
    """What kind of value a question asks for."""

    TEXT = "text", pgettext_lazy("type of a field", "One line")
    LONG_TEXT = "long-text", pgettext_lazy("type of a field", "Long text")
    NUMBER = "number", pgettext_lazy("type of a field", "Number")
    DATE = "date", pgettext_lazy("type of a field", "Date")
    CHOICE = "choice", pgettext_lazy("type of a field", "Choice")


@dataclass(frozen=True)
class Answer:
    """A question as it was asked, and the value: a number and a date in their plain form."""

    label: str
    value: str
    type: str = Type.TEXT
    field: int = 0
    """The number of the question on the form; a draft finds its fields again by it."""

    @property
    def is_long(self) -> bool:
        """Whether the answer is a text of its own rather than a line."""
        return self.type == Type.LONG_TEXT

    @property
    def worded(self) -> str:
        """The value as the reader writes numbers and dates; what cannot be that stays as it is."""
        try:
            if self.type == Type.NUMBER and self.value:
                return _grouped(Decimal(self.value)) or self.value
            if self.type == Type.DATE and self.value:
                return date_format(date.fromisoformat(self.value), "DATE_FORMAT")
        except (ArithmeticError, ValueError):
            pass
        return self.value


def _grouped(number: Decimal) -> str:
    if not number.is_finite():
        return ""
    return str(number_format(number, use_l10n=True, force_grouping=True))


def plain(value: Any) -> str:
    """Return a cleaned form value as an answer keeps it: ISO dates, numbers without exponent."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, date) else str(value)


def to_json(answers: Iterable[Answer]) -> list[dict[str, Any]]:
    """Return the answers as a row keeps them."""
    return [asdict(each) for each in answers]


def from_json(rows: Sequence[dict[str, Any]]) -> list[Answer]:
    """Return the answers that a row keeps."""
    return [Answer(**each) for each in rows]
