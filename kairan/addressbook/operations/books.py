"""Books: made, named, given editors, deleted with all that is in them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from kairan.addressbook.models import Book
from kairan.people.models import Group, User
from kairan.people.terms import in_terms_of
from kairan.shell.refusals import Refused

MOST_OWN = 50


@dataclass(frozen=True, kw_only=True)
class Named:
    """What a book is called, whose it is, and which people (ids) edit it."""

    name: str
    kind: str
    group: Group | None = None
    editors: Sequence[int] = ()


@transaction.atomic
def make_book(named: Named, *, by: User) -> Book:
    """Make a book: for oneself, for a group one is in, or for everybody as an administrator."""
    _refuse_strange_kind(named, by)
    mine = named.kind == Book.Kind.PRIVATE
    if mine and by.address_books.count() >= MOST_OWN:
        raise Refused(_("You have %(most)s books of your own already.") % {"most": MOST_OWN})
    book = Book.objects.create(
        name=named.name, kind=named.kind, owner=by if mine else None, group=named.group
    )
    if not mine:
        book.editors.set(named.editors)
    return book


@transaction.atomic
def own_book(person: User) -> Book:
    """Return the first book of ``person``, made if there is none yet."""
    # Whoever comes second waits here, and finds what the first one made.
    User.objects.select_for_update().get(pk=person.pk)
    mine = Book.objects.filter(kind=Book.Kind.PRIVATE, owner=person).order_by("pk").first()
    if mine is not None:
        return mine
    with in_terms_of(person):
        name = _("My contacts")
    return make_book(Named(name=name, kind=Book.Kind.PRIVATE), by=person)


@transaction.atomic
def change_book(book: Book, *, name: str, editors: Sequence[int], by: User) -> None:
    """Name ``book``, and say which people (ids) edit it."""
    _only_managers(book, by)
    book.name = name
    book.save(update_fields=["name"])
    if book.kind != Book.Kind.PRIVATE:
        book.editors.set(editors)


@transaction.atomic
def delete_book(book: Book, *, by: User) -> None:
    """Delete ``book`` and all its contacts."""
    _only_managers(book, by)
    book.delete()


def _refuse_strange_kind(named: Named, by: User) -> None:
    if named.kind == Book.Kind.COMMON and not by.is_administrator:
        raise PermissionDenied
    if named.kind == Book.Kind.GROUP and (
        named.group is None or not by.groups.filter(pk=named.group.pk).exists()
    ):
        raise Refused(_("Choose a group that you are in."))


def _only_managers(book: Book, by: User) -> None:
    if not Book.objects.managed_by(by).filter(pk=book.pk).exists():
        raise PermissionDenied
