"""Takes back the last thing that moved mails: each goes back into the folder it was in."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import QuerySet

from kairan.people.models import User
from kairan.webmail import operations
from kairan.webmail.models import Folder, Message
from kairan.webmail.sorting.spam import is_spam

Place = Sequence[int]
"""The number of a mail, and that of the folder it was in; as JSON it stays what it is."""

_MOVES = {"archive", "spam", "not-spam", "trash"}


def places(messages: QuerySet[Message], words: str) -> list[Place]:
    """Return where ``messages`` are, if what ``words`` say (see ``deeds``) moves mail."""
    if words not in _MOVES and not words.startswith("move-"):
        return []
    return list(messages.values_list("pk", "folder"))


@transaction.atomic
def move_back(places: Iterable[Place], *, by: User) -> int:
    """Move mails of ``by`` back to where they were; return how many.

    A mail or a folder that is not there any more is passed over.
    """
    was_in: defaultdict[int, list[int]] = defaultdict(list)
    for number, was in places:
        was_in[was].append(number)
    mine = Message.objects.visible_to(by)
    return sum(
        _back(mine.filter(pk__in=was_in[to.pk]), to, by=by)
        for to in Folder.objects.visible_to(by).filter(pk__in=was_in)
    )


def _back(messages: QuerySet[Message], to: Folder, *, by: User) -> int:
    if to.kind == Folder.Kind.SPAM:
        return is_spam(messages, by=by)
    return operations.move(messages, to=to)
