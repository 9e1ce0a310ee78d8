"""What waits for whoever looks at a page, and where something is amiss: one query for all apps."""

import logging
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Value
from django.db.models.expressions import BaseExpression

from kairan.shell.asking import Anybody, Counted, Questions
from kairan.shell.feature import Feature, Person, features

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Waiting:
    """How many things wait in each feature, by its label; None where it could not say.

    Those that are ``restless`` may have an alarm or a concern to tell; the others have none.
    """

    counts: Mapping[str, int | None]
    restless: Collection[str]


def waiting_for(person: Person) -> Waiting:
    """Ask all features at once; one that fails takes its number along, not every page."""
    labels = [each.label for each in features()]
    try:
        asked = _questions(tuple(features()), is_administrator=person.is_administrator)
        answers = asked.answers(person)
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


@lru_cache(maxsize=8)
def _questions(asked: Sequence[Feature], *, is_administrator: bool) -> Questions[tuple[str, str]]:
    return Questions(lambda: dict(of_all(asked, Anybody(is_administrator))))


def of_all(
    asked: Sequence[Feature], person: Person
) -> Iterator[tuple[tuple[str, str], BaseExpression]]:
    """Yield what ``asked`` want to know of the database for a page of ``person``."""
    for each in asked:
        rows = each.waits(person)
        yield (each.label, "waits"), Value(0) if rows is None else Counted(rows)
        for number, sign in enumerate(each.unrest(person)):
            yield (each.label, f"sign {number}"), sign
