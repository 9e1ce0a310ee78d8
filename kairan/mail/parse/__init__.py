"""Reads any bytes that call themselves a mail. Nothing here raises, hangs or yields a surrogate.

`parse(raw)` gives a `Message`, `headers_only(raw)` a `Summary` for lists, `to_json(message, uid)`
the values and `json_line` the line that `kairan mail parse` prints. `without_files(message)` is
lighter to hold and to hand on.
"""

from kairan.mail.parse.as_json import json_line, to_json
from kairan.mail.parse.message import Attachment, Body, Header, Message, Summary, without_files
from kairan.mail.parse.reading import headers_only, parse
from kairan.mail.parse.values import Address

__all__ = [
    "Address",
    "Attachment",
    "Body",
    "Header",
    "Message",
    "Summary",
    "headers_only",
    "json_line",
    "parse",
    "to_json",
    "without_files",
]
