"""Which of the Latin charsets unlabelled bytes are in: that of western, central or Turkish Europe.

The three have their letters in the same places, and statistics take French for Swedish in the
charset of Prague. What tells are bytes that are letters in one and signs in the other.
"""

import re

_LETTER = rb"[A-Za-z\xc0-\xff]"
# š ž ť ź ą ł ľ ý ţ and the like: in a western word these are signs, or letters it does not have.
_CENTRAL = re.compile(
    rb"(?<=" + _LETTER + rb")[\x8a\x8d-\x8f\x9a\x9d-\x9f\xa5\xb1\xb6\xba\xbc\xbe\xbf\xfd\xfe]"
    rb"(?=[a-z\x80-\xff])"
    rb"|(?<=" + _LETTER * 2 + rb")[\x9a\x9e\x9f\xb1\xb3\xb6\xb9\xbc\xbe\xbf\xfd\xfe]"
    rb"|[\x8a\x8d-\x8f\x9a\x9d-\x9f\xa3\xa5\xa6\xaf\xb3\xb6\xb9\xbc\xbe](?=[a-z\xe0-\xff])"
    rb"|[\xd5\xf5](?=[b-df-z \r\n])"  # ő, as against õ, which Portuguese has before an e
)
_TURKISH = re.compile(rb"[\xf0\xfd\xfe](?=[a-z\xe0-\xff \r\n.,])|\xdd(?=[a-z])")
_UNTURKISH = re.compile(rb"[\x8a\x8e\x9a\x9e\xe1\xec\xed\xf3\xf8\xfa]")
_ONLY_WINDOWS = re.compile(rb"[\x80-\x9f]")
_ONLY_ISO = re.compile(rb"[\xa1\xa6\xac\xb1\xb6\xb9\xbc\xbe]")
_SHARE = 0.08


def charset(data: bytes) -> str:
    """The WHATWG name of the Latin charset that `data` is most likely in."""
    foreign = len(data) - len(data.translate(None, _HIGH))
    if b"\xfd" in data and _is_told(_TURKISH, data, foreign) and not _UNTURKISH.search(data):
        return "windows-1254"
    if not _is_told(_CENTRAL, data, foreign):
        return "windows-1252"
    is_iso = not _ONLY_WINDOWS.search(data) and _ONLY_ISO.search(data)
    return "iso-8859-2" if is_iso else "windows-1250"


_HIGH = bytes(range(0x80, 0x100))


def _is_told(pattern: re.Pattern[bytes], data: bytes, foreign: int) -> bool:
    return len(pattern.findall(data)) > _SHARE * foreign
