"""Puts mail into its conversation as it is stored, at a cost that does not grow with the mailbox.

Call it in the transaction that stores the mail, after the owner's row of ``Keeping`` was changed:
that row is the turn of one writer.
"""

import secrets
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from kairan.attachments import contents
from kairan.mail.parse import Summary, parse
from kairan.shell import many_rows
from kairan.webmail.models import Folder, Keeping, Message, ThreadKey
from kairan.webmail.threads.grouping import (
    Named,
    answered_subject,
    chained,
    group,
    names_in,
    plain_subject,
)

PIECE = 500
OLD_PIECE = 100
LARGEST = 1000
NEWEST = 300
WINDOW = timedelta(days=30)

# The subject of a mail, its moment (aware), and its conversation.
Told = tuple[str, datetime, int]


@dataclass(frozen=True)
class Joining:
    """A mail that is not stored yet, and the ids it bears and names."""

    message: Message
    named: Named

    @classmethod
    def of(cls, message: Message, mail: Summary) -> "Joining":
        """Return it for a message and what its head says."""
        return cls(message, names_in(mail, owner=message.owner_id))


def join(items: Sequence[Joining]) -> None:
    """Set the conversation of each message of ``items``, all of one person.

    Conversations that a new mail connects become one, unless one of them is very large.
    """
    if not items:
        return
    owner = items[0].message.owner_id
    known = dict(_known(owner, chained(each.named for each in items)))
    grouping = group([each.named for each in items], known)
    for item, thread in zip(items, grouping.threads, strict=True):
        item.message.thread = thread if item.named.all else secrets.randbits(62)
    by_subject = _joined_by_subject(items)
    for item in items:
        item.message.thread = by_subject.get(item.message.thread or 0, item.message.thread)
    fresh = [
        many_rows.new(ThreadKey, owner_id=owner, key=key, thread=by_subject.get(thread, thread))
        for key, thread in grouping.fresh.items()
    ]
    many_rows.write(fresh, ignore_conflicts=True)
    for old, new in (*grouping.merged.items(), *by_subject.items()):
        _merge(owner, old, by_subject.get(new, new))


def join_old(*, stopping: Callable[[], bool]) -> None:
    """Put stored mail that is in no conversation yet into one, in small commits, newest first."""
    while not stopping() and _join_some():
        pass


def _join_some() -> bool:
    row = Message.objects.filter(thread=None).order_by("-pk").only("owner_id").first()
    if row is None:
        return False
    rows = Message.objects.filter(thread=None, owner=row.owner_id, pk__lte=row.pk)
    found = list(rows.order_by("-pk")[:OLD_PIECE])
    raw = contents.read_many([each.content_id for each in found])
    items = [Joining.of(each, parse(raw.get(each.content_id, b""))) for each in found]
    with transaction.atomic():
        Keeping.count(row.owner_id, 0)
        join(items)
        Message.objects.bulk_update(found, ["thread"])
    return True


def forget_ids(gone: Collection[Message]) -> None:
    """Forget the ids of the conversations of ``gone`` of which no mail is left."""
    owners = {each.owner_id for each in gone}
    threads = {each.thread for each in gone if each.thread is not None}
    left = Message.objects.filter(owner__in=owners, thread__in=threads)
    emptied = threads - set(left.values_list("thread", flat=True).distinct())
    ThreadKey.objects.filter(thread__in=emptied).delete()


def _known(owner: int, keys: Iterable[int]) -> Iterator[tuple[int, int]]:
    wanted = sorted(keys)
    for start in range(0, len(wanted), PIECE):
        rows = ThreadKey.objects.filter(owner=owner, key__in=wanted[start : start + PIECE])
        yield from rows.values_list("key", "thread")


def _merge(owner: int, old: int, new: int) -> None:
    rows = Message.objects.filter(owner=owner, thread=old)
    if rows[LARGEST : LARGEST + 1].exists():
        return
    rows.update(thread=new)
    ThreadKey.objects.filter(thread=old).update(thread=new)


def _joined_by_subject(items: Sequence[Joining]) -> dict[int, int]:
    """Return which conversations join another because an answer that names nothing does.

    It joins the newest mail with its subject that came in the thirty days before it.
    """
    lost = [each.message for each in items if _is_lost(each)]
    joined: dict[int, int] = {}
    if not lost:
        return joined
    newest = list(_newest(lost[0].owner_id, {each.folder_id for each in lost}))
    newest += [_told(each.message) for each in items]
    newest.sort(key=lambda told: told[1], reverse=True)
    for message in lost:
        answered = _answered(message, newest)
        target = joined.get(answered, answered)
        if target and target != message.thread:
            joined[message.thread or 0] = target
    return joined


def _is_lost(item: Joining) -> bool:
    return not item.named.others and bool(answered_subject(item.message.subject))


def _answered(message: Message, newest: Iterable[Told]) -> int:
    wanted = answered_subject(message.subject)
    for subject, moment, thread in newest:
        is_near = timedelta() < message.arranged_at - moment <= WINDOW
        if is_near and wanted in (plain_subject(subject), answered_subject(subject)):
            return thread
    return 0


def _told(message: Message) -> Told:
    return message.subject, message.arranged_at, message.thread or 0


def _newest(owner: int, folders: set[int]) -> Iterator[Told]:
    sent = Folder.objects.filter(owner=owner, kind=Folder.Kind.SENT).values_list("pk", flat=True)
    for folder in sorted({*folders, *sent}):
        rows = Message.objects.filter(folder=folder).newest_first()
        yield from (_told(each) for each in rows.only("subject", "arranged_at", "thread")[:NEWEST])
