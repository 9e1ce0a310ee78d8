"""A letter's bytes as they stand on the wire: only CRLF line ends, dots doubled, the final dot."""

import re

_BARE = re.compile(rb"\r\n|\r|\n")


def normalised(data: bytes) -> bytes:
    """Return ``data`` with every line end a CRLF.

    A bare CR or LF never leaves (RFC 5321 §2.3.8): servers that take one for a line end could be
    made to see a final dot where we sent none.
    """
    ends = data.count(b"\r\n")
    if data.count(b"\r") == ends and data.count(b"\n") == ends:
        return data
    return _BARE.sub(b"\r\n", data)


def wire_data(data: bytes) -> bytes:
    """Return what follows the reply 354: normalised, dots doubled (§4.5.2), with the final dot."""
    data = normalised(data)
    if b"\r\n." in data:
        data = data.replace(b"\r\n.", b"\r\n..")
    if data[:1] == b".":
        data = b"." + data
    if data[-2:] != b"\r\n" and data:
        return data + b"\r\n.\r\n"
    return data + b".\r\n"
