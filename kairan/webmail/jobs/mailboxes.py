"""Mail out of files and into a file: mbox and .eml, in pieces, however large."""

import logging
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kairan import clock
from kairan.attachments import contents
from kairan.mail.mbox import LARGEST, split, written
from kairan.mail.parse import parse
from kairan.people.models import User
from kairan.shell.refusals import Refused
from kairan.webmail.jobs.kept import bytes_of
from kairan.webmail.jobs.running import begin
from kairan.webmail.models import Folder, Job, Keeping, Message
from kairan.webmail.reading.listings import Listing, named
from kairan.webmail.receiving.keeping import message_of
from kairan.webmail.searching import indexing
from kairan.webmail.sorting.quota import quota_of
from kairan.webmail.threads.joining import Joining, join

log = logging.getLogger(__name__)

PIECE = 100
PART = 4 * 1024 * 1024
KILOBYTE = 1024
KEPT_FOR = timedelta(days=2)


def begin_import(files: "Sequence[UploadedFile[Any]]", *, into: Folder, by: User) -> Job:
    """Have the mails of ``files`` put into a folder of ``by``."""
    parts = [[contents.keep(part) for part in each.chunks(PART)] for each in files]
    size = sum(each.size or 0 for each in files)
    newest = {"files": parts, "folder": into.pk, "unreadable": 0}
    about = ", ".join(each.name or "" for each in files)
    return begin(Job.Kind.IMPORT, about, by=by, total=size // KILOBYTE + 1, settled=newest)


def import_piece(job: Job) -> bool:
    """Put the next mails into the folder that ``job`` names."""
    folder = Folder.objects.visible_to(job.owner).filter(pk=job.settled["folder"]).first()
    if folder is None:
        raise Refused(_("The folder is not there any more."))
    if quota_of(job.owner).is_full:
        raise Refused(_("Your mail has reached its allowed size. The rest was not put in."))
    file, part, offset = job.place or (0, 0, 0)
    files: list[list[int]] = job.settled["files"]
    if file >= len(files):
        job.done = job.total
        return True
    mails, used, is_over = _next_mails(files[file], part, offset)
    job.settled["unreadable"] += len(mails) - _store(mails, folder, job.owner)
    job.changed += len(mails)
    job.settled["read"] = job.settled.get("read", 0) + used
    job.done = min(job.settled["read"] // KILOBYTE, job.total)
    job.place = [file + 1, 0, 0] if is_over else [file, *_moved(part, offset + used)]
    return False


def _next_mails(parts: list[int], part: int, offset: int) -> tuple[list[bytes], int, bool]:
    """Return some mails, the bytes they take up, and whether the file is over with them."""
    data = b""
    for number in range(part, len(parts)):
        data += contents.read(parts[number])[offset if number == part else 0 :]
        is_all = number + 1 == len(parts)
        mails, used = split(data, is_all=is_all, most=PIECE)
        if mails or is_all:
            return mails, used, is_all and used == len(data)
        if len(data) > LARGEST:
            raise Refused(_("A mail in this file is too large. What came before it was put in."))
    return [], 0, True


def _moved(part: int, offset: int) -> tuple[int, int]:
    """Return part and place in it; all parts but the last are equally long."""
    return part + offset // PART, offset % PART


def _store(mails: Sequence[bytes], folder: Folder, owner: User) -> int:
    """Store mails as read ones; return how many could be read."""
    readable = list(_readable(mails, folder, owner))
    numbers = contents.keep_many(raw for raw, _message, _joining in readable)
    try:
        messages = [message for _raw, message, _joining in readable]
        for message, number in zip(messages, numbers, strict=True):
            message.content_id = number
        Keeping.count(owner.pk, sum(each.size for each in messages))
        join([joining for _raw, _message, joining in readable])
        Message.objects.bulk_create(messages)
        clock.wake(indexing.ROUND)
    except BaseException:
        contents.discard(numbers)
        raise
    return len(readable)


def _readable(
    mails: Sequence[bytes], folder: Folder, owner: User
) -> Iterator[tuple[bytes, Message, Joining]]:
    now = timezone.now()
    for raw in mails:
        try:
            parsed = parse(raw)
            message = message_of(parsed, now=now)
        except Exception:
            log.exception("A mail of a file could not be read; it is counted and left out.")
            continue
        message.owner, message.folder, message.size = owner, folder, len(raw)
        message.is_read = True
        yield raw, message, Joining.of(message, parsed)


def begin_export(listing: Listing, *, by: User) -> Job:
    """Have all that ``listing`` has now written into a file of ``by``."""
    newest = Message.objects.visible_to(by).order_by("-pk").values_list("pk", flat=True).first()
    settled = {"listing": listing.key, "newest": newest or 0, "parts": []}
    return begin(Job.Kind.EXPORT, str(listing), by=by, total=listing.count(), settled=settled)


def export_piece(job: Job) -> bool:
    """Write the next mails of the list that ``job`` names."""
    listing = named(job.settled["listing"], job.owner)
    if listing is None:
        raise Refused(_("The list is not there any more."))
    beyond = (datetime.fromisoformat(job.place[0]), job.place[1]) if job.place else None
    found = listing.piece(PIECE, beyond=beyond, newest=job.settled["newest"])
    numbers = [pk for _moment, pk in found]
    messages = Message.objects.visible_to(job.owner).in_bulk(numbers)
    chosen = [messages[pk] for pk in numbers if pk in messages]
    raw = contents.read_many([each.content_id for each in chosen])
    data = b"".join(
        written(raw[each.content_id], each.arranged_at) for each in chosen if each.content_id in raw
    )
    job.settled["parts"].append(contents.keep(data))
    job.done += len(found)
    job.changed += len(chosen)
    if found:
        job.place = [found[-1][0].isoformat(), found[-1][1]]
    return len(found) < PIECE


def file_of(job: Job) -> Iterator[bytes]:
    """Yield the file that an export has made."""
    for number in job.settled["parts"]:
        yield contents.read(number)


@transaction.atomic
def forget_jobs(now: datetime) -> None:
    """Forget jobs that ended two days ago, and the bytes that only they need."""
    over = list(Job.objects.filter(ended_at__lte=now - KEPT_FOR)[:100])
    doomed = [number for each in over for number in bytes_of(each.settled)]
    Job.objects.filter(pk__in=[each.pk for each in over]).delete()
    transaction.on_commit(lambda: contents.discard(doomed))
