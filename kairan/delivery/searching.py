"""Finds envelopes for the queue page: by address or person, kind and state, each by an index."""

from dataclasses import dataclass

from django.db import connection
from django.db.models import Q
from django.http import QueryDict

from kairan.delivery.models import Envelope, EnvelopeQuerySet, State
from kairan.people.models import Address, User

MOST_COUNTED = 999
_LONGEST = 320
_MOST_PEOPLE = 50
_LAST_CHARACTER = "\U0010ffff"


@dataclass(frozen=True)
class Wanted:
    """What an administrator looks for; empty fields find everything."""

    address: str = ""
    kind: str = ""
    state: str = ""

    @classmethod
    def of(cls, query: QueryDict) -> "Wanted":
        """Return what a query string asks for; a state that is none is left out."""
        state = query.get("state", "")
        return cls(
            address=query.get("q", "").replace("\0", "").strip()[:_LONGEST],
            kind=query.get("kind", "").replace("\0", "").strip()[:100],
            state=state if state in State.values else "",
        )

    def among(self, envelopes: EnvelopeQuerySet) -> EnvelopeQuerySet:
        """Return those that match: an address by how it begins, a person at all their addresses."""
        if self.address:
            envelopes = envelopes.filter(_begins_with(self.address.lower()) | _of(self.address))
        if self.kind:
            envelopes = envelopes.filter(letter__kind=self.kind)
        if self.state:
            envelopes = envelopes.filter(state=self.state)
        return envelopes


# One step of the index for each kind, however many letters there are.
_KINDS = """
WITH RECURSIVE kinds(kind) AS (
    SELECT min(kind) FROM delivery_letter
    UNION ALL
    SELECT (SELECT min(l.kind) FROM delivery_letter l WHERE l.kind > kinds.kind)
    FROM kinds WHERE kinds.kind IS NOT NULL
)
SELECT kind FROM kinds WHERE kind IS NOT NULL
"""


def kinds() -> list[str]:
    """Return the kinds of the letters there are, in their order."""
    with connection.cursor() as cursor:
        cursor.execute(_KINDS)
        return [kind for (kind,) in cursor.fetchall()]


def _begins_with(start: str) -> Q:
    if connection.vendor == "postgresql":
        return Q(search_key__startswith=start)
    # SQLite's LIKE with an escape uses no index; a range of keys does.
    return Q(search_key__gte=start, search_key__lt=start + _LAST_CHARACTER)


def _of(words: str) -> Q:
    """Return what finds the mail of those whose name or login ID ``words`` may be."""
    people = User.objects.get_queryset().matching(words, among=Address.objects.none())
    found = Address.objects.filter(
        user__in=list(people.values_list("pk", flat=True)[:_MOST_PEOPLE])
    )
    return Q(search_key__in=[each.lower() for each in found.values_list("address", flat=True)])


@dataclass(frozen=True)
class Number:
    """How many envelopes are in a state: exactly, as far as :data:`MOST_COUNTED`."""

    state: State
    number: int

    @property
    def tone(self) -> str:
        """How its badge is coloured."""
        return Envelope(state=self.state).tone

    @property
    def written(self) -> str:
        """The number, or that there are more."""
        return f"{MOST_COUNTED}+" if self.number > MOST_COUNTED else str(self.number)


# A walk of bounded length along the index for each state, all in one question.
_NUMBER = """
SELECT %s, count(*) FROM (SELECT 1 FROM delivery_envelope WHERE state = %s LIMIT %s) AS counted
"""


def numbers() -> list[Number]:
    """Return the states in which there are envelopes, whatever their number, in one query."""
    asked = [each for state in State for each in (state.value, state.value, MOST_COUNTED + 1)]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join([_NUMBER] * len(State)), asked)
        found = dict(cursor.fetchall())
    return [Number(state, found[state.value]) for state in State if found[state.value]]
