"""What a form asks for: fields of eight kinds, and whether an answer to one is there."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

Answer = Any
"""A plain JSON value: text, figures as text, minor units as int, ISO dates, ids of files."""


class Kind(TextChoices):
    """What one answers with."""

    TEXT = "text", pgettext_lazy("kind of field", "Text in one line")
    LONG_TEXT = "long-text", pgettext_lazy("kind of field", "Long text")
    NUMBER = "number", pgettext_lazy("kind of field", "Number")
    MONEY = "money", pgettext_lazy("kind of field", "Amount of money")
    DATE = "date", pgettext_lazy("kind of field", "Date")
    PERIOD = "period", pgettext_lazy("kind of field", "Period")
    CHOICE = "choice", pgettext_lazy("kind of field", "Choice")
    FILE = "file", pgettext_lazy("kind of field", "Files")


@dataclass(frozen=True, kw_only=True)
class Field:
    """One question of a form; ``key`` stays the same in every version of it."""

    key: str
    kind: Kind
    label: str
    help: str = ""
    is_required: bool = False
    choices: tuple[str, ...] = ()
    currency: str = "JPY"

    def to_json(self) -> dict[str, Any]:
        """Return the field as plain values."""
        return {**asdict(self), "kind": self.kind.value, "choices": list(self.choices)}

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "Field":
        """Return the field that :meth:`to_json` described."""
        choices = tuple(values["choices"])
        return cls(**{**values, "kind": Kind(values["kind"]), "choices": choices})


def missing(fields: list[Field], answers: Mapping[str, Answer]) -> list[Field]:
    """Return the fields that must be answered and are not; zero is an answer."""
    empty: tuple[Answer, ...] = (None, "", [], {})
    return [each for each in fields if each.is_required and answers.get(each.key) in empty]


def held_files(fields: list[Field], answers: Mapping[str, Answer]) -> set[int]:
    """Return the ids of all files among ``answers``."""
    return {pk for each in fields if each.kind is Kind.FILE for pk in answers.get(each.key) or ()}
