"""Reads and writes files of many mails: mbox in its form "mboxrd" (RFC 4155, and mbox(5)).

A mail begins with a line "From " after an empty line; in its text such lines get a ">" before them.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

LARGEST = 64 * 1024 * 1024
_START = re.compile(rb"(?:\A|(?<=\n\n)|(?<=\r\n\r\n))From [^\r\n]*\r?\n(?=[!-9;-~]+:|From |\r?\n)")
_QUOTED = re.compile(rb"^>(>*From )", re.MULTILINE)
_TO_QUOTE = re.compile(rb"^(>*From )", re.MULTILINE)
_LINE_END = re.compile(rb"\r\n|\r|\n")


def written(raw: bytes, moment: datetime) -> bytes:
    """Return a mail as it stands in an mbox file; ``moment`` is aware, and when it came."""
    text = _LINE_END.sub(b"\n", raw)
    if not text.endswith(b"\n"):
        text += b"\n"
    stamp = moment.astimezone(UTC).strftime("%a %b %d %H:%M:%S %Y").encode()
    return b"From MAILER-DAEMON " + stamp + b"\n" + _TO_QUOTE.sub(rb">\1", text) + b"\n"


def is_mbox(beginning: bytes) -> bool:
    """Whether a file that begins so holds many mails; else it is one mail, such as an .eml file."""
    return beginning.startswith(b"From ")


def split(data: bytes, *, is_all: bool, most: int) -> tuple[list[bytes], int]:
    """Return the first mails in ``data`` (at most ``most``), and how many bytes they take up.

    ``data`` begins with a mail. Unless it ``is_all`` of the file, its last mail may go on behind
    it and is left. Lines end with CRLF in what is returned, as they do on the wire.
    """
    if not is_mbox(data):
        return ([data], len(data)) if is_all and data else ([], 0)
    starts = [found.start() for found in _START.finditer(data)]
    starts = starts if starts[:1] == [0] else [0, *starts]
    ends = starts[1:] + ([len(data)] if is_all else [])
    mails = [_plain(data[start:end]) for start, end in _spans(starts, ends, most)]
    return mails, ends[: len(mails)][-1] if mails else 0


def _spans(starts: list[int], ends: list[int], most: int) -> Iterator[tuple[int, int]]:
    yield from list(zip(starts, ends, strict=False))[:most]


def _plain(entry: bytes) -> bytes:
    """Return the mail of one entry: without its first line, its empty last one, its quoting."""
    text = _LINE_END.sub(b"\n", entry.partition(b"\n")[2])
    if text.endswith(b"\n\n"):
        text = text[:-1]
    return _QUOTED.sub(rb"\1", text).replace(b"\n", b"\r\n")
