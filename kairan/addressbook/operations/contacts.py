"""One contact: added, changed, joined with another that has the same address."""

from collections.abc import Iterable, Iterator
from dataclasses import fields, replace

from django.db import transaction
from django.utils.translation import gettext as _

from kairan.addressbook.details import MOST_ADDRESSES, Details, Labelled
from kairan.addressbook.models import Book, Contact, ContactAddress
from kairan.addressbook.names import initial_of, sort_key, words_of
from kairan.addressbook.operations.rights import only_editors
from kairan.people.models import User
from kairan.shell.refusals import Refused

MOST_ALIKE = 5
LONGEST_NOTES = 10_000
OWN_FIELDS = [each.name for each in fields(Details) if each.name != "addresses"]


class Overtaken(Refused):
    """Somebody changed the contact since this form was opened."""


class Gone(Refused):
    """The contact was deleted since this form was opened."""


@transaction.atomic
def add_contact(details: Details, *, book: Book, by: User) -> Contact:
    """Write a new contact into ``book``."""
    only_editors(book, by)
    contact = filled(Contact(book=book), details)
    contact.save()
    ContactAddress.objects.bulk_create(address_rows(contact, details))
    return contact


@transaction.atomic
def change_contact(
    contact: Contact, details: Details, *, book: Book, by: User, version: int | None = None
) -> None:
    """Write ``details`` over what is on record; another ``book`` moves the contact there.

    Raises ``Overtaken`` where it is not in ``version`` any more, and ``Gone``.
    """
    known = _locked(contact)
    if version not in {None, known.version}:
        raise Overtaken(
            _("Somebody changed this contact in the meantime. See below how it stands now.")
        )
    _write(known, details, book=book, by=by)


def _locked(contact: Contact) -> Contact:
    """Return the contact as it is now, held until the transaction ends."""
    rows = Contact.objects.select_for_update(of=("self",)).select_related("book")
    known = rows.filter(pk=contact.pk).first()
    if known is None:
        raise Gone(_("This contact is no longer there."))
    return known


def _write(contact: Contact, details: Details, *, book: Book, by: User) -> None:
    only_editors(contact.book, by)
    if book != contact.book:
        only_editors(book, by)
        contact.book = book
    contact.version += 1
    filled(contact, details).save()
    contact.addresses.all().delete()
    ContactAddress.objects.bulk_create(address_rows(contact, details))


@transaction.atomic
def merge_into(contact: Contact, details: Details, *, by: User) -> None:
    """Add to ``contact`` what it does not have yet; nothing on record is written over."""
    known = _locked(contact)
    _write(known, merged(known.details, details), book=known.book, by=by)


def merged(known: Details, fresh: Details) -> Details:
    """Return ``known`` with what only ``fresh`` has; other notes stand below."""
    own = {name: getattr(known, name) or getattr(fresh, name) for name in OWN_FIELDS}
    if fresh.notes and fresh.notes not in known.notes:
        own["notes"] = f"{known.notes}\n{fresh.notes}".strip()[:LONGEST_NOTES]
    addresses = _distinct([*known.addresses, *fresh.addresses])
    return replace(known, **own, addresses=tuple(addresses[:MOST_ADDRESSES]))


def same_address(details: Details, *, by: User) -> list[Contact]:
    """Return contacts that ``by`` may change and that have an address of ``details`` already."""
    if not details.addresses:
        return []
    alike = Contact.objects.editable_by(by).with_address_of(details)
    return list(alike.select_related("book").prefetch_related("addresses")[:MOST_ALIKE])


def filled(contact: Contact, details: Details) -> Contact:
    """Return ``contact`` with ``details`` on it, and all that follows from them; not saved yet."""
    for name in OWN_FIELDS:
        setattr(contact, name, getattr(details, name))
    contact.sort_key = sort_key(details)
    contact.initial = initial_of(contact.sort_key)
    contact.words = words_of(details)
    return contact


def address_rows(contact: Contact, details: Details) -> Iterator[ContactAddress]:
    """Yield the rows of the addresses, none twice, in their order."""
    for position, each in enumerate(_distinct(details.addresses)):
        yield ContactAddress(
            contact=contact,
            label=each.label,
            address=each.address,
            key=each.address.lower(),
            position=position,
        )


def _distinct(addresses: Iterable[Labelled]) -> list[Labelled]:
    found: dict[str, Labelled] = {}
    for each in addresses:
        found.setdefault(each.address.lower(), each)
    return list(found.values())
