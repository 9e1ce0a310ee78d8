"""The other mails of a conversation, and a list with one line for each."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from kairan.people.models import User
from kairan.shell.asking import Rows, number
from kairan.webmail.folders import ASIDE
from kairan.webmail.models import Keeping, Message

MOST_SHOWN = 100
# The mails of a conversation that lie in one folder, by the index that knows both.
_SAME = {each: OuterRef(each) for each in ("owner", "thread", "folder")}
_NEWEST = Rows(
    lambda: Message.objects.filter(
        Q(pk=number(lambda message: message.pk)) | ~Q(folder__kind__in=ASIDE),
        owner=number(lambda message: message.owner_id),
        thread=number(lambda message: message.thread),
    ).newest_first()[:MOST_SHOWN]
)


def conversation(message: Message) -> list[Message]:
    """Return the mails of the conversation of ``message``, oldest first, itself among them.

    Of a very long one the newest 100. What is thrown away or spam is left out.
    """
    if message.thread is None:
        return [message]
    return sorted(_NEWEST.of(message), key=lambda each: (each.arranged_at, each.pk))


@transaction.atomic
def fold_conversations(person: User, *, folds: bool) -> None:
    """Show ``person`` one line for each conversation of a folder, or one for each mail."""
    Keeping.objects.update_or_create(owner=person, defaults={"shows_conversations": folds})


def whole(messages: QuerySet[Message]) -> QuerySet[Message]:
    """Return all that the lines of conversations stand for: the mails beside ``messages``."""
    lines = messages.exclude(thread=None)
    beside = Message.objects.filter(
        Exists(lines.filter(**_SAME)),
        owner__in=lines.values("owner"),
        thread__in=lines.values("thread"),
    )
    return Message.objects.filter(Q(pk__in=messages.values("pk")) | Q(pk__in=beside.values("pk")))


def newest_of_each(rows: QuerySet[Message]) -> QuerySet[Message]:
    """Return of the messages of one folder those that are the newest of their conversation there.

    The folder is walked along its index, and each row asks the index of conversations once.
    """
    same = Message.objects.filter(**_SAME)
    newer = Q(arranged_at__gt=OuterRef("arranged_at")) | Q(
        arranged_at=OuterRef("arranged_at"), pk__gt=OuterRef("pk")
    )
    return rows.filter(~Exists(same.filter(newer)))


def counts(messages: Sequence[Message]) -> dict[int, int]:
    """Return how many mails of the conversation of each of ``messages`` lie in its folder."""
    if not messages:
        return {}
    threads = {each.thread for each in messages if each.thread is not None}
    rows = Message.objects.filter(
        owner=messages[0].owner_id, thread__in=threads, folder=messages[0].folder_id
    )
    counted = rows.order_by().values_list("thread").annotate(Count("pk"))
    return {thread: count for thread, count in counted if thread is not None}
