"""Takes back the last thing that moved mails: each goes back into the folder it was in.

What the deed said of senders, that their mail is spam or is none, is taken back too.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet

from kairan.people.models import User
from kairan.webmail import operations
from kairan.webmail.models import Folder, Message
from kairan.webmail.sorting.deeds import deed
from kairan.webmail.sorting.spam import distrust, safe_senders, trust

Place = Sequence[int]
"""The number of a mail, and that of the folder it was in; as JSON it stays what it is."""

_JUDGEMENTS = {"spam", "not-spam"}
_MOVES = {"archive", "trash", *_JUDGEMENTS}


@dataclass(frozen=True)
class Moved:
    """Where mails were, and of whom it was said since then that they are trusted, or not."""

    places: Sequence[Place]
    trusted: Sequence[str] = ()
    distrusted: Sequence[str] = ()


def carry_out(words: str, messages: QuerySet[Message], *, by: User) -> tuple[int, Moved]:
    """Do what ``words`` say (see ``deeds``); return how many mails it changed, and the way back.

    The way back has no places where no mail is moved.
    """
    do = deed(words, by=by)
    is_move = words in _MOVES or words.startswith("move-")
    were = list(messages.values_list("pk", "folder")) if is_move else []
    if words not in _JUDGEMENTS:
        return do(messages), Moved(were)
    before = safe_senders(by)
    changed = do(messages)
    after = safe_senders(by)
    return changed, Moved(were, sorted(after - before), sorted(before - after))


@transaction.atomic
def move_back(moved: Moved, *, by: User) -> int:
    """Move mails of ``by`` back to where they were; return how many.

    A mail or a folder that is not there any more is passed over.
    """
    was_in: defaultdict[int, list[int]] = defaultdict(list)
    for number, was in moved.places:
        was_in[was].append(number)
    distrust(moved.trusted, by=by)
    trust(moved.distrusted, by=by)
    mine = Message.objects.visible_to(by)
    return sum(
        operations.move(mine.filter(pk__in=was_in[to.pk]), to=to)
        for to in Folder.objects.visible_to(by).filter(pk__in=was_in)
    )
