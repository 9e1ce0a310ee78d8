"""One mail, opened: parsed from its bytes when it is looked at."""

import mimetypes
from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from kairan.attachments import contents
from kairan.attachments.previews import Kind, kind_of
from kairan.mail.clean_html import Cleaned, clean, text_to_html
from kairan.mail.parse import Attachment, parse
from kairan.mail.parse import Message as Parsed
from kairan.mail.plain_text import plain_text
from kairan.webmail.models import Message
from kairan.webmail.reading.choices import always_shows

PICTURES = {"image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp"}


@dataclass(frozen=True)
class File:
    """A file that came with a mail, and its place among the parts."""

    number: int
    part: Attachment

    @property
    def name(self) -> str:
        """The name to show and to save under."""
        return self.part.name or self.plain_name

    @property
    def kind(self) -> Kind | None:
        """What can be shown of it, by its bytes alone."""
        return kind_of(self.part.data)

    @property
    def plain_name(self) -> str:
        """A name made of the type, for a file that has none one could save under."""
        ending = mimetypes.guess_extension(self.part.type) or ""
        return f"{self.part.type.replace('/', '-')}-{self.number + 1}{ending}"


class OpenedMail:
    """The message of a row, with what its page needs. Nothing of it is trusted."""

    def __init__(self, message: Message, *, hosts: Iterable[str] = ()) -> None:
        """Open ``message`` for a page of the office, which answers under these ``hosts``."""
        self.message = message
        self.hosts = frozenset(hosts)

    @cached_property
    def raw(self) -> bytes:
        """The bytes as the server gave them."""
        return contents.read(self.message.content_id)

    @cached_property
    def parsed(self) -> Parsed:
        """What the bytes say."""
        return parse(self.raw, charset=self.message.charset)

    @property
    def has_html(self) -> bool:
        """Whether there is a formatted version."""
        return bool(self.parsed.html.strip())

    @cached_property
    def cleaned(self) -> Cleaned:
        """The HTML that may be shown; remote pictures only where the reader asked for them."""
        return clean(
            self.parsed.html,
            pictures=self.shows_pictures,
            cid=self._picture_data,
            shunned=self.hosts,
        )

    @cached_property
    def shows_pictures(self) -> bool:
        """Whether its reader has asked for its remote pictures, or for all of its sender."""
        return self.message.shows_pictures or self.shows_sender

    @cached_property
    def shows_sender(self) -> bool:
        """Whether its reader wants to see the pictures of whoever it says it is from."""
        return always_shows(self.sender_address, reader=self.message.owner)

    @cached_property
    def sender_address(self) -> str:
        """The address it says it is from, or ""."""
        return self.parsed.from_[0].addr if self.parsed.from_ else ""

    @property
    def picture_sources(self) -> str:
        """From where its frame may load pictures, as a content policy says it."""
        return " ".join(["data:", *self.cleaned.origins])

    @property
    def text_html(self) -> str:
        """The plain text as harmless HTML."""
        return text_to_html(self.text)

    @cached_property
    def text(self) -> str:
        """The plain text, taken from the HTML where the mail has none."""
        return self.parsed.text or plain_text(self.parsed.html)

    @cached_property
    def files(self) -> list[File]:
        """What one may save: every part that is not shown inside the text."""
        shown = self._shown_inside
        return [
            file
            for file in self.all_files
            if not (file.part.is_inline and file.part.content_id.strip("<>") in shown)
        ]

    @cached_property
    def all_files(self) -> list[File]:
        """Every part that is no text of the mail, pictures inside the text too."""
        return [File(number, part) for number, part in enumerate(self.parsed.attachments)]

    @cached_property
    def _shown_inside(self) -> set[str]:
        html = self.parsed.html
        ids = (part.content_id.strip("<>") for part in self.parsed.attachments)
        return {each for each in ids if each and f"cid:{each}" in html}

    def _picture_data(self, content_id: str) -> str | None:
        """Return an inline picture as a data URL: the frame of a mail fetches nothing from us."""
        for part in self.parsed.attachments:
            if part.content_id.strip("<>") == content_id and part.type in PICTURES:
                return f"data:{part.type};base64,{b64encode(part.data).decode()}"
        return None
