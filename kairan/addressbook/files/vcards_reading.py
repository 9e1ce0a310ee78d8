"""What a vCard says of somebody."""

from collections.abc import Callable, Iterator

from kairan.addressbook.details import Label, Labelled
from kairan.addressbook.files.content_lines import Card, Line, cards_in
from kairan.addressbook.files.entries import Said
from kairan.addressbook.names import initial_of, parts_of
from kairan.people.words import fold

OTHERS = "#"


def said_in(data: bytes) -> Iterator[Said]:
    """Yield what each vCard of a file says."""
    return map(_said, cards_in(data))


def _said(card: Card) -> Said:
    said = Said(card.number)
    preferred = sorted(card.lines, key=lambda line: not _is_preferred(line))
    for line in preferred:
        if line.name in _READERS:
            _READERS[line.name](said, line)
    if not any(said.texts.get(name) for name in ("family", "given")):
        _whole_name(said, card)
    return said


def _is_preferred(line: Line) -> bool:
    return "pref" in line.types or "pref" in line.parameters


def _name(said: Said, line: Line) -> None:
    family, given, middle = (*line.texts(), "", "", "")[:3]
    said.put("family", family)
    said.put("given", f"{given} {middle}")
    for name, text in zip(("family", "given"), line.parameters.get("sort-as", ()), strict=False):
        _reading(said, name, text)


def _whole_name(said: Said, card: Card) -> None:
    whole = next((line.text for line in card.lines if line.name == "FN"), "")
    whole = " ".join(whole.split())
    if whole and whole != said.texts.get("company"):
        given, family = parts_of(whole)
        said.put("given", given)
        said.put("family", family)


def _reading(said: Said, name: str, text: str) -> None:
    """Take ``text`` for a reading where it is in kana; others sort by what they are called."""
    if initial_of(fold(text)) not in {OTHERS, *"ABCDEFGHIJKLMNOPQRSTUVWXYZ"}:
        said.put(f"{name}_reading", text)


def _sound(said: Said, line: Line) -> None:
    """Japanese telephones write readings as a sound: ``SOUND;X-IRMC-N:ﾔﾏﾀﾞ;ﾊﾅｺ``."""
    if "x-irmc-n" in line.types:
        family, given = (*line.texts(), "", "")[:2]
        said.put("family_reading", family)
        said.put("given_reading", given)


def _organisation(said: Said, line: Line) -> None:
    company, *departments = line.texts() or [""]
    said.put("company", company, spare="ORG")
    said.put("department", " ".join(filter(None, departments)))


def _telephone(said: Said, line: Line) -> None:
    number = line.text.removeprefix("tel:")
    kinds = (("fax", "fax"), ("cell", "mobile"), ("home", "home_phone"))
    field = next((name for kind, name in kinds if kind in line.types), "phone")
    said.put(field, number, spare="TEL")


def _address(said: Said, line: Line) -> None:
    parts = (*line.texts(), *[""] * 7)[:7]
    box, more, street, city, region, code, country = parts
    place = {
        "street": " ".join(filter(None, (street, more, box))),
        "city": city,
        "region": region,
        "postal_code": code,
        "country": country,
    }
    if any(said.texts.get(name) for name in place):
        spare = " ".join(filter(None, (code, region, city, street, more, box, country)))
        said.notes += [f"ADR: {spare}"] if spare.strip() else []
        return
    for name, text in place.items():
        said.put(name, text)


def _mail(said: Said, line: Line) -> None:
    kinds = {"cell": Label.MOBILE, "home": Label.HOME, "work": Label.WORK}
    label = next((kinds[kind] for kind in kinds if kind in line.types), Label.OTHER)
    said.addresses.append(Labelled(line.text.removeprefix("mailto:"), label))


def _birthday(said: Said, line: Line) -> None:
    said.birthday = said.birthday or line.text


def _note(said: Said, line: Line) -> None:
    said.notes.append(line.text)


def _into(field: str, spare: str = "") -> Callable[[Said, Line], None]:
    return lambda said, line: said.put(field, line.text, spare=spare)


def _sort_string(said: Said, line: Line) -> None:
    _reading(said, "family", line.text)


_READERS: dict[str, Callable[[Said, Line], None]] = {
    "N": _name,
    "SORT-STRING": _sort_string,
    "SOUND": _sound,
    "X-PHONETIC-LAST-NAME": _into("family_reading"),
    "X-PHONETIC-FIRST-NAME": _into("given_reading"),
    "X-PHONETIC-ORG": _into("company_reading"),
    "ORG": _organisation,
    "TITLE": _into("title", "TITLE"),
    "TEL": _telephone,
    "ADR": _address,
    "EMAIL": _mail,
    "URL": _into("web", "URL"),
    "BDAY": _birthday,
    "NOTE": _note,
}
