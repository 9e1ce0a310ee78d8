"""Who decides about a person's reports: whom they chose, as far as those still may."""

from dataclasses import dataclass

from kairan.apps.expense.models import ApprovalUser, Office
from kairan.people.models import User


@dataclass(frozen=True)
class Chosen:
    """Whom a person chose: those who decide, and those who are not asked any more."""

    usable: list[User]
    unusable: list[User]


def candidates_for(person: User) -> list[User]:
    """Return whom ``person`` may choose, by name: active candidates, never oneself."""
    ids = [pk for pk in Office.current().selection.ids() if pk != person.pk]
    return list(User.objects.active().filter(pk__in=ids))


def chosen_by(person: User) -> Chosen:
    """Return whom ``person`` chose. Who has left or is no candidate any more is not usable."""
    candidates = set(Office.current().selection.ids())
    chosen = ApprovalUser.objects.chosen_by(person).select_related("person")
    people = [each.person for each in chosen.order_by("person__last_name", "person__first_name")]
    return Chosen(
        usable=[each for each in people if each.pk in candidates],
        unusable=[each for each in people if each.pk not in candidates],
    )
