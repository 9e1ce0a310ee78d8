"""Writes the people of the office as a file that a spreadsheet opens as it is."""

from collections.abc import Iterable, Iterator

from kairan.people.files.columns import ADDRESSES, BETWEEN_GROUPS, ENGLISH_JAPANESE
from kairan.people.models import User
from kairan.shell import spreadsheets

ENCODINGS = {"utf-8": "utf-8-sig", "cp932": "cp932"}
COLUMNS = [column for column in ENGLISH_JAPANESE if column != "password"]


def write(people: Iterable[User], *, encoding: str, in_japanese: bool) -> bytes:
    """Return a CSV of ``people``, whose addresses and groups have been prefetched.

    What CP932 does not know becomes "?", which the page says beforehand.
    """
    headings = [ENGLISH_JAPANESE[column][in_japanese] for column in COLUMNS]
    return spreadsheets.written(headings, map(_cells, people), encoding=ENCODINGS[encoding])


def _cells(person: User) -> Iterator[str]:
    addresses = {each.kind: each.address for each in person.addresses.all()}
    for column in COLUMNS:
        if column in ADDRESSES:
            yield addresses.get(ADDRESSES[column], "")
        elif column == "groups":
            yield BETWEEN_GROUPS.join(group.name for group in person.groups.all())
        else:
            yield str(getattr(person, column))
