"""Whom in the address book somebody may mean while they type an address or read one."""

from collections.abc import Collection
from dataclasses import dataclass

from django.urls import reverse

from kairan.addressbook.models import Book, Contact, ContactAddress
from kairan.addressbook.models.books import nearness
from kairan.people.models import User
from kairan.people.words import split


@dataclass(frozen=True)
class Known:
    """An address of somebody in a book, and which book that is."""

    name: str
    address: str
    book: str


def addresses_matching(query: str, *, to: User, most: int) -> list[Known]:
    """Return up to ``most`` addresses of contacts that the words of ``query`` may mean.

    Those of private books come first, then those of groups, then those of everybody; within
    these by name. Two queries, however many contacts there are.
    """
    if not split(query):
        return []
    meant = Contact.objects.visible_to(to).matching(query)
    rows = (
        ContactAddress.objects.filter(contact__in=meant)
        .select_related("contact__book")
        .prefetch_related("contact__addresses")
        .order_by(nearness("contact__book__"), "contact__sort_key", "contact_id", "position")
    )
    return [Known(str(row.contact), row.address, str(row.contact.book)) for row in rows[:most]]


def contacts_at(addresses: Collection[str], *, to: User) -> dict[str, str]:
    """Return where the contacts that have ``addresses`` are shown, by address in small letters.

    One query; of several contacts with an address that of the nearest book.
    """
    if not addresses:
        return {}
    keys = {each.lower().replace("\0", "") for each in addresses}
    rows = ContactAddress.objects.filter(
        key__in=keys, contact__book__in=Book.objects.visible_to(to)
    ).order_by(nearness("contact__book__"), "contact_id")
    found: dict[str, str] = {}
    for key, contact_id in rows.values_list("key", "contact_id"):
        found.setdefault(key, reverse("addressbook:show", args=[contact_id]))
    return found
