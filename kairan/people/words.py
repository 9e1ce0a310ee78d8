"""What one may type to find somebody: names in either order, login ID, department, in any width.

The words of a person are folded once, when the row is written, and looked for with one LIKE per
word: on 10,000 people that is a scan of a few milliseconds on either database.
"""

import unicodedata
from functools import reduce
from operator import and_
from typing import Any, Protocol

from django.db import models
from django.db.models import Case, IntegerField, Q, Value, When

MOST_WORDS = 8
MOST_TYPED = 500
"""No name is longer, and SQLite refuses a pattern of some thousand characters."""
_KATAKANA_TO_HIRAGANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}


class Findable(Protocol):
    """Whatever carries the fields by which a person is found."""

    login_id: str
    first_name: str
    middle_name: str
    last_name: str
    title: str
    department: str


def fold(text: str) -> str:
    """Return ``text`` as it is compared: one width, one case, hiragana for katakana."""
    plain = unicodedata.normalize("NFKC", text).casefold().translate(_KATAKANA_TO_HIRAGANA)
    return " ".join(plain.split())


def split(query: str) -> list[str]:
    """Return the folded words of what somebody typed, at most ``MOST_WORDS`` of them.

    What stands behind the first ``MOST_TYPED`` characters is not looked at.

    A NUL parts words like a blank: PostgreSQL takes none, and no row holds one.
    """
    return fold(query[:MOST_TYPED].replace("\0", " ")).split()[:MOST_WORDS]


def words_of(person: Findable) -> str:
    """Return all words by which ``person`` is found, each behind a blank.

    Family and given name stand there together in both orders too, because Japanese names are
    typed without a blank.
    """
    first, last = person.first_name, person.last_name
    parts = [
        *[last, first, person.middle_name, person.login_id],
        *([last + first, first + last] if last else []),
        *[person.department, person.title],
    ]
    return "".join(f" {folded}" for folded in map(fold, parts) if folded)


class WordsField(models.TextField):  # type: ignore[type-arg]
    """Holds the words of a row; made anew whenever the row is written."""

    def pre_save(self, model_instance: models.Model, add: bool) -> str:  # noqa: FBT001
        """Return the words of ``model_instance``; bulk_create comes here as well."""
        del add
        words = words_of(model_instance)  # type: ignore[arg-type]
        setattr(model_instance, self.attname, words)
        return words

    def deconstruct(self) -> Any:
        """Stand in migrations as the plain text field it is there."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs


def found_by(words: list[str]) -> Q:
    """Return the condition that every word stands somewhere in ``words``."""
    return reduce(and_, (Q(words__contains=word) for word in words), Q())


def distance(words: list[str]) -> Case:
    """Return an expression that is lowest for whom the words most likely mean."""
    if not words:
        return Case(default=Value(0), output_field=IntegerField())
    begins = reduce(and_, (Q(words__contains=f" {word}") for word in words))
    return Case(
        When(login_id__iexact=" ".join(words), then=Value(0)),
        When(begins, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
