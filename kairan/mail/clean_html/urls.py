"""Says which addresses in a letter may be followed or loaded; everything relative is dropped."""

import html
import re
import urllib.parse
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

_IGNORED = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029\ufeff]+")
_WEB = re.compile(
    r"https?://(?:[^/\\?#@\s]*@)?([^/\\?#@\s:]+|\[[0-9a-fA-F:.]+\])(?::\d*)?(?=[/?#]|$)",
    re.IGNORECASE,
)
_DATA = re.compile(
    r"data:image/(?:png|gif|jpe?g|webp|bmp|avif|x-icon);base64,[a-z0-9+/=%]*", re.IGNORECASE
)
_WORD_HOST = re.compile(
    r"(?:https?://)?(?:[^\s/@]*@)?((?:[\w-]+\.)+[^\W\d_][\w-]{1,30})(?::\d+)?(?:[/?#]\S*)?$",
    re.IGNORECASE,
)
_EDGES = "<>()[]{}\"'“”‘’«»「」.,;:!? \t\r\n\u200b\u200e\u200f"

Cid = Callable[[str], str | None] | Mapping[str, str] | None


def link(href: str) -> str:
    """The address of a link as it may be followed (http, https, mailto, tel), or ""."""
    plain = _stripped(href)
    if _WEB.match(plain):
        return plain
    scheme, colon, rest = plain.partition(":")
    return plain if colon and rest and scheme.lower() in ("mailto", "tel") else ""


def _stripped(url: str) -> str:
    """Without what browsers skip in an address: blanks around it, line ends and tabs in it."""
    text = url.strip().translate({9: None, 10: None, 13: None})
    return _IGNORED.sub(
        lambda found: urllib.parse.quote(found[0]), text.strip("\x00\x01\x1f \ufeff")
    )


def host(url: str) -> str:
    """The host an http(s) address leads to, in lower case, or ""."""
    match = _WEB.match(url)
    return match[1].lower().rstrip(".") if match else ""


def is_deceptive(href: str, text: str) -> bool:
    """Do the words of a link name another host than the one it leads to?"""
    target = host(href)
    if not target:
        return False
    match = _WORD_HOST.match(html.unescape(text).strip(_EDGES))
    return match is not None and not _is_same_site(match[1].lower(), target)


def _is_same_site(shown: str, target: str) -> bool:
    shown, target = shown.removeprefix("www."), target.removeprefix("www.")
    try:
        shown = shown if shown.isascii() else shown.encode("idna").decode()
        target = target if target.isascii() else target.encode("idna").decode()
    except UnicodeError:
        return False
    return shown == target or target.endswith("." + shown)


# A browser reads 127.1, 0x7f.1 and 2130706433 as 127.0.0.1 (WHATWG URL 3.5).
_ODD_NUMBER = re.compile(
    r"(?!(?:(?:0|[1-9]\d{0,2})\.){3}(?:0|[1-9]\d{0,2})$)(?:.*\.)?(?:\d+|0x[0-9a-f]*)"
)
_PLAIN_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,252}[a-z0-9])?")
MOST_ORIGINS = 100
"""Places from which the pictures of one letter may come."""


def origin(url: str) -> str:
    """Where an http(s) address leads as a content policy names it, such as "http://a.example:81".

    "" for what a policy cannot name (CSP 3 section 2.3.1): no address, a host in brackets, or a
    number that is not written as four.
    """
    match = _WEB.match(_stripped(url))
    if match is None:
        return ""
    try:
        parts = urllib.parse.urlsplit(match[0])
        name = (parts.hostname or "").encode("idna").decode()
        port = parts.port
    except ValueError:
        return ""
    if not _PLAIN_HOST.fullmatch(name) or _ODD_NUMBER.fullmatch(name):
        return ""
    usual = {"http": 80, "https": 443}[parts.scheme.lower()]
    return f"{parts.scheme.lower()}://{name}" + (f":{port}" if port and port != usual else "")


@dataclass(slots=True)
class Pictures:
    """Decides about each picture, and counts those that would be fetched from elsewhere.

    From the origins that are `shunned` nothing is loaded, under either scheme.
    """

    are_allowed: bool
    cid: Cid = None
    shunned: frozenset[str] = frozenset()
    remote: int = 0
    origins: dict[str, None] = field(default_factory=dict)

    def source(self, url: str) -> str:
        """The address to load the picture from, or "" for none."""
        plain = _stripped(url)
        if _DATA.fullmatch(plain):
            return plain
        if plain[:4].lower() == "cid:":
            return self._part(urllib.parse.unquote(plain[4:]))
        place = origin(plain)
        if not place or place.partition("://")[2] in self.shunned:
            return ""
        self.remote += 1
        return plain if self.are_allowed and self._has_room_for(place) else ""

    def _has_room_for(self, place: str) -> bool:
        if len(self.origins) < MOST_ORIGINS:
            self.origins[place] = None
        return place in self.origins

    def _part(self, name: str) -> str:
        if self.cid is None:
            return ""
        found = self.cid.get(name) if isinstance(self.cid, Mapping) else self.cid(name)
        return found or ""


def is_remote(url: str) -> bool:
    """Would loading this address ask another machine?"""
    return _WEB.match(_stripped(url)) is not None
