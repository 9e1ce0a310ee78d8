"""What somebody types into To, Cc and Bcc: addresses with or without names, between commas."""

import re
from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kairan.mail.address import Address, BadAddress
from kairan.mail.headers import UnsafeHeader

_SEPARATORS = re.compile(r"""(?:"(?:[^"\\]|\\.)*"|<[^<>]*>|[^,;、，；\n"<]|["<])+""")


def parse_recipients(text: str) -> list[Address]:
    """Return the addresses in ``text``, none twice.

    Commas, semicolons (ASCII and Japanese) and line ends stand between them. Raises
    ``ValidationError`` with a sentence that names what is no address.
    """
    found: dict[str, Address] = {}
    for part in _parts(text):
        try:
            address = Address.parse(part)
        except (BadAddress, UnsafeHeader) as error:
            raise ValidationError(
                _("“%(part)s” is no e-mail address. Write it like name@example.com.")
                % {"part": part[:100]}
            ) from error
        found.setdefault(address.wire_form, address)
    return list(found.values())


def typed(name: str, address: str) -> str:
    """Return an address as a person would type it, so that ``parse_recipients`` reads it back."""
    if not name:
        return address
    quotable = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{quotable}" <{address}>'


def _parts(text: str) -> Iterator[str]:
    for match in _SEPARATORS.finditer(text):
        part = match[0].strip()
        if part:
            yield part
