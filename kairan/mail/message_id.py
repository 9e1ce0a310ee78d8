"""Message-IDs: fresh ones for letters, stable ones as the root of a record's thread."""

import re
import secrets

# Wider than RFC 5322 3.6.4: a reply must name the mail it answers, whatever its program called it.
_ID = re.compile(r"<[\x21-\x3b\x3d\x3f-\x7e]{1,900}>")
_DOMAIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,200}[A-Za-z0-9])?")
_UNSAFE = re.compile(r"[^A-Za-z0-9_\-]+")


class NotAMessageId(ValueError):
    """What was given is no `<…>` that may stand in a header, or no domain for one."""


class MessageId(str):
    """A msg-id with its angle brackets; it cannot hold a blank, a control or a line break."""

    __slots__ = ()

    def __new__(cls, text: str) -> "MessageId":
        """Raises NotAMessageId for anything but one `<…>` of visible ASCII."""
        if not _ID.fullmatch(text):
            raise NotAMessageId(ascii(text[:100]))
        return super().__new__(cls, text)


def new(domain: str) -> MessageId:
    """A Message-ID nobody has used: 120 random bits at `domain` (ASCII). Raises NotAMessageId."""
    return MessageId(f"<{secrets.token_hex(15)}@{_checked(domain)}>")


def root_of(record: str, domain: str) -> MessageId:
    """The id every mail about `record` ("circulation:12") refers to, always the same for it.

    It names no mail; clients thread by it all the same (RFC 5256 builds empty containers).
    """
    return MessageId(
        f"<{_UNSAFE.sub('.', record).strip('.') or 'record'}.thread@{_checked(domain)}>"
    )


def _checked(domain: str) -> str:
    if not _DOMAIN.fullmatch(domain):
        raise NotAMessageId(ascii(domain[:100]))
    return domain


def read_all(header: str) -> list[MessageId]:
    """The ids in a References or In-Reply-To header, in their order; what is none is left out."""
    return [MessageId(found) for found in _ID.findall(header)]
