"""Groups of contacts: made, named, filled, emptied, deleted."""

from collections.abc import Collection

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kairan.addressbook.models import Book, Contact, ContactGroup
from kairan.addressbook.operations.rights import only_editors
from kairan.people.models import User
from kairan.people.words import fold
from kairan.shell.refusals import Refused

MOST_MEMBERS = 500
LONGEST_WORDS = 400


@transaction.atomic
def make_group(name: str, *, book: Book, by: User) -> ContactGroup:
    """Make a group in ``book``, which says who sees and who changes it."""
    only_editors(book, by)
    return _saved(ContactGroup(book=book, name=name))


@transaction.atomic
def name_group(group: ContactGroup, name: str, *, by: User) -> None:
    """Give ``group`` another name."""
    only_editors(group.book, by)
    group.name = name
    _saved(group)


@transaction.atomic
def join(group: ContactGroup, ids: Collection[int], *, by: User) -> int:
    """Put those of the contacts with ``ids`` that ``by`` sees into ``group``; return how many."""
    only_editors(group.book, by)
    seen = Contact.objects.visible_to(by).filter(pk__in=list(ids)[: MOST_MEMBERS + 1])
    joining = set(seen.values_list("pk", flat=True))
    members = set(group.members.values_list("pk", flat=True))
    if len(ids) > MOST_MEMBERS or len(members | joining) > MOST_MEMBERS:
        raise Refused(_("A group holds at most %(most)s contacts.") % {"most": MOST_MEMBERS})
    group.members.add(*joining)
    return len(joining - members)


@transaction.atomic
def leave(group: ContactGroup, ids: Collection[int], *, by: User) -> None:
    """Take the contacts with ``ids`` out of ``group``; they stay in their books."""
    only_editors(group.book, by)
    group.members.remove(*list(ids)[:MOST_MEMBERS])


@transaction.atomic
def delete_group(group: ContactGroup, *, by: User) -> None:
    """Delete ``group``; its members stay in their books."""
    if not ContactGroup.objects.editable_by(by).filter(pk=group.pk).exists():
        raise PermissionDenied
    group.delete()


def _saved(group: ContactGroup) -> ContactGroup:
    group.words = fold(group.name)[:LONGEST_WORDS]
    taken = Refused(_("There is a group of this name in the book already."))
    alike = ContactGroup.objects.filter(book=group.book, name=group.name)
    if alike.exclude(pk=group.pk).exists():
        raise taken
    try:
        with transaction.atomic():
            group.save()
    except IntegrityError as error:
        raise taken from error  # Somebody else was faster.
    return group
