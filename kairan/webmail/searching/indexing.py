"""Puts mails into the index of words behind the back of whoever reads them.

Each mail's row says whether the index has it. Stopped anywhere, the next round goes on; an index
that was lost is made again, and people search meanwhile in what there is.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from kairan.attachments import contents
from kairan.attachments.models import Content
from kairan.beside.hand import Each, beside
from kairan.fulltext import merging, shelving
from kairan.fulltext.models import Block, Text
from kairan.mail.parse import parse
from kairan.people.models import User
from kairan.shell.mapping import read_unmapped
from kairan.shell.weighing import weigh
from kairan.webmail.models import Folder, Forgotten, KnownIndex, Message
from kairan.webmail.searching.fresh import fresh
from kairan.webmail.searching.texts import Line, Telling, cut_all

log = logging.getLogger(__name__)

ROUND = "indexing"
EVERY = timedelta(seconds=30)
BATCH = 2_048
"""So many make a block that is never merged: what comes in at once is written once."""

MOST_BYTES = 32 * 1024 * 1024
"""Of mails that are held in memory at once."""

MOST_CHARACTERS = 16 * 1024 * 1024
"""Of texts that are held in memory at once."""

MANY = 500
"""Mails that wait, and are worth a process that cuts them."""

Told = tuple[Line, Telling | None]
_AT_ONCE = 2_000
_COLUMNS = (
    "content_id", "size", "subject", "correspondent", "preview", "arranged_at", "has_attachments",
)  # fmt: skip


def index_waiting(now: datetime, *, stopping: Callable[[], bool] = lambda: False) -> None:
    """Bring the index up to date: every mail that waits, everybody in turn."""
    read_unmapped(Message, Content, Block)
    _recognise()
    _forget_deleted(now)
    owner: int | None = 0
    passed_over = set[int]()
    each: Each = map
    with ExitStack() as stack:
        while not stopping() and (owner := _next_owner(owner or 0, passed_over)):
            if each is map and _many_wait():
                each = stack.enter_context(beside(cut_all.__module__))
            if not _index_some(owner, each):
                passed_over.add(owner)
    if each is not map:
        weigh(Message, Folder, Text)
    merging.throw_away(now)


def _many_wait() -> bool:
    """Whether a process beside this one is to cut them."""
    return Message.objects.filter(is_searchable=False).order_by()[MANY : MANY + 1].exists()


def index_again(people: Sequence[User] | None = None) -> int:
    """Have all mails put into the index again, those of ``people`` only if given; return how many.

    What is in the index is found until it is replaced.
    """
    mails = Message.objects.filter(is_searchable=True)
    if people is not None:
        mails = mails.filter(owner__in=people)
    return _reset(mails)


def _recognise() -> None:
    """Have everything put in again where the index is not the one that mails were put into."""
    key = shelving.key()
    if KnownIndex.objects.filter(key=key).exists():
        return
    log.info("The index of words is new: all mails are put into it.")
    _reset(Message.objects.filter(is_searchable=True))
    with transaction.atomic():
        KnownIndex.objects.all().delete()
        KnownIndex.objects.create(key=key)


def _reset(mails: QuerySet[Message]) -> int:
    """Mark ``mails`` as not searchable, in small commits; return how many."""
    count, last = 0, 0
    while numbers := list(
        mails.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:_AT_ONCE]
    ):
        count += Message.objects.filter(pk__in=numbers).update(is_searchable=False)
        last = numbers[-1]
    return count


def _forget_deleted(now: datetime) -> None:
    while rows := list(Forgotten.objects.order_by("pk")[:_AT_ONCE]):
        for owner in {row.owner_id for row in rows}:
            with shelving.claimed(owner, now) as is_mine:
                if not is_mine:
                    return
                shelving.take_out(owner, [row.number for row in rows if row.owner_id == owner])
        Forgotten.objects.filter(pk__in=[row.pk for row in rows]).delete()


def _next_owner(after: int, passed_over: set[int]) -> int | None:
    """Return whose mail waits: the next after ``after``, then from the beginning again."""
    waiting = Message.objects.filter(is_searchable=False).exclude(owner__in=passed_over)
    owners = waiting.order_by("owner").values_list("owner", flat=True)
    return owners.filter(owner__gt=after).first() or owners.first()


def _index_some(owner: int, each: Each) -> bool:
    """Index some mails that wait; False when another worker is at it."""
    now = timezone.now()
    with shelving.claimed(owner, now) as is_mine:
        if is_mine:
            waiting = Message.objects.filter(owner=owner, is_searchable=False)
            batch = list(waiting.order_by("pk").only(*_COLUMNS)[:BATCH])
            for texts in each(cut_all, _armfuls(batch)):
                shelving.put(owner, texts)
            _mark(owner, [message.pk for message in batch])
            while merging.tidy(owner, now):
                pass
    return is_mine


def _mark(owner: int, numbers: Sequence[int]) -> None:
    """Note that the index has these mails; what was deleted meanwhile is taken out again."""
    mails = Message.objects.filter(pk__in=numbers)
    if mails.update(is_searchable=True) < len(numbers):
        there = set(mails.values_list("pk", flat=True))
        shelving.take_out(owner, [each for each in numbers if each not in there])


def _armfuls(batch: Sequence[Message]) -> Iterator[list[Told]]:
    """Yield what a batch says together, or in parts where it would be too much to hold."""
    held: list[Told] = []
    characters = 0
    for some in _slices(batch):
        for line, telling in _told(some):
            held.append((line, telling))
            characters += telling.length if telling else len(line.preview)
            if characters > MOST_CHARACTERS:
                yield held
                held, characters = [], 0
    if held:
        yield held


def _slices(batch: Sequence[Message]) -> Iterator[list[Message]]:
    """Cut a batch where its bytes would be too many to hold."""
    some: list[Message] = []
    octets = 0
    for each in batch:
        octets += each.size
        if some and octets > MOST_BYTES:
            yield some
            some, octets = [], each.size
        some.append(each)
    if some:
        yield some


def _told(messages: Sequence[Message]) -> Iterator[Told]:
    tellings = {each.pk: fresh.take(each.content_id) for each in messages}
    unread = [each.content_id for each in messages if tellings[each.pk] is None]
    raws = contents.read_many(unread) if unread else {}
    for each in messages:
        yield Line.of(each), tellings[each.pk] or _read(each, raws.get(each.content_id))


def _read(message: Message, raw: bytes | None) -> Telling | None:
    try:
        return None if raw is None else Telling.of(parse(raw))
    except Exception:
        log.exception("Mail %s cannot be read for the index; its line is indexed.", message.pk)
        return None
