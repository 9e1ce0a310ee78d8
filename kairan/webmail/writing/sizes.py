"""How large a letter is with its files and pictures, and how large it may be."""

from collections.abc import Iterable
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from kairan.attachments.fields import LARGEST
from kairan.shell.refusals import Refused
from kairan.webmail.models import Draft
from kairan.webmail.writing.pictures import shown

MOST_TOGETHER = LARGEST
"""Bytes that the files and pictures of one letter may have together: many servers take no more."""


def bytes_together(draft: Draft) -> int:
    """Return how large the files of ``draft`` are, with the pictures in its text.

    A picture that has come since the text was kept counts: it is about to stand there.
    """
    if not draft.pk:
        return 0
    pictures = draft.pictures.select_related("file")
    in_text = {each.pk for each in shown(draft)}
    weighing = (
        each.file.size
        for each in pictures
        if each.pk in in_text or each.file.created_at >= draft.saved_at
    )
    return sum([*draft.files.values_list("size", flat=True), *weighing])


def refuse_too_much(draft: Draft, files: "Iterable[UploadedFile[Any]]") -> None:
    """Refuse ``files`` with which the letter would be larger than letters may be."""
    sizes = ((file.name or "", file.size or 0) for file in files)
    refuse_larger(sizes, together=bytes_together(draft))


def refuse_larger(files: Iterable[tuple[str, int]], *, together: int = 0) -> None:
    """Refuse files, told by name and bytes, for which beside ``together`` bytes is no room."""
    for name, size in files:
        together += size
        if together > MOST_TOGETHER:
            raise Refused(
                _(
                    "With “%(name)s” the files of this letter would be larger than %(limit)s. "
                    "Send it by itself, or share it another way."
                )
                % {"name": name, "limit": filesizeformat(MOST_TOGETHER)}
            )
