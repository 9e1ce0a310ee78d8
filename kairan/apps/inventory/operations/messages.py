"""People write to those who answer for items."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from kairan.apps.inventory.models import Item, Message
from kairan.apps.inventory.notices import MessageSent
from kairan.apps.inventory.responsible import responsible_for
from kairan.notices.operations import announce
from kairan.people.models import User
from kairan.shell.refusals import Refused


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What somebody writes."""

    subject: str
    text: str
    key: UUID | None = None


def write_to_administrators(items: Sequence[Item], letter: Letter, *, by: User) -> Message:
    """Send ``letter`` to those who answer for ``items``, and keep it with these.

    Everybody is told of the items that they answer for, and of no others. What comes with one
    ``key`` is one message. Raise Refused where the writer alone answers for all of it.
    """
    try:
        with transaction.atomic():
            return _write(items, letter, by=by)
    except IntegrityError:
        known = _known(letter, by)
        if known is None:
            raise
        return known


def _write(items: Sequence[Item], letter: Letter, *, by: User) -> Message:
    if known := _known(letter, by):
        return known
    if not items:
        raise Refused(_("Tick the items that you write about."))
    readers = _by_readers(items, besides=by)
    if not any(readers):
        raise Refused(_("You alone answer for this; there is nobody else to write to."))
    message = Message.objects.create(
        writer=by, subject=letter.subject, text=letter.text, sent_at=now(), key=letter.key
    )
    message.items.set(items)
    message.readers.set(frozenset().union(*readers))
    for people, concerned in readers.items():
        announce(MessageSent.of(message, items=concerned), to=people, by=by)
    return message


def _known(letter: Letter, by: User) -> Message | None:
    if letter.key is None:
        return None
    return Message.objects.filter(writer=by, key=letter.key).first()


def _by_readers(items: Sequence[Item], *, besides: User) -> dict[frozenset[int], list[Item]]:
    """Return which items concern the same people; a person may be in several such sets."""
    answering = responsible_for(items, besides=besides)
    found: dict[frozenset[int], list[Item]] = defaultdict(list)
    for item in items:
        found[answering[item.pk].people].append(item)
    return found
