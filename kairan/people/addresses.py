"""Where mail reaches people."""

from collections.abc import Collection, Iterator
from itertools import islice

from kairan.people.models import Address, User

BATCH = 500


def notification_addresses(ids: Collection[int]) -> dict[int, list[str]]:
    """Return, per person of ``ids``, the addresses to which notifications go.

    Somebody who was deactivated, or who wants none, is missing. One query per 500 people.
    """
    found: dict[int, list[str]] = {}
    for batch in _batches(sorted(set(ids))):
        rows = Address.objects.for_notifications().filter(user__in=batch).order_by("user_id", "pk")
        for person_id, address in rows.values_list("user_id", "address"):
            found.setdefault(person_id, []).append(address)
    return found


def addresses_by_id(ids: Collection[int]) -> dict[int, str]:
    """Return, by id, those of the addresses ``ids`` that belong to people who still work here."""
    rows = Address.objects.filter(pk__in=ids, user__is_active=True)
    return dict(rows.values_list("pk", "address"))


def company_address(user: User) -> str | None:
    """Return the company address of ``user``, if one is on record."""
    found = Address.objects.filter(user=user, kind=Address.Kind.COMPANY)
    return found.values_list("address", flat=True).first()


def account_addresses(user: User) -> list[str]:
    """Return where mail about the account itself goes: the company address, else notifications.

    Somebody who has neither gets it at the first address on record; nobody who has an address is
    locked out.
    """
    rows = list(Address.objects.filter(user=user))
    by_choice = (
        [row.address for row in rows if row.kind == Address.Kind.COMPANY],
        [row.address for row in rows if row.takes_notifications],
        [row.address for row in rows[:1]],
    )
    return next((found for found in by_choice if found), [])


def _batches(ids: list[int]) -> Iterator[list[int]]:
    remaining = iter(ids)
    while batch := list(islice(remaining, BATCH)):
        yield batch
