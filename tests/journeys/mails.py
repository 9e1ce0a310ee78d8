"""Mails as a foreign reader sees them: fast-mail-parser, in Rust, which knows nothing of ours."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import parseaddr

from fast_mail_parser import PyMimePart, parse_email, parse_email_tree

from tests.journeys.cast import OWNERS, Employee

METHOD = re.compile(r'\bmethod="?([A-Z]+)"?', re.IGNORECASE)
MARKUP = re.compile(r"<style.*?</style>|<[^>]+>", re.DOTALL)
LINK = re.compile(r"https?://[^\s\"<>]+")


@dataclass(frozen=True)
class Enclosed:
    """A part of a mail that is no text to read: a file, or something for a calendar."""

    name: str
    media_type: str
    content: bytes
    method: str = ""


@dataclass(frozen=True)
class Mail:
    """One mail in one mailbox; ``address`` is that of the envelope."""

    address: str
    headers: dict[str, str]
    subject: str
    text: str
    html: str
    files: list[Enclosed]
    calendars: list[Enclosed]

    @property
    def owner(self) -> Employee:
        """Whose mailbox it is."""
        return OWNERS[self.address]

    @property
    def links(self) -> list[str]:
        """Every link of the text."""
        return LINK.findall(self.text)

    @property
    def shown(self) -> str:
        """What a program that draws HTML shows of it."""
        return _one_line(html.unescape(MARKUP.sub(" ", self.html)))

    @property
    def told(self) -> str:
        """What a program without HTML shows, on one line."""
        return _one_line(self.text)

    def person(self, header: str) -> tuple[str, str]:
        """Return the name and the address in a header; nothing and nothing where it is missing."""
        return parseaddr(self.headers.get(header, ""))


def read(address: str, content: bytes) -> Mail:
    """Read what Postfix delivered to ``address``."""
    mail = parse_email(content)
    parts = list(_leaves(parse_email_tree(content)))
    enclosed = [
        Enclosed(part.filename, part.content_type.lower(), part.content or b"", _method(part))
        for part in parts
        if part.filename or not part.content_type.lower().startswith(("text/plain", "text/html"))
    ]
    return Mail(
        address=address,
        headers={name.lower(): values[0] for name, values in mail.headers.items()},
        subject=mail.subject,
        text="\n".join(mail.text_plain),
        html="\n".join(mail.text_html),
        files=[each for each in enclosed if not each.method],
        calendars=[each for each in enclosed if each.method],
    )


def _leaves(part: PyMimePart) -> Iterator[PyMimePart]:
    if not part.children:
        yield part
    for child in part.children:
        yield from _leaves(child)


def _method(part: PyMimePart) -> str:
    if part.content_type.lower() != "text/calendar":
        return ""
    found = METHOD.search(next(iter(part.headers.get("Content-Type", [])), ""))
    return found[1].upper() if found else ""


def _one_line(text: str) -> str:
    return " ".join(text.split())
