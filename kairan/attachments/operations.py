"""What people do with files: add them to a record, and take them off again."""

import mimetypes
from collections.abc import Iterable
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from kairan.attachments import contents
from kairan.attachments.file_names import clean_file_name
from kairan.attachments.models import Attachment
from kairan.people.models import User


def attach(file: "UploadedFile[Any]", *, by: User) -> Attachment:
    """Keep an uploaded file; the caller's record then points to it."""
    return keep_file(file.read(), name=file.name or "", by=by)


def keep_file(data: bytes, *, name: str, by: User, media_type: str = "") -> Attachment:
    """Keep ``data`` as a file that the office made for ``by``, such as the table of a report.

    Without a ``media_type`` its name tells it.
    """
    name = clean_file_name(name)
    return Attachment.objects.create(
        name=name,
        media_type=media_type or mimetypes.guess_type(name)[0] or "application/octet-stream",
        size=len(data),
        content_id=contents.keep(data),
        uploaded_by=by,
    )


def forget(files: Iterable[Attachment]) -> None:
    """Forget files that no record needs any more: rows now, bytes once that is certain."""
    doomed = {file.pk: file.content_id for file in files}
    Attachment.objects.filter(pk__in=doomed).delete()
    transaction.on_commit(lambda: contents.discard(list(doomed.values())))
