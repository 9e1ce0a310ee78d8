"""Takes a mail that a server may have written apart: its own words, its report, what it returns."""

import re
from dataclasses import dataclass, field
from functools import cached_property
from html import unescape

import nh3

from kairan.mail.parse import Message, Summary, headers_only

REPORTS = {"message/delivery-status", "message/global-delivery-status"}
RETURNED = {"message/rfc822", "text/rfc822-headers", "message/global", "message/rfc822-headers"}
_MOST = 200_000
"""Characters of a notice that are read; what follows is what was returned."""
_BREAK = re.compile(r"(?=<(?:br|p|div|tr|li)\b)", re.IGNORECASE)
# Where the returned mail begins: a line that says so, or the head of a mail that was received.
_RETURNED_BELOW = re.compile(
    r"""^[ \t|*>-]*(?:
        (?:this|below|below[ ]this[ ]line|included)[ ]is[ ]a[ ]copy
        | (?:the[ ])?(?:original|unsent|undelivered|returned)[ ](?:message|mail)
          (?:[ ]text|[ ]headers)?(?:[ ](?:as[ ])?follows|[ ]*[:-]*[ ]*$)
        | message[ ](?:headers?|text)[ ]follows?
        | received:[ ](?:from|by)[ ]
        | return-path:[ ]*<
        | (?:x-)?dkim-signature:[ ]
        | arc-seal:[ ]
        | delivered-to:[ ]
    )""",
    re.IGNORECASE | re.MULTILINE | re.VERBOSE,
)


@dataclass(frozen=True)
class Content:
    """What a mail consists of, for somebody who asks whether a server wrote it."""

    message: Message
    reports: list[str] = field(default_factory=list)
    returned: Summary | None = None
    returned_raw: bytes = b""

    @cached_property
    def words(self) -> str:
        """What is said before the returned mail begins."""
        text = self.text
        begins = _RETURNED_BELOW.search(text)
        return text[: begins.start()] if begins else text

    @cached_property
    def text(self) -> str:
        """All that is said, as plain text with line feeds."""
        message = self.message
        said = (message.text, _plain(message.html), self._in_broken_parts())
        text = next((each for each in said if each.strip()), "")
        return text[:_MOST].replace("\r\n", "\n")

    def _in_broken_parts(self) -> str:
        parts = (part for part in self.message.attachments if part.type.startswith("multipart/"))
        return "\n".join(_text(part.data) for part in parts)

    @property
    def type(self) -> str:
        """The Content-Type of the mail, in small letters."""
        return self.message.header("Content-Type").lower()


def content_of(message: Message) -> Content:
    """Return the parts of ``message``."""
    reports = [_text(part.data) for part in message.attachments if part.type in REPORTS]
    parts = (part.data for part in message.attachments if part.type in RETURNED)
    returned = next((data for data in parts if data.strip()), b"")
    return Content(message, reports, headers_only(returned) if returned else None, returned)


def _text(data: bytes) -> str:
    return data[:_MOST].decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")


def _plain(html: str) -> str:
    if not html:
        return ""
    return unescape(nh3.clean(_BREAK.sub("\n", html[:_MOST]), tags=set()))
