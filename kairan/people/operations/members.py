"""Hiring people, changing what is known of them, letting them go and back in."""

from collections.abc import Collection, Iterable, Sequence

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kairan.people.details import GIVEN, Details, GivenAddress
from kairan.people.models import Address, Group, User
from kairan.shell.refusals import Refused


@transaction.atomic
def hire(
    details: Details,
    *,
    password: str | None,
    addresses: Sequence[GivenAddress] = (),
    groups: Collection[Group] = (),
    by: User | None,
) -> User:
    """Add a person. Without a password they set their own through a link that is mailed to them.

    :param by: the administrator, or None where the office itself does it (set-up, demo).
    """
    _only_administrators(by)
    person = User()
    details.write_to(person)
    person.set_password(password)
    _save(person)
    _write_addresses(person, addresses)
    person.groups.set(groups)
    return person


@transaction.atomic
def edit(
    person: User,
    details: Details,
    *,
    addresses: Sequence[GivenAddress] | None = None,
    groups: Collection[Group] | None = None,
    by: User,
) -> None:
    """Change what is known of ``person``; addresses and groups stay where None is given.

    People may edit themselves, less what an administrator gave them.
    """
    locked = _lock_for_change(person)
    _refuse_overreach(locked, details, groups, by=by)
    if details.kind != User.Kind.ADMINISTRATOR:
        _refuse_last_administrator(locked)
    details.write_to(locked)
    _save(locked)
    if addresses is not None:
        _write_addresses(locked, addresses)
    if groups is not None:
        locked.groups.set(groups)


@transaction.atomic
def deactivate(person: User, *, by: User) -> None:
    """Close the account: signed out at once, no more mail, all records stay."""
    _only_administrators(by)
    locked = _lock_for_change(person)
    _refuse_last_administrator(locked)
    User.objects.filter(pk=locked.pk).update(is_active=False)


@transaction.atomic
def reactivate(person: User, *, by: User) -> None:
    """Open a closed account again."""
    _only_administrators(by)
    User.objects.filter(pk=person.pk).update(is_active=True)


@transaction.atomic
def set_password(person: User, password: str, *, by: User) -> None:
    """Give ``person`` another password; whoever is signed in as them is signed out."""
    _only_administrators(by)
    person.set_password(password)
    person.save(update_fields=["password"])


def _only_administrators(by: User | None) -> None:
    if by is not None and not by.is_administrator:
        raise PermissionDenied


def _refuse_overreach(
    person: User, details: Details, groups: Collection[Group] | None, *, by: User
) -> None:
    if by.is_administrator:
        return
    was = Details.of(person)
    untouched = all(getattr(details, name) == getattr(was, name) for name in GIVEN)
    if by.pk != person.pk or groups is not None or not untouched:
        raise PermissionDenied


def _lock_for_change(person: User) -> User:
    """Return ``person`` as on record now.

    Where there are administrators to count, all of them are locked, in one order, so that two who
    demote each other queue up.
    """
    list(User.objects.administrators().select_for_update().order_by("pk").values_list("pk"))
    return User.objects.select_for_update().get(pk=person.pk)


def _refuse_last_administrator(person: User) -> None:
    others = User.objects.administrators().exclude(pk=person.pk)
    if person.is_administrator and not others.exists():
        raise Refused(
            _("This is the last administrator. Make somebody else an administrator first.")
        )


def _save(person: User) -> None:
    taken = Refused(_("Somebody has this login ID already. Choose another."))
    namesakes = User.objects.filter(login_id__iexact=person.login_id).exclude(pk=person.pk)
    if namesakes.exists():
        raise taken
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError as error:
        raise taken from error  # Somebody else was faster.


def _write_addresses(person: User, addresses: Iterable[GivenAddress]) -> None:
    kept = {given.kind: given for given in addresses}
    Address.objects.filter(user=person).exclude(kind__in=kept).delete()
    for kind in Address.Kind:
        if kind in kept:
            given = kept[kind]
            Address.objects.update_or_create(
                user=person,
                kind=kind,
                defaults={
                    "address": given.address,
                    "is_public": given.is_public,
                    "takes_notifications": given.takes_notifications,
                },
            )
