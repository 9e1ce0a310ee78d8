"""Groups: making, naming and filling them. Only administrators do."""

from collections.abc import Collection

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kairan.people.models import Group, User
from kairan.shell.feature import features
from kairan.shell.refusals import Refused


@transaction.atomic
def create_group(name: str, *, members: Collection[int] = (), by: User | None) -> Group:
    """Make a group of the people whose ids are ``members``."""
    _only_administrators(by)
    group = Group(name=name.strip())
    _save(group)
    group.members.set(members)
    return group


@transaction.atomic
def rename_group(group: Group, name: str, *, by: User) -> None:
    """Give ``group`` another name; its members stay."""
    _only_administrators(by)
    group.name = name.strip()
    _save(group)


@transaction.atomic
def join(group: Group, members: Collection[int], *, by: User) -> None:
    """Put the people whose ids are ``members`` into ``group``."""
    _only_administrators(by)
    group.members.add(*members)


@transaction.atomic
def leave(group: Group, members: Collection[int], *, by: User) -> None:
    """Take the people whose ids are ``members`` out of ``group``."""
    _only_administrators(by)
    group.members.remove(*members)


@transaction.atomic
def delete_group(group: Group, *, by: User) -> None:
    """Delete ``group``; its members stay in the office, and each feature parts with it first."""
    _only_administrators(by)
    for each in features():
        each.part_with(group.pk)
    group.delete()


def _only_administrators(by: User | None) -> None:
    if by is not None and not by.is_administrator:
        raise PermissionDenied


def _save(group: Group) -> None:
    taken = Refused(_("There is a group of this name already."))
    if Group.objects.filter(name=group.name).exclude(pk=group.pk).exists():
        raise taken
    try:
        with transaction.atomic():
            group.save()
    except IntegrityError as error:
        raise taken from error  # Somebody else was faster.
