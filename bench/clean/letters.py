"""Ordinary HTML letters: some written as the common programs write them, and the corpora's.

Those of other projects are taken from ``KAIRAN_CORPORA``, where it is.
"""

from pathlib import Path

from bench.parse.office_mail import mails
from kairan.mail.parse import parse
from kairan.mail.tests.foreign import place

_WRITTEN = Path(__file__).with_name("letters.txt")


def letters() -> list[str]:
    """The HTML of every letter, none of them twice."""
    written = _WRITTEN.read_text(encoding="utf-8").split("\n=====\n")
    made = (parse(raw).html for raw in mails(40))
    files = sorted(place().glob("mail/**/*.eml")) + sorted(place().glob("mail/**/*.msg"))
    theirs = (parse(file.read_bytes()).html for file in files)
    found = dict.fromkeys([*written, *made, *theirs])
    return [html for html in found if "<" in html and html.strip()]
