"""Writes contacts as vCards 3.0 (RFC 2426), with readings where telephones look for them."""

from collections.abc import Iterable, Iterator

from kairan.addressbook.details import Details, Label
from kairan.addressbook.names import shown_name

LONGEST_LINE = 75
_TYPES = {Label.WORK: "WORK", Label.HOME: "HOME", Label.MOBILE: "CELL", Label.OTHER: "OTHER"}
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": ""})


def written(contacts: Iterable[Details]) -> bytes:
    """Return a file of vCards in UTF-8."""
    return b"".join(map(_folded, (line for each in contacts for line in _lines(each))))


def _lines(contact: Details) -> Iterator[str]:
    yield "BEGIN:VCARD"
    yield "VERSION:3.0"
    yield f"N:{_parts(contact.family, contact.given, '', '', '')}"
    yield f"FN:{_escaped(shown_name(contact) or '-')}"
    if contact.company or contact.department:
        yield f"ORG:{_parts(contact.company, contact.department)}"
    for each in contact.addresses:
        yield f"EMAIL;TYPE=INTERNET,{_TYPES[Label(each.label)]}:{_escaped(each.address)}"
    yield from _post(contact)
    for name, text in _texts(contact):
        if text:
            yield f"{name}:{_escaped(text)}"
    yield "END:VCARD"


def _post(contact: Details) -> Iterator[str]:
    place = (contact.street, contact.city, contact.region, contact.postal_code, contact.country)
    if any(place):
        yield f"ADR;TYPE=WORK:{_parts('', '', *place)}"


def _texts(contact: Details) -> Iterator[tuple[str, str]]:
    yield "X-PHONETIC-LAST-NAME", contact.family_reading
    yield "X-PHONETIC-FIRST-NAME", contact.given_reading
    yield "X-PHONETIC-ORG", contact.company_reading
    yield "TITLE", contact.title
    yield "TEL;TYPE=WORK,VOICE", contact.phone
    yield "TEL;TYPE=CELL", contact.mobile
    yield "TEL;TYPE=HOME,VOICE", contact.home_phone
    yield "TEL;TYPE=WORK,FAX", contact.fax
    yield "URL", contact.web
    yield "BDAY", contact.birthday.isoformat() if contact.birthday else ""
    yield "NOTE", contact.notes


def _parts(*parts: str) -> str:
    return ";".join(map(_escaped, parts))


def _escaped(text: str) -> str:
    return text.translate(_ESCAPES)


def _folded(line: str) -> bytes:
    """Return ``line`` in pieces of at most 75 octets, none of which splits a character."""
    pieces: list[bytes] = []
    piece = b""
    for sign in line:
        octets = sign.encode()
        if len(piece) + len(octets) > LONGEST_LINE - bool(pieces):
            pieces.append(piece)
            piece = b""
        piece += octets
    return b"\r\n ".join([*pieces, piece]) + b"\r\n"
