"""How a contact is called, where it stands in a list, and by which words it is found."""

import unicodedata
from collections.abc import Iterable

from kairan.addressbook.details import Details
from kairan.people.words import fold

LONGEST_KEY = 200
OTHERS = "#"
_ROWS = {
    "あ": "ぁあぃいぅうぇえぉおゔ",
    "か": "かがきぎくぐけげこごゕゖ",
    "さ": "さざしじすずせぜそぞ",
    "た": "ただちぢっつづてでとど",
    "な": "なにぬねの",
    "は": "はばぱひびぴふぶぷへべぺほぼぽ",
    "ま": "まみむめも",
    "や": "ゃやゅゆょよ",
    "ら": "らりるれろ",
    "わ": "ゎわゐゑをん",
}
_ROW_OF = {sign: row for row, signs in _ROWS.items() for sign in signs}


def shown_name(details: Details) -> str:
    """Return how a contact is called: family name first where it is written in Han or kana.

    Who has no name is called by the company, else by the first address.
    """
    parts = [details.given, details.family]
    if any(map(_is_east_asian, details.family + details.given)):
        parts.reverse()
    name = " ".join(part for part in parts if part)
    return name or details.company or next((each.address for each in details.addresses), "")


def parts_of(name: str) -> tuple[str, str]:
    """Return given and family name of a whole ``name``, by the script it is written in.

    In Han or kana the first word is the family name; else it stands behind the last blank, or
    before a comma.
    """
    first, comma, rest = name.partition(",")
    if comma:
        return rest.strip(), first.strip()
    if any(map(_is_east_asian, name)):
        family, _blank, given = name.partition(" ")
        return given, family
    given, _blank, family = name.rpartition(" ")
    return (given, family) if given else (family, "")


def sort_key(details: Details) -> str:
    """Return by what a contact is sorted: the reading where one is known."""
    family = details.family_reading or details.family
    given = details.given_reading or details.given
    named = fold(f"{family} {given}")
    return (named or fold(details.company_reading or shown_name(details)))[:LONGEST_KEY]


def initial_of(key: str) -> str:
    """Return under which letter, or row of kana, a sort key stands; ``OTHERS`` for the rest."""
    first = unicodedata.normalize("NFKD", key)[:1]
    if "a" <= first <= "z":
        return first.upper()
    return _ROW_OF.get(first, OTHERS)


def words_of(details: Details) -> str:
    """Return all words by which a contact is found, each behind a blank.

    Names and readings stand there together too: Japanese names are typed without a blank.
    """
    return _words(
        [
            *_name(details.family, details.given),
            *_name(details.family_reading, details.given_reading),
            *[details.company, details.company_reading, details.department, details.title],
            *(each.address for each in details.addresses),
        ]
    )


def _name(family: str, given: str) -> list[str]:
    return [family, given, *([family + given, given + family] if family and given else [])]


def _words(parts: Iterable[str]) -> str:
    return "".join(f" {folded}" for folded in map(fold, parts) if folded)


def _is_east_asian(sign: str) -> bool:
    return unicodedata.name(sign, "").startswith(("CJK", "HIRAGANA", "KATAKANA"))
