"""The beginning of a text, in whatever charset it is; HTML is a text like others."""

from dataclasses import dataclass

from kairan.mail.charsets import decode, read_as

SHOWN = 64 * 1024


@dataclass(frozen=True)
class Excerpt:
    """Text as a page may show it, once escaped, and whether it is all of it."""

    text: str
    is_whole: bool


def excerpt(data: bytes, *, label: str = "", charset: str = "") -> Excerpt:
    """Return the first 64 kB of a text: in ``charset``, which a person chose, else as it looks.

    ``label`` is the charset that the file claims to be in.
    """
    beginning = data[:SHOWN]
    read = read_as(beginning, charset) if charset else decode(beginning, label or None)
    return Excerpt(read.text.removeprefix("\ufeff"), is_whole=len(data) <= SHOWN)
