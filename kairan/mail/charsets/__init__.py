"""Charsets: what a label means, bytes of any letter read as text, text written in a chosen code."""

from kairan.mail.charsets.codes import Code, DoesNotFit
from kairan.mail.charsets.guess import sparing
from kairan.mail.charsets.labels import name_of
from kairan.mail.charsets.reading import Decoded, decode, read_as
from kairan.mail.charsets.writing import encode, fits

__all__ = [
    "Code",
    "Decoded",
    "DoesNotFit",
    "decode",
    "encode",
    "fits",
    "name_of",
    "read_as",
    "sparing",
]
