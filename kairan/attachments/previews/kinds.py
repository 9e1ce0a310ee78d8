"""What a file is, by its bytes alone: neither its name nor its label is believed."""

import re
from enum import StrEnum

LOOKED_AT = 64 * 1024


class Kind(StrEnum):
    """What can be shown of files."""

    PICTURE = "picture"
    PDF = "pdf"
    TEXT = "text"


_PICTURE = re.compile(rb"\x89PNG\r\n\x1a\n|\xff\xd8\xff|GIF8[79]a|RIFF....WEBP", re.DOTALL)
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
# What no text holds. The escape of ISO-2022-JP and the shifts of old codes are in texts.
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x10-\x1a\x1c-\x1f\x7f]")


def kind_of(data: bytes) -> Kind | None:
    """Return what ``data`` is; None for what is not shown, SVG pictures among it as pictures."""
    if _PICTURE.match(data):
        return Kind.PICTURE
    if data.startswith(b"%PDF-"):
        return Kind.PDF
    beginning = data[:LOOKED_AT]
    is_text = beginning.startswith(_UTF_16) or not _CONTROL.search(beginning)
    return Kind.TEXT if beginning.strip() and is_text else None
