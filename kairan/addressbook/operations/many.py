"""Many contacts at once: deleted, moved, copied, written from a file."""

from collections.abc import Iterator, Sequence

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from kairan.addressbook.details import Details
from kairan.addressbook.models import Book, Contact, ContactAddress
from kairan.addressbook.operations.contacts import address_rows, filled
from kairan.addressbook.operations.rights import only_editors
from kairan.people.models import User
from kairan.shell.refusals import Refused

BATCH = 500


@transaction.atomic
def delete_contacts(ids: Sequence[int], *, by: User) -> int:
    """Delete the contacts with ``ids``, all or none; return how many there were."""
    _refuse_what_is_not_ones_own(ids, by)
    gone = 0
    for batch in _batches(ids):
        ContactAddress.objects.filter(contact__in=batch).delete()
        gone += Contact.objects.filter(pk__in=batch).delete()[1].get("addressbook.Contact", 0)
    return gone


@transaction.atomic
def move_to(book: Book, ids: Sequence[int], *, by: User) -> int:
    """Move the contacts with ``ids`` to ``book``, all or none; return how many moved."""
    _refuse_what_is_not_ones_own(ids, by)
    only_editors(book, by)
    return sum(
        Contact.objects.filter(pk__in=batch).update(book=book, version=F("version") + 1)
        for batch in _batches(ids)
    )


@transaction.atomic
def copy_to(book: Book, ids: Sequence[int], *, by: User) -> int:
    """Copy those of the contacts with ``ids`` that ``by`` sees to ``book``; return how many."""
    only_editors(book, by)
    copied = 0
    for batch in _batches(ids):
        seen = Contact.objects.visible_to(by).filter(pk__in=batch).prefetch_related("addresses")
        copied += write_all([each.details for each in seen], book=book, by=by)
    return copied


@transaction.atomic
def write_all(entries: Sequence[Details], *, book: Book, by: User) -> int:
    """Write new contacts into ``book``; return how many. A few statements per five hundred."""
    only_editors(book, by)
    for start in range(0, len(entries), BATCH):
        batch = entries[start : start + BATCH]
        rows = Contact.objects.bulk_create(filled(Contact(book=book), each) for each in batch)
        ContactAddress.objects.bulk_create(
            [
                address
                for contact, details in zip(rows, batch, strict=True)
                for address in address_rows(contact, details)
            ]
        )
    return len(entries)


def _refuse_what_is_not_ones_own(ids: Sequence[int], by: User) -> None:
    mine = Contact.objects.editable_by(by)
    if sum(mine.filter(pk__in=batch).count() for batch in _batches(ids)) != len(set(ids)):
        raise Refused(_("Some of these contacts are in a book that you may not change."))


def _batches(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    distinct = list(dict.fromkeys(ids))
    for start in range(0, len(distinct), BATCH):
        yield distinct[start : start + BATCH]
