"""What a search finds: a page of mails, the newest first, and where it goes on."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from kairan.fulltext.finding import Span, find
from kairan.fulltext.members import Place
from kairan.people.models import User
from kairan.webmail.folders import ASIDE
from kairan.webmail.models import Message
from kairan.webmail.searching.operators import Asked
from kairan.webmail.searching.texts import FIELDS, as_datetime, moment

SIZE = 50
MOST_AMONG = 2_000
"""Mails of a folder and the like that are looked up before the index; of more, it looks first."""

_PLACE = re.compile(r"(\d{1,17})\.(\d{1,18})")


@dataclass(frozen=True)
class Results:
    """Mails of one page, the query strings of its neighbours, and how far the search came.

    ``reached`` is set where the search gave up before the page was full: the rest is older.
    """

    items: list[Message]
    previous: str = ""
    next: str = ""
    reached: datetime | None = None


def search(asked: Asked, query: str, *, after: str = "", before: str = "") -> Results:
    """Return the page of what ``asked`` finds that lies ``after`` or ``before`` a place.

    Places are those of the query strings of another page; what is none gives the first page.
    """
    upwards = bool(_PLACE.fullmatch(before))
    place = _place(before if upwards else after)
    span = Span(SIZE + 1, place=place, upwards=upwards, among=_among(asked))
    found = find(asked.person.pk, asked.wanted, span, fields=FIELDS, keep=_keep(asked))
    places = found.places[:SIZE]
    has_more = len(found.places) > SIZE or found.reached is not None
    if upwards:
        places.reverse()
    has_previous, has_next = (has_more, True) if upwards else (place is not None, has_more)
    last = places[-1] if len(found.places) > SIZE or upwards else found.reached
    return Results(
        _messages(asked.person, places),
        previous=_link(query, "before", places[0]) if has_previous and places else "",
        next=_link(query, "after", last) if has_next and last else "",
        reached=as_datetime(found.reached.at) if found.reached and not upwards else None,
    )


def _among(asked: Asked) -> list[Place] | None:
    """Return the few mails that an index of the database leaves, None where it leaves many."""
    if not asked.indexed:
        return None
    rows = Message.objects.filter(*asked.indexed).order_by()
    few = rows.values_list("arranged_at", "pk")[: MOST_AMONG + 1]
    places = sorted(Place(moment(at), pk) for at, pk in few)
    return places if len(places) <= MOST_AMONG else None


def _keep(asked: Asked) -> Callable[[list[int]], Collection[int]]:
    mine = Message.objects.visible_to(asked.person).filter(*asked.conditions)
    if not asked.is_anywhere:
        mine = mine.exclude(folder__kind__in=ASIDE)
    return lambda numbers: set(mine.filter(pk__in=numbers).values_list("pk", flat=True))


def _messages(person: User, places: list[Place]) -> list[Message]:
    rows = Message.objects.visible_to(person).in_bulk([each.number for each in places])
    return [rows[each.number] for each in places if each.number in rows]


def _place(text: str) -> Place | None:
    match = _PLACE.fullmatch(text)
    return Place(int(match[1]), int(match[2])) if match else None


def _link(query: str, direction: str, place: Place) -> str:
    return urlencode({"q": query, direction: f"{place.at}.{place.number}"})
