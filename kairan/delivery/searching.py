"""Finds envelopes for the queue page: by address, kind and state, each by an index."""

from dataclasses import dataclass

from django.db import connection
from django.http import QueryDict

from kairan.delivery.models import EnvelopeQuerySet, State

_LONGEST = 320
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
        """Return those that match; an address is found by how it begins."""
        if self.address:
            envelopes = _begins_with(envelopes, self.address.lower())
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


def _begins_with(envelopes: EnvelopeQuerySet, start: str) -> EnvelopeQuerySet:
    if connection.vendor == "postgresql":
        return envelopes.filter(search_key__startswith=start)
    # SQLite's LIKE with an escape uses no index; a range of keys does.
    return envelopes.filter(search_key__gte=start, search_key__lt=start + _LAST_CHARACTER)
