"""Does with stored mail what rules have decided: folder, labels, star, read; and sends it on."""

from collections.abc import Iterable
from datetime import datetime

from kairan.webmail.models import Folder, Labelled, Message
from kairan.webmail.rules.deciding import Deeds


def mark(message: Message, deeds: Deeds, *, trash: int | None, now: datetime) -> None:
    """Note ``deeds`` on a row that is not stored yet; ``trash`` is the number of that folder."""
    message.is_read = message.is_read or deeds.is_read
    message.is_starred = message.is_starred or deeds.is_starred
    if deeds.folder is not None:
        message.folder_id = deeds.folder
        message.trashed_at = now if deeds.folder == trash else None


def put_labels(decided: Iterable[tuple[Message, Deeds]]) -> None:
    """Put the labels that ``decided`` names on messages that are stored."""
    Labelled.objects.bulk_create(
        [
            Labelled(label_id=label, message=message, arranged_at=message.arranged_at)
            for message, deeds in decided
            for label in sorted(deeds.labels)
        ],
        ignore_conflicts=True,
    )


def do(messages: list[Message], deeds: Deeds, *, now: datetime) -> int:
    """Do ``deeds`` with stored messages of one person, but send none on; return how many changed.

    In the caller's transaction.
    """
    put_labels((each, deeds) for each in messages)
    changes = _changes(deeds, now)
    if messages and changes:
        Message.objects.filter(pk__in=[each.pk for each in messages]).update(**changes)
    return len(messages)


def _changes(deeds: Deeds, now: datetime) -> dict[str, object]:
    changes: dict[str, object] = {}
    if deeds.is_read:
        changes["is_read"] = True
    if deeds.is_starred:
        changes["is_starred"] = True
    if deeds.folder is not None:
        kind = Folder.objects.values_list("kind", flat=True).get(pk=deeds.folder)
        changes["folder_id"] = deeds.folder
        changes["trashed_at"] = now if kind == Folder.Kind.TRASH else None
    return changes
