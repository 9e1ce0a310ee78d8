"""Takes a file of vCards apart into lines with names, parameters and values.

vCard 2.1 (quoted-printable, a charset for each line, parameters without names), 3.0 (RFC 2426) and
4.0 (RFC 6350) alike. A line that makes no sense is left out; it never costs its neighbours.
"""

import quopri
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from kairan.mail.charsets import decode

_LINE_END = re.compile(rb"\r\n|\r|\n")
_PARAMETERS = re.compile(rb';((?:"[^"]*"|[^;"])*)')
_HEAD = re.compile(rb'((?:"[^"]*"|[^":])*):')
_ENCODINGS = {"quoted-printable", "base64", "b", "7bit", "8bit"}
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
MOST_PARAMETERS = 50
MOST_LINES = 1_000


@dataclass(frozen=True)
class Line:
    """A line: its name in capitals, the rest as it came; ``charset`` is that of the file."""

    name: str
    head: bytes
    raw: bytes
    charset: str

    @cached_property
    def parameters(self) -> dict[str, list[str]]:
        """The parameters, in small letters; one without a name is an encoding or a type."""
        return _parameters(self.head)

    @cached_property
    def value(self) -> str:
        """The value, still escaped."""
        return _value(self.raw, self.parameters, self.charset)

    @property
    def types(self) -> set[str]:
        """What the line is said to be for."""
        return set(self.parameters.get("type", ()))

    @property
    def border(self) -> str:
        """``BEGIN`` or ``END`` where a vCard begins or ends, else nothing."""
        is_one = self.name in {"BEGIN", "END"} and self.value.strip().upper() == "VCARD"
        return self.name if is_one else ""

    def texts(self) -> list[str]:
        """The parts between semicolons, with nothing escaped any more."""
        parts = re.findall(r"((?:\\.|[^\\;])*\\?)(?:;|$)", self.value, re.DOTALL)
        return [unescaped(part) for part in parts]

    @property
    def text(self) -> str:
        """The whole value, with nothing escaped any more."""
        return unescaped(self.value)


@dataclass
class Card:
    """The lines of one vCard, and in which line of the file it begins."""

    number: int
    lines: list[Line] = field(default_factory=list)


def unescaped(text: str) -> str:
    """Return ``text`` as it is meant (RFC 6350, 3.4)."""
    return _ESCAPED.sub(lambda match: "\n" if match[1] in "nN" else match[1], text)


def cards_in(data: bytes) -> Iterator[Card]:
    """Yield the vCards of a file, of each up to ``MOST_LINES`` lines.

    One inside of another (AGENT of 2.1) is left out.
    """
    card: Card | None = None
    inside = 0
    before = ""
    for number, line in _read(_unfolded(data), _charset_of(data)):
        match line.border:
            case "BEGIN" if card and before == "AGENT":
                inside = 1
            case "BEGIN":
                yield from [card] if card else ()
                card, inside = Card(number), 0
            case "END" if inside:
                inside = 0
            case "END":
                yield from [card] if card else ()
                card = None
            case _ if card and not inside and len(card.lines) < MOST_LINES:
                card.lines.append(line)
        before = line.name
    yield from [card] if card else ()


def _charset_of(data: bytes) -> str:
    """Return what a file is written in where a line does not say it."""
    try:
        data.decode()
    except UnicodeDecodeError:
        return "cp932"
    return "utf-8"


def _unfolded(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield whole lines, and in which line of the file each begins."""
    parts: list[bytes] = []
    begin = 1
    goes_on = False
    for number, line in enumerate(_LINE_END.split(data), start=1):
        if goes_on:
            parts.append(line)
        elif line[:1] in {b" ", b"\t"} and parts:
            parts.append(line[1:])
        else:
            if parts:
                yield begin, b"".join(parts)
            parts, begin = [line], number
        goes_on = line.endswith(b"=") and _is_quoted(parts[0])
        if goes_on:
            parts[-1] = parts[-1][:-1]
    if parts:
        yield begin, b"".join(parts)


def _is_quoted(first: bytes) -> bool:
    return b"QUOTED-PRINTABLE" in first.partition(b":")[0].upper()


def _read(lines: Iterable[tuple[int, bytes]], charset: str) -> Iterator[tuple[int, Line]]:
    for number, raw in lines:
        head = _HEAD.match(raw)
        if head is None:
            continue
        names = head[1].partition(b";")[0].decode("ascii", "replace")
        name = names.rpartition(".")[2].strip().upper()
        yield number, Line(name, head[1], raw[head.end() :], charset)


def _parameters(head: bytes) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for raw in _PARAMETERS.findall(head)[:MOST_PARAMETERS]:
        name, equals, value = raw.decode("utf-8", "replace").partition("=")
        values = [each.strip(' "').lower() for each in (value if equals else name).split(",")]
        if not equals:
            name = "encoding" if values[0] in _ENCODINGS else "type"
        found.setdefault(name.strip().lower(), []).extend(values)
    return found


def _value(raw: bytes, parameters: dict[str, list[str]], charset: str) -> str:
    encoding = next(iter(parameters.get("encoding", ())), "")
    if encoding in {"base64", "b"}:
        return ""  # A picture, a sound, a key.
    if encoding == "quoted-printable":
        raw = quopri.decodestring(raw)
    said = next(iter(parameters.get("charset", ())), charset)
    return decode(raw, said).text.replace("\0", "")
