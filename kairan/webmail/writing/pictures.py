"""Pictures in the text of a letter: kept with its draft, sent if its text still shows them."""

import io
import re
import warnings
from base64 import b64decode
from collections.abc import Iterable
from urllib.parse import unquote

from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image

from kairan.attachments import contents
from kairan.attachments.models import Attachment
from kairan.attachments.operations import keep_file
from kairan.mail.compose import Picture
from kairan.mail.headers import FileName
from kairan.shell.refusals import Refused
from kairan.webmail.models import Draft, InlinePicture
from kairan.webmail.reading.mail import PICTURES, OpenedMail
from kairan.webmail.writing.rich import Cid

MOST = 50
"""Pictures of a mail that come along into the letter that quotes it."""
_EMBEDDED = re.compile(r'src="data:image/[a-z-]+;base64,([^"]*)"', re.IGNORECASE)
_FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "BMP")
_TYPES = {name: f"image/{name.lower()}" for name in _FORMATS} | {"MPO": "image/jpeg"}


@transaction.atomic
def keep_picture(draft: Draft, data: bytes, *, name: str) -> InlinePicture:
    """Keep a picture for the text of ``draft``, which is stored; refused if it is none."""
    file = keep_file(data, name=name, by=draft.owner, media_type=media_type_of(data, name=name))
    return InlinePicture.objects.create(draft=draft, file=file)


def media_type_of(data: bytes, *, name: str) -> str:
    """Return what kind of picture ``data`` is, whatever its name says; refused if it is none."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # Nothing is decoded.
            with Image.open(io.BytesIO(data), formats=_FORMATS) as opened:
                found = _TYPES[opened.format or ""]
    except Exception as error:  # Whatever a decoder makes of hostile bytes.
        raise Refused(
            _(
                "“%(name)s” is no picture that a letter can show. Choose a PNG, JPEG, GIF or WebP "
                "file."
            )
            % {"name": name}
        ) from error
    return found


def address_of(draft: Draft) -> Cid:
    """Return what tells by which address the HTML of ``draft`` may name one of its pictures."""
    known = {each.content_id for each in draft.pictures.all()} if draft.pk else set()
    return lambda name: f"cid:{name}" if name in known else None


class TakenAlong:
    """Keeps the pictures of a mail for the draft that quotes it: each once, and no more than MOST.

    Equal pictures are one, whatever their Content-IDs. What is beyond that is not shown.
    """

    def __init__(self, draft: Draft, mail: OpenedMail | None) -> None:
        self._draft = draft
        self._files = mail.all_files if mail is not None else []
        self._found: dict[str, str | None] = {}
        self._addresses: dict[bytes, str | None] = {}
        self._left = MOST

    def __call__(self, name: str) -> str | None:
        """Return the address of the picture whose Content-ID in the mail is ``name``."""
        if name not in self._found:
            self._found[name] = self._named(name)
        return self._found[name]

    def embedded(self, html: str) -> str:
        """Return cleaned ``html`` with pictures of the letter for those that stand in it as data.

        Many programs show no others.
        """
        return _EMBEDDED.sub(self._lifted_out, html)

    def _lifted_out(self, found: re.Match[str]) -> str:
        try:
            data = b64decode(unquote(found[1]), validate=True)
        except ValueError:
            return 'src=""'
        return f'src="{self._address(data, "picture") or ""}"'

    @property
    def names(self) -> frozenset[str]:
        """The Content-IDs of what was taken along."""
        return frozenset(name for name, address in self._found.items() if address)

    def _named(self, name: str) -> str | None:
        for file in self._files:
            if file.part.content_id.strip("<>") == name and file.part.type in PICTURES:
                return self._address(file.part.data, file.name)
        return None

    def _address(self, data: bytes, name: str) -> str | None:
        if data not in self._addresses:
            self._addresses[data] = self._keep(data, name) if self._left else None
        return self._addresses[data]

    def _keep(self, data: bytes, name: str) -> str | None:
        try:
            kept = keep_picture(self._draft, data, name=name)
        except Refused:  # What says that it is a picture may be none.
            return None
        self._left -= 1
        return f"cid:{kept.content_id}"


def shown(draft: Draft) -> list[InlinePicture]:
    """Return the pictures that the HTML of ``draft`` shows; those taken out of it are none."""
    if not draft.is_rich or not draft.pk:
        return []
    mine = draft.pictures.select_related("file")
    return [each for each in mine if f"cid:{each.content_id}" in draft.html]


def as_parts(pictures: Iterable[InlinePicture]) -> list[Picture]:
    """Return pictures as the parts of a letter that they become."""
    return [
        Picture(
            cid=each.content_id,
            name=FileName.clean(each.file.name),
            type=each.file.media_type,
            data=contents.read(each.file.content_id),
        )
        for each in pictures
    ]


def everything_of(draft: Draft) -> list[Attachment]:
    """Return all that is kept with ``draft``: its files, and pictures whether shown or not."""
    return [*draft.files.all(), *(each.file for each in draft.pictures.select_related("file"))]
