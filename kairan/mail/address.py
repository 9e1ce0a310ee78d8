"""E-mail addresses as the world has them, and as they must be spoken on the wire."""

import re
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

import idna

from kairan.mail.headers import DisplayName


class Flaw(Enum):
    """What is wrong with an address, for the layer above to put into words."""

    EMPTY = "empty"
    NO_AT = "no-at"
    NO_LOCAL_PART = "no-local-part"
    CONTROL_CHARACTER = "control-character"  # CR, LF, NUL and their like
    LOCAL_PART = "local-part"  # blanks or signs that would need quotes
    LOCAL_PART_TOO_LONG = "local-part-too-long"  # RFC 5321 4.5.3.1.1: 64 octets
    DOMAIN = "domain"
    TOO_LONG = "too-long"  # RFC 5321 4.5.3.1.3: a path of 256 octets with its brackets


class BadAddress(ValueError):
    """The text is no address that can be written to; `flaw` says why."""

    def __init__(self, flaw: Flaw) -> None:
        super().__init__(f"No address to write to: {flaw.value}.")
        self.flaw = flaw


_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0\ufdd1]")
_ATEXT = r"A-Za-z0-9!#$%&'*+/=?^_`{|}~\-"
_DOT_ATOM = re.compile(rf"[{_ATEXT}\x80-\U0010ffff]+(?:\.[{_ATEXT}\x80-\U0010ffff]+)*")
# Dots at the end or side by side, as Japanese carriers gave them out until 2009.
_WILD_DOTS = re.compile(rf"[{_ATEXT}.\x80-\U0010ffff]+")
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_LABEL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?")
_LITERAL = re.compile(r"\[(?:IPv6:)?[0-9A-Fa-f:.]+\]")


@dataclass(frozen=True, slots=True)
class Address:
    """One mailbox: a display name (may be empty) and the address people know it by.

    Constructing one checks both: BadAddress for `addr`, UnsafeHeader for `name`. `addr` is kept as
    people write it (`a..b.@docomo.ne.jp`, `aiko@例え.jp`); `wire_form` is what servers are told.
    """

    name: str
    addr: str

    def __post_init__(self) -> None:
        DisplayName(self.name)
        wire_form(self.addr)

    @classmethod
    def parse(cls, text: str) -> "Address":
        """What a person typed into one field: `addr`, `<addr>` or `Name <addr>`, quoted or not.

        Raises BadAddress. Control characters in the name become blanks, in the address they do not.
        """
        name, addr = _split(text.strip())
        return cls(DisplayName.clean(name), addr)

    def __str__(self) -> str:
        """`Name <addr>` or `addr`, unencoded: what `parse` reads back, and the value of a slot."""
        return f"{self.name} <{self.addr}>" if self.name else self.addr

    @property
    def wire_form(self) -> str:
        """The address as it stands in MAIL FROM, RCPT TO and between angle brackets in a header."""
        return wire_form(self.addr)


def _split(text: str) -> tuple[str, str]:
    if not text.endswith(">") or "<" not in text:
        return "", text
    name, _, addr = text[:-1].rpartition("<")
    name = name.strip()
    if len(name) > 1 and name[0] == name[-1] == '"':
        name = re.sub(r"\\(.)", r"\1", name[1:-1])
    return name, addr.strip()


@lru_cache(maxsize=4096)
def wire_form(addr: str) -> str:
    """`addr` as servers are told it: quoted where it must be, the domain in Punycode.

    Raises BadAddress. The result is ASCII unless the local part is not (SMTPUTF8).
    """
    if not addr:
        raise BadAddress(Flaw.EMPTY)
    if _CONTROL.search(addr):
        raise BadAddress(Flaw.CONTROL_CHARACTER)
    local, at, domain = addr.rpartition("@")
    if not at:
        raise BadAddress(Flaw.NO_AT)
    wire = f"{_local_part(local)}@{_domain(domain)}"
    if len(wire.encode()) > 254:
        raise BadAddress(Flaw.TOO_LONG)
    return wire


def _local_part(local: str) -> str:
    if not local:
        raise BadAddress(Flaw.NO_LOCAL_PART)
    if _DOT_ATOM.fullmatch(local):
        wire = local
    elif _WILD_DOTS.fullmatch(local):
        wire = f'"{local}"'
    elif _QUOTED.fullmatch(local) and "<" not in local and ">" not in local:
        wire = _requoted(re.sub(r"\\(.)", r"\1", local[1:-1]))
    else:
        raise BadAddress(Flaw.LOCAL_PART)
    if len(wire.encode()) > 64 + 2 * wire.startswith('"'):
        raise BadAddress(Flaw.LOCAL_PART_TOO_LONG)
    return wire


def _requoted(content: str) -> str:
    """Quoted only where it must be: `"aiko"@…` and `aiko@…` are one mailbox (RFC 5321 4.1.2)."""
    if _DOT_ATOM.fullmatch(content):
        return content
    return '"' + re.sub(r'(["\\])', r"\\\1", content) + '"'


def _domain(domain: str) -> str:
    if _LITERAL.fullmatch(domain):
        return domain
    try:
        ascii_form = domain if domain.isascii() else idna.encode(domain, uts46=True).decode("ascii")
    except idna.IDNAError as error:
        raise BadAddress(Flaw.DOMAIN) from error
    if len(ascii_form) > 253 or not all(map(_LABEL.fullmatch, ascii_form.split("."))):
        raise BadAddress(Flaw.DOMAIN)
    return ascii_form.lower()
