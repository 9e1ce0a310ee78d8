"""Whom in the address book somebody may mean while they type an address or read one."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from operator import methodcaller

from django.db.models import Exists, OuterRef, Prefetch, TextField
from django.urls import reverse

from kairan.addressbook.models import Contact, ContactAddress, ContactGroup
from kairan.addressbook.models.books import nearness
from kairan.people.models import User
from kairan.people.words import split
from kairan.shell.asking import Anybody, Blank, Rows

# How many addresses a question has places for: worded once for a few, some, and a crowd.
_PLACES = (2, 8, 50)
_MOST_KEYS = _PLACES[-1]


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
    reached = Exists(ContactAddress.objects.filter(contact=OuterRef("pk")))
    meant = Contact.objects.visible_to(to).matching(query).filter(reached)
    nearest = meant.order_by(nearness("book__"), "sort_key", "pk").select_related("book")
    found = [
        Known(str(contact), each.address, str(contact.book))
        for contact in nearest.prefetch_related("addresses")[:most]
        for each in contact.addresses.all()
    ]
    return found[:most]


@dataclass(frozen=True)
class KnownGroup:
    """A group of contacts: its name, its book, and where its members are written to."""

    name: str
    book: str
    members: tuple[Known, ...]


def groups_matching(query: str, *, to: User, most: int) -> list[KnownGroup]:
    """Return up to ``most`` groups that the words of ``query`` name, the nearest book first.

    Of each the members that ``to`` sees, at their first addresses; a group of nobody is left out.
    Three queries, however many there are.
    """
    if not split(query):
        return []
    meant = ContactGroup.objects.visible_to(to).matching(query).select_related("book")
    seen = Contact.objects.visible_to(to).select_related("book").order_by("sort_key", "pk")
    groups = meant.order_by(nearness("book__"), "name", "pk").prefetch_related(
        Prefetch("members", seen), "members__addresses"
    )
    found = [
        KnownGroup(each.name, str(each.book), tuple(_first_addresses(each.members.all())))
        for each in groups[:most]
    ]
    return [each for each in found if each.members]


def _first_addresses(members: Iterable[Contact]) -> Iterator[Known]:
    for contact in members:
        for address in contact.addresses.all()[:1]:
            yield Known(str(contact), address.address, str(contact.book))


def contacts_at(addresses: Collection[str], *, to: User) -> dict[str, str]:
    """Return where the contacts that have ``addresses`` are shown, by address in small letters.

    A query for each fifty; of several contacts with an address that of the nearest book.
    """
    keys = sorted({each.lower().replace("\0", "") for each in addresses})
    found: dict[str, str] = {}
    for start in range(0, len(keys), _MOST_KEYS):
        some = keys[start : start + _MOST_KEYS]
        for each in _at(len(some), to).of(_Looking(to.pk, some)):
            found.setdefault(each.key, reverse("addressbook:show", args=[each.contact_id]))
    return found


@dataclass(frozen=True)
class _Looking:
    """Who looks up which addresses."""

    pk: int
    keys: Sequence[str]

    def key(self, place: int) -> str:
        """Return the address at ``place``; the first one where there are fewer."""
        return self.keys[place] if place < len(self.keys) else self.keys[0]


def _at(number: int, person: User) -> Rows[ContactAddress]:
    places = next(each for each in _PLACES if number <= each)
    return _worded_at(places, is_administrator=person.is_administrator)


@cache
def _worded_at(places: int, *, is_administrator: bool) -> Rows[ContactAddress]:
    keys = [Blank(methodcaller("key", place), TextField()) for place in range(places)]
    return Rows(
        lambda: (
            ContactAddress.objects.visible_to(Anybody(is_administrator))
            .filter(key__in=keys)
            .order_by(nearness("contact__book__"), "contact_id")
            .only("key", "contact")
        )
    )
