"""Envelope addresses as they stand on the wire, and the MAIL and RCPT lines around them."""

import re
from functools import lru_cache
from typing import NamedTuple

import idna

from kairan.mail.errors import Kind, MailServerError

_LONGEST = 254  # RFC 5321 §4.5.3.1.3: a path has 256 octets with its angle brackets

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_DOMAIN = (
    r"[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?(?:\.[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?)*"
)
_PLAIN = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@{_DOMAIN}")
_LOCAL = re.compile(rf"{_ATOM}(?:\.{_ATOM})*")
_ASCII_DOMAIN = re.compile(rf"{_DOMAIN}|\[[A-Za-z0-9:.]+\]")
# The brief rule for everything else: printable, and nothing that could end the path or the line.
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f-\x9f<>\u2028\u2029\ud800-\udfff]")
_ALREADY_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')


class WireAddress(NamedTuple):
    """An address ready for ``<…>``; ``international`` when it needs SMTPUTF8 (RFC 6531)."""

    text: bytes
    international: bool


def wire_address(address: str) -> WireAddress:
    """Return ``address`` as MAIL and RCPT say it; BAD_ADDRESS where that cannot be.

    A local part that is no dot-atom is quoted: ``a..b.@docomo.ne.jp`` becomes
    ``"a..b."@docomo.ne.jp``. A domain outside ASCII becomes its A-label (RFC 5891).
    """
    if len(address) <= _LONGEST and _PLAIN.fullmatch(address):
        return WireAddress(address.encode("ascii"), international=False)
    local, at, domain = address.rpartition("@")
    if not at or not local or not domain or _FORBIDDEN.search(address):
        raise _bad(address)
    text = f"{_local(local, address)}@{_domain(domain, address)}"
    wire = text.encode()
    if len(wire) > _LONGEST:
        raise _bad(address)
    return WireAddress(wire, international=not text.isascii())


def _local(local: str, address: str) -> str:
    quoted = _ALREADY_QUOTED.fullmatch(local)
    content = re.sub(r"\\(.)", r"\1", quoted[1]) if quoted else local
    if not content or (quoted is None and "@" in content):
        raise _bad(address)  # two addresses are no address
    unquoted = re.sub(r"[^\x00-\x7f]", "x", content)  # RFC 6531 §3.3: any UTF-8 is atext
    if _LOCAL.fullmatch(unquoted):
        return content
    return '"' + re.sub(r'(["\\])', r"\\\1", content) + '"'


def _domain(domain: str, address: str) -> str:
    if not domain.isascii():
        try:
            domain = idna.encode(domain, uts46=True).decode("ascii")
        except idna.IDNAError as error:
            raise _bad(address) from error
    if not _ASCII_DOMAIN.fullmatch(domain):
        raise _bad(address)
    return domain


def _bad(address: str) -> MailServerError:
    return MailServerError(Kind.BAD_ADDRESS, detail=ascii(address[:300]))


class Extensions(NamedTuple):
    """What EHLO offered. ``size`` is ``None`` when unlimited or untold."""

    pipelining: bool = False
    eight_bit: bool = False
    smtputf8: bool = False
    starttls: bool = False
    size: int | None = None
    size_offered: bool = False
    mechanisms: tuple[str, ...] = ()

    def check(self, size: int, *, eight_bit: bool) -> None:
        """Refuse a letter that this server said it cannot take (RFC 1870 §6, RFC 6152)."""
        if self.size is not None and size > self.size:
            detail = f"{size:,} bytes, the server takes {self.size:,}"
            raise MailServerError(Kind.TOO_LARGE, command="MAIL", detail=detail)
        if eight_bit and not self.eight_bit:
            raise MailServerError(Kind.EIGHT_BIT_NOT_OFFERED, command="MAIL")


def parse_extensions(lines: list[str]) -> Extensions:
    """Return what the lines of an EHLO reply offer; the first line is the server's name."""
    offered = [line.upper().replace("AUTH=", "AUTH ", 1).split() for line in lines[1:]]
    words = {line[0]: line[1:] for line in offered if line}
    mechanisms = [name for line in offered if line[:1] == ["AUTH"] for name in line[1:]]
    size = words.get("SIZE", [])
    return Extensions(
        pipelining="PIPELINING" in words,
        eight_bit="8BITMIME" in words,
        smtputf8="SMTPUTF8" in words,
        starttls="STARTTLS" in words,
        size=int(size[0]) if size and size[0].isdecimal() and int(size[0]) else None,
        size_offered="SIZE" in words,
        mechanisms=tuple(dict.fromkeys(mechanisms)),
    )


@lru_cache(maxsize=1024)
def _reverse_path(sender: str) -> WireAddress:
    return wire_address(sender) if sender else WireAddress(b"", international=False)


def mail_line(
    sender: str, *, offers: Extensions, size: int, eight_bit: bool, international: bool
) -> bytes:
    """Return ``MAIL FROM:<…>`` with the parameters the server understands, with its line end."""
    path, own = _reverse_path(sender)
    international = international or own
    if international and not offers.smtputf8:
        raise MailServerError(Kind.SMTPUTF8_NOT_OFFERED, command="MAIL")
    line = b"MAIL FROM:<" + path + b">"
    if size and offers.size_offered:
        line += b" SIZE=%d" % size
    if offers.eight_bit and (eight_bit or international):
        line += b" BODY=8BITMIME"  # RFC 6531 §3.6 wants it with SMTPUTF8
    if international:
        line += b" SMTPUTF8"
    return line + b"\r\n"
