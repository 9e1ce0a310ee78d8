"""Files of a letter, added and taken off one by one while it is written."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from kairan.attachments.models import Attachment
from kairan.attachments.operations import attach, forget
from kairan.webmail.models import Draft, InlinePicture
from kairan.webmail.writing import pictures
from kairan.webmail.writing.drafts import hold_or_store
from kairan.webmail.writing.sizes import refuse_too_much


@transaction.atomic
def add_file(draft: Draft, file: "UploadedFile[Any]") -> Attachment:
    """Keep a file with ``draft``, which is stored if it is new; other tabs lose nothing by it.

    Refused where the letter would become too large, or has left.
    """
    hold_or_store(draft)
    refuse_too_much(draft, [file])
    kept = attach(file, by=draft.owner)
    draft.files.add(kept)
    return kept


@transaction.atomic
def add_picture(draft: Draft, file: "UploadedFile[Any]") -> InlinePicture:
    """Keep a picture for the text of ``draft``; refused like a file, and when it is no picture."""
    hold_or_store(draft)
    refuse_too_much(draft, [file])
    return pictures.keep_picture(draft, file.read(), name=file.name or "")


@transaction.atomic
def remove_file(draft: Draft, pk: int) -> None:
    """Take a file off ``draft``; nothing happens where it has no such file."""
    hold_or_store(draft)
    forget(draft.files.filter(pk=pk))
