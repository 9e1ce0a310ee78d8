"""Reads lists of addresses as the world writes them (RFC 5322 3.4 and 4.4, RFC 6532)."""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from kairan.mail.parse import words
from kairan.mail.parse.values import Address

LONGEST = 200_000
"""Bytes of one list of addresses that are read (some 5,000 recipients)."""

MOST = 4_000
"""Addresses of one list that are read."""

_SHORT = 200
_SIMPLE = re.compile(
    r"""\s*(?:"([^"\\<>]{1,200})"|([^"<>(),:;@\\]{0,200}?))\s*"""
    r"""<([^\s<>"(),:;\\@]{1,200}@[^\s<>"(),:;\\@]{1,255})>\s*$"""
)
_BARE = re.compile(r"\s*([^\s<>\"(),:;\\@=]{1,200}@[^\s<>\"(),:;\\@]{1,255})\s*$")
_TANGLED = re.compile(r"[\"(:;\\]")
_AFTER_BRACKETS = re.compile(r"(?<=>)\s{0,5},")
_TOKEN = re.compile(
    r"""(?P<space>\s+)"""
    r"""|(?P<quoted>"[^"\\]*+(?:\\.[^"\\]*+){0,500}+"?)"""
    r"""|(?P<angle><(?:[^<>"]++|"[^"]*"){0,100}>|<[^<>",;]*)"""
    r"""|(?P<mark>[,;:()>])"""
    r"""|(?P<atom>=\?[^?\s]{1,80}\?[bBqQ]\?[^?]*\?="""
    r"""|(?:[^\s"(),;:<>\\\[]++|\\.|\[[^\[\]\s<>,]*\]|[\[\\]){1,500}+)""",
    re.DOTALL,
)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_ROUTE = re.compile(r"(?:@[^@:,<>\s]*,?\s*)+:")
_PARENTHESIS = re.compile(r"([()])")
_INNER = re.compile(r"<([^<>\s]+@[^<>\s]+)>")


@dataclass(slots=True)
class _Mailbox:
    """One address while it is being read."""

    phrase: list[str] = field(default_factory=list)
    angle: str | None = None
    comments: list[str] = field(default_factory=list)
    named: int = 0
    """How many pieces of the phrase came before the angle brackets."""


def read(text: str) -> tuple[Address, ...]:
    """The addresses of a field's text, encoded words still encoded; groups are flattened."""
    found: list[Address] = []
    for part in _parts(text):
        one = _known(part) if len(part) <= _SHORT else _simple(part)
        if one is None:
            return tuple(_Reader(text).addresses())
        found.append(one)
    return tuple(found)


def _parts(text: str) -> list[str]:
    """What stands between the commas; in a list with quotations, after each angle bracket.

    A part cut out of the middle of a quotation or an encoded word is no mailbox by itself.
    """
    if "," not in text:
        return [text]
    if _TANGLED.search(text):
        return _AFTER_BRACKETS.split(text, MOST)[:MOST]
    return text.split(",", MOST)[:MOST]


@lru_cache(maxsize=4096)
def _known(text: str) -> Address | None:
    """The mailbox of somebody who writes more than once."""
    return _simple(text)


def _simple(text: str) -> Address | None:
    """A mailbox in one of the two forms that nearly all have."""
    bare = _BARE.match(text)
    if bare:
        return Address("", bare[1])
    match = _SIMPLE.match(text)
    if match is None or "=?" in match[3]:
        return None
    name = words.decode_words(match[1] or match[2] or "")
    if "=?" in name or "?=" in name:
        return None
    return Address(words.one_line(name), match[3])


class _Reader:
    """Walks over the pieces of a list once; an unclosed quote or comment is read as words."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.may_guess = words.guesses_are_affordable(text)
        self.found: list[Address] = []
        self.mailbox = _Mailbox()
        self.depth = 0
        self.comment_start = 0

    def addresses(self) -> list[Address]:
        rest = self._walk(self.text)
        if rest is not None:
            self.mailbox = _Mailbox()
            self.depth = 0
            self._walk(rest.translate({0x22: " ", 0x28: " ", 0x29: " "}))
        self._close()
        return self.found[:MOST]

    def _walk(self, text: str) -> str | None:
        """Reads on; gives back what must be read again because a quote or comment never ended."""
        box_start = 0
        for match in _TOKEN.finditer(text):
            kind, piece = match.lastgroup, match[0]
            if kind == "mark" and piece in "()":
                self._parenthesis(text, match)
            elif self.depth:
                continue
            elif kind == "mark":
                self._mark(piece)
                box_start = match.end()
            elif kind == "quoted" and not _is_closed(piece):
                return text[box_start:]
            else:
                self._word(kind or "", piece)
        return text[box_start:] if self.depth else None

    def _parenthesis(self, text: str, match: re.Match[str]) -> None:
        if match[0] == "(":
            self.comment_start = self.comment_start if self.depth else match.end()
            self.depth += 1
        elif self.depth:
            self.depth -= 1
            if not self.depth:
                self.mailbox.comments.append(text[self.comment_start : match.start()])

    def _mark(self, piece: str) -> None:
        if piece in ",;":
            self._close()
        elif piece == ":" and self.mailbox.angle is None:
            self.mailbox = _Mailbox()  # The name of a group, or "mailto".

    def _word(self, kind: str, piece: str) -> None:
        if kind == "angle":
            if self.mailbox.angle:
                following = self.mailbox.phrase[self.mailbox.named :]
                del self.mailbox.phrase[self.mailbox.named :]
                self._close()
                self.mailbox.phrase = following
            self.mailbox.named = len(self.mailbox.phrase)
            self.mailbox.angle = piece.strip("<>")
        elif kind == "space":
            self.mailbox.phrase.append(" ")
        else:
            self.mailbox.phrase.append(piece)

    def _close(self) -> None:
        address = _address(self.mailbox, may_guess=self.may_guess)
        self.mailbox = _Mailbox()
        if address is not None:
            self.found.append(address)


def _is_closed(piece: str) -> bool:
    if len(piece) < 2 or not piece.endswith('"'):
        return False
    slashes = len(piece) - 1 - len(piece[:-1].rstrip("\\"))
    return slashes % 2 == 0 or len(piece) == slashes + 1


def _address(mailbox: _Mailbox, *, may_guess: bool) -> Address | None:
    addr, phrase = _split(mailbox)
    name = _name(phrase, may_guess=may_guess) or _name(mailbox.comments, may_guess=may_guess)
    if addr.startswith("@"):
        addr = ""  # What servers of old wrote behind a group: "undisclosed-recipients:;@host".
    elif not addr and "@" in name:
        name, addr = _within(name)
    return Address(name, addr) if addr or name else None


def _within(name: str) -> tuple[str, str]:
    """Name and address where the whole of them was put into an encoded word."""
    inner = _INNER.search(name)
    if inner:
        return name[: inner.start()].strip(' "'), inner[1]
    bare = _BARE.match(name)
    return ("", bare[1]) if bare else (name, "")


def _split(mailbox: _Mailbox) -> tuple[str, list[str]]:
    """The addr-spec, and the pieces of the phrase without it."""
    if mailbox.angle is not None:
        addr = _addr_spec(mailbox.angle)
        if addr or not any("@" in piece for piece in mailbox.phrase):
            return addr, mailbox.phrase
    return _bare(mailbox.phrase)


def _addr_spec(text: str) -> str:
    text = words.one_line(words.decode_words(_without_comments(text)))
    if text[:7].lower() == "mailto:":
        text = text[7:]
    route = _ROUTE.match(text)
    if route:
        text = text[route.end() :]
    return text if '"' in text else "".join(text.split())


def _without_comments(text: str) -> str:
    if "(" not in text:
        return text
    kept: list[str] = []
    depth = 0
    for piece in _PARENTHESIS.split(text):
        if piece == "(":
            depth += 1
        elif piece == ")":
            depth = max(depth - 1, 0)
        elif not depth:
            kept.append(piece)
    return "".join(kept)


def _bare(phrase: list[str]) -> tuple[str, list[str]]:
    """An address without angle brackets: the last piece with an @, blanks around the @ allowed."""
    at = next((i for i in range(len(phrase) - 1, -1, -1) if "@" in phrase[i]), None)
    if at is None:
        pieces = [piece for piece in phrase if piece != " "]
        if len(pieces) == 1 and not pieces[0].startswith(('"', "=?")):
            return words.one_line(pieces[0]), []
        return "", phrase
    start = end = at
    if phrase[at].startswith("@"):
        start = _before(phrase, at)
    if phrase[at].endswith("@"):
        end = _after(phrase, at)
    while start > 0 and _is_one_word(phrase[start - 1], phrase[start]):
        start -= 1
    addr = "".join(piece for piece in phrase[start : end + 1] if piece != " ")
    return _addr_spec(addr), phrase[:start] + phrase[end + 1 :]


def _is_one_word(before: str, after: str) -> bool:
    """Are they the quoted and the plain half of one local part, like `"a..b".c` (RFC 5322 4.4)?"""
    if not (before.startswith('"') or after.startswith('"')):
        return False
    return before.endswith(".") or after.startswith(".")


def _before(phrase: list[str], at: int) -> int:
    start = at - 1
    while start > 0 and phrase[start] == " ":
        start -= 1
    return max(start, 0)


def _after(phrase: list[str], at: int) -> int:
    end = at + 1
    while end < len(phrase) - 1 and phrase[end] == " ":
        end += 1
    return min(end, len(phrase) - 1)


def _name(pieces: list[str], *, may_guess: bool) -> str:
    text = "".join(_unquoted(piece) for piece in pieces)
    return words.one_line(words.decode_words(text, may_guess=may_guess))


def _unquoted(piece: str) -> str:
    if piece.startswith('"'):
        return _ESCAPED.sub(r"\1", piece.strip('"') if not piece.endswith('\\""') else piece[1:-1])
    return piece
