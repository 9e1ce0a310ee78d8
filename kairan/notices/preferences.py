"""Which kinds of notice a person wants by mail; the bell has all of them always."""

from collections.abc import Collection, Mapping

from django.db import transaction

from kairan.notices.models import Preference
from kairan.people.models import User


def without_mail(kind: str, ids: Collection[int]) -> set[int]:
    """Return those of ``ids`` (at most 500) who have switched mails of ``kind`` off."""
    found = Preference.objects.filter(kind=kind, person__in=ids, by_mail=False)
    return set(found.values_list("person_id", flat=True))


def switched_off(person: User) -> set[str]:
    """Return the kinds that are not mailed to ``person``."""
    found = Preference.objects.filter(person=person, by_mail=False)
    return set(found.values_list("kind", flat=True))


@transaction.atomic
def choose(person: User, *, by_mail: Mapping[str, bool]) -> None:
    """Mail, or no longer mail, each kind of ``by_mail`` to ``person``; others stay as they are."""
    Preference.objects.bulk_create(
        [Preference(person=person, kind=kind, by_mail=wanted) for kind, wanted in by_mail.items()],
        update_conflicts=True,
        unique_fields=["person", "kind"],
        update_fields=["by_mail"],
    )
