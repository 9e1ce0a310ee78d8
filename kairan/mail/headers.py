"""Header fields: values that cannot hold a line break, and how they are written on the wire."""

import re
from typing import Self

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_BLANKS = re.compile(r"[ \t]+")


class UnsafeHeader(ValueError):
    """A value for a header holds a line break, another control character or half a character."""


class HeaderValue(str):
    """Text for one header field: no line break, no control character, no lone surrogate.

    Constructing one with such a character raises UnsafeHeader: use it for values that the program
    makes. `clean` is for text that people wrote.
    """

    __slots__ = ()

    def __new__(cls, text: str) -> Self:
        """Raises UnsafeHeader."""
        found = _CONTROL.search(text)
        if found:
            raise UnsafeHeader(f"U+{ord(found[0]):04X} cannot stand in a header.")
        return super().__new__(cls, text)

    @classmethod
    def clean(cls, text: str) -> Self:
        """`text` on one line: each control character and each run of blanks becomes one space."""
        return cls(_BLANKS.sub(" ", _CONTROL.sub(" ", text)).strip())


class Subject(HeaderValue):
    """The subject of a letter, unencoded."""

    __slots__ = ()


class DisplayName(HeaderValue):
    """The name beside an address, unencoded and unquoted."""

    __slots__ = ()


class FileName(HeaderValue):
    """The name of an attached file, without folders."""

    __slots__ = ()

    def __new__(cls, text: str) -> Self:
        """Raises UnsafeHeader, also for a name with a folder in it or no name at all."""
        if not text or "/" in text or "\\" in text or text in (".", ".."):
            raise UnsafeHeader("A file name is not empty and has no folder in it.")
        return super().__new__(cls, text)

    @classmethod
    def clean(cls, text: str) -> Self:
        """The last part of a path, on one line; "file" when nothing is left."""
        last = re.split(r"[/\\]", _CONTROL.sub(" ", text))[-1]
        name = _BLANKS.sub(" ", last).strip()
        return cls(name if name.strip(".") else "file")


_FIELD_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,60}")
# What a Letter says in a place of its own; twice in a header it would mislead readers.
_OWN = frozenset(
    {
        "from",
        "sender",
        "reply-to",
        "to",
        "cc",
        "bcc",
        "subject",
        "date",
        "message-id",
        "in-reply-to",
        "references",
        "mime-version",
        "content-type",
        "content-transfer-encoding",
        "content-disposition",
        "content-id",
        "content-language",
    }
)


class FieldName(str):
    """The name of an extra header field; those a Letter has a place for are refused."""

    __slots__ = ()

    def __new__(cls, text: str) -> Self:
        """Raises UnsafeHeader."""
        if not _FIELD_NAME.fullmatch(text) or text.lower() in _OWN:
            raise UnsafeHeader(f"{text[:60]!r} cannot name an extra header field.")
        return super().__new__(cls, text)
