"""Which kinds of notice a person wants by mail, and at which addresses; the bell has all always."""

from collections.abc import Collection, Mapping

from django.db import transaction

from kairan.notices.models import Preference
from kairan.people.models import User


def without_mail(kind: str, ids: Collection[int]) -> set[int]:
    """Return those of ``ids`` (at most 500) who have switched mails of ``kind`` off."""
    found = Preference.objects.filter(kind=kind, person__in=ids, by_mail=False)
    return set(found.values_list("person_id", flat=True))


def chosen_addresses(kind: str, ids: Collection[int]) -> dict[int, list[int]]:
    """Return the addresses, by id, that those of ``ids`` (at most 500) chose for ``kind``."""
    found = Preference.objects.filter(kind=kind, person__in=ids, addresses__isnull=False)
    rows = found.values_list("person_id", "addresses")
    return {person_id: addresses for person_id, addresses in rows if addresses is not None}


def switched_off(person: User) -> set[str]:
    """Return the kinds that are not mailed to ``person``."""
    found = Preference.objects.filter(person=person, by_mail=False)
    return set(found.values_list("kind", flat=True))


def addresses_of(person: User, kind: str) -> set[int] | None:
    """Return the ids of the addresses that ``person`` chose for ``kind``, None: the usual."""
    chosen = chosen_addresses(kind, [person.pk]).get(person.pk)
    return None if chosen is None else set(chosen)


@transaction.atomic
def choose(person: User, *, by_mail: Mapping[str, bool]) -> None:
    """Mail, or no longer mail, each kind of ``by_mail`` to ``person``; others stay as they are."""
    _keep(
        [Preference(person=person, kind=kind, by_mail=wanted) for kind, wanted in by_mail.items()],
        "by_mail",
    )


@transaction.atomic
def choose_addresses(person: User, kind: str, addresses: Collection[int] | None) -> None:
    """Send ``kind`` to these addresses of ``person`` (ids); None means those for notifications.

    An address of somebody else is left out.
    """
    chosen = None
    if addresses is not None:
        own = person.addresses.filter(pk__in=addresses)
        chosen = sorted(own.values_list("pk", flat=True))
    _keep([Preference(person=person, kind=kind, addresses=chosen)], "addresses")


def _keep(rows: list[Preference], field: str) -> None:
    Preference.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["person", "kind"], update_fields=[field]
    )
