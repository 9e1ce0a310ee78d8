"""What waits for whoever looks at a page, and where something is amiss: one query for all apps."""

import logging
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import BigIntegerField, Value
from django.db.models.expressions import BaseExpression

from kairan.shell.asking import Blank, Counted, Questions
from kairan.shell.feature import Feature, Person, features

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Waiting:
    """How many things wait in each feature, by its label; None where it could not say.

    Those that are ``restless`` may have an alarm or a concern to tell; the others have none.
    """

    counts: Mapping[str, int | None]
    restless: Collection[str]


@dataclass
class _Anybody:
    """Whoever will ask: who it is stays blank."""

    is_administrator: bool
    pk: Any


def waiting_for(person: Person) -> Waiting:
    """Ask all features at once; one that fails takes its number along, not every page."""
    labels = [each.label for each in features()]
    try:
        answers = _questions(person.is_administrator).answers(person)
    except Exception:
        logger.exception("The features could not be asked together: each is asked alone.")
        return Waiting({each.label: _alone(each, person) for each in features()}, labels)
    counts = {label: answers[label, "waits"] for label in labels}
    restless = {label for (label, what), answer in answers.items() if what != "waits" and answer}
    return Waiting(counts, restless)


def _alone(feature: Feature, person: Person) -> int | None:
    try:
        return feature.waiting_for(person)
    except Exception:
        logger.exception("%s could not say what waits", feature.label)
        return None


@lru_cache(maxsize=2)
def _questions(is_administrator: bool) -> Questions[tuple[str, str]]:  # noqa: FBT001 - of the cache
    return worded(is_administrator=is_administrator)


def worded(*, is_administrator: bool) -> Questions[tuple[str, str]]:
    """Return what all features ask the database for a page, whoever looks at it and whenever."""
    anybody = _Anybody(is_administrator, Blank(lambda person: person.pk, BigIntegerField()))
    return Questions.of(dict(_asked(anybody)))


def _asked(person: Person) -> Iterator[tuple[tuple[str, str], BaseExpression]]:
    for each in features():
        rows = each.waits(person)
        yield (each.label, "waits"), Value(0) if rows is None else Counted(rows)
        for number, sign in enumerate(each.unrest(person)):
            yield (each.label, f"sign {number}"), sign
