"""Whose the addresses are from which mail comes back."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models.functions import Lower

from kairan.delivery.models import BouncedAddress
from kairan.people.models import Address, User


@dataclass(frozen=True)
class Line:
    """One address of the list, and everybody who has it."""

    address: BouncedAddress
    owners: Sequence[User]


def with_owners(addresses: Sequence[BouncedAddress]) -> list[Line]:
    """Return a line for each of ``addresses``; one query."""
    keys = [each.search_key for each in addresses]
    rows = Address.objects.annotate(key=Lower("address")).filter(key__in=keys)
    owners: dict[str, list[User]] = {}
    for row in rows.select_related("user"):
        owners.setdefault(row.address.lower(), []).append(row.user)
    return [Line(each, owners.get(each.search_key, [])) for each in addresses]
