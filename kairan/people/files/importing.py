"""Carries out what a file of people asks for: all of it or nothing."""

from collections.abc import Iterable

from django.contrib.auth.hashers import make_password
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kairan.people.account_mail import send_invitation
from kairan.people.details import Details
from kairan.people.files.plan import Entry, Plan
from kairan.people.models import Address, Group, User
from kairan.people.words import words_of
from kairan.shell.refusals import Refused

BATCH = 500
_CHANGED = [*Details.__dataclass_fields__, "words", "password"]


def import_people(plan: Plan, *, invite: bool, by: User) -> None:
    """Add and change the people of ``plan`` in one transaction.

    :param invite: mail new people without a password a link to choose one.
    :raises Refused: when a line is wrong, or no administrator would be left.
    """
    if not by.is_administrator:
        raise PermissionDenied
    if plan.flaws:
        raise Refused(_("Mend the lines that are wrong, then choose the file again."))
    for entry in plan.entries:  # Slow on purpose, so before the transaction.
        if entry.password or entry.is_new:
            entry.person.password = make_password(entry.password or None)
        entry.person.words = words_of(entry.person)
    try:
        _write(plan, invite=invite)
    except IntegrityError as error:
        raise Refused(
            _("Somebody else changed people at the same time. Choose the file again.")
        ) from error


@transaction.atomic
def _write(plan: Plan, *, invite: bool) -> None:
    User.objects.bulk_create([entry.person for entry in plan.new], batch_size=BATCH)
    for entry in plan.known:
        if entry.changes:
            entry.person.save(update_fields=_CHANGED)
    if not User.objects.administrators().exists():
        raise Refused(_("After this import there would be no administrator. Keep one in the file."))
    _write_addresses(plan.entries)
    _write_groups(plan.entries)
    if invite:
        for entry in plan.new:
            if not entry.password:
                send_invitation(entry.person)


def _write_addresses(entries: Iterable[Entry]) -> None:
    wanted = {
        (entry.person.pk, kind): address
        for entry in entries
        for kind, address in entry.addresses.items()
    }
    on_record = {
        (each.user_id, each.kind): each
        for each in Address.objects.all()
        if (each.user_id, each.kind) in wanted
    }
    gone, changed, fresh = [], [], []
    for (person_id, kind), address in wanted.items():
        known = on_record.get((person_id, kind))
        if known and not address:
            gone.append(known.pk)
        elif known and known.address != address:
            known.address = address
            changed.append(known)
        elif address and not known:
            fresh.append(_fresh(person_id, kind, address))
    for start in range(0, len(gone), BATCH):
        Address.objects.filter(pk__in=gone[start : start + BATCH]).delete()
    Address.objects.bulk_update(changed, ["address"], batch_size=BATCH)
    Address.objects.bulk_create(fresh, batch_size=BATCH)


def _fresh(person_id: int, kind: str, address: str) -> Address:
    is_company = kind == Address.Kind.COMPANY
    return Address(
        user_id=person_id,
        kind=kind,
        address=address,
        is_public=is_company,
        takes_notifications=is_company,
    )


def _write_groups(entries: list[Entry]) -> None:
    named = [entry for entry in entries if entry.groups is not None]
    names = {name for entry in named for name in entry.groups or []}
    ids = dict(Group.objects.values_list("name", "pk"))
    for name in sorted(names - ids.keys()):
        ids[name] = Group.objects.create(name=name).pk
    through = User.groups.through
    wanted = {(entry.person.pk, ids[name]) for entry in named for name in entry.groups or []}
    theirs = {entry.person.pk for entry in named}
    now = {
        (row.user_id, row.group_id): row.pk
        for row in through.objects.all()
        if row.user_id in theirs
    }
    gone = [pk for pair, pk in now.items() if pair not in wanted]
    for start in range(0, len(gone), BATCH):
        through.objects.filter(pk__in=gone[start : start + BATCH]).delete()
    fresh = [through(user_id=u, group_id=g) for u, g in wanted - now.keys()]
    through.objects.bulk_create(fresh, batch_size=BATCH)
