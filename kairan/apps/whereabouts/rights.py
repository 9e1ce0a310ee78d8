"""Of whom a person may say where they are."""

from django.db.models import Exists, OuterRef, Q

from kairan.people.models import User, UserQuerySet


def spoken_for_by(person: User) -> UserQuerySet:
    """Return those of whom ``person`` may say where they are.

    Oneself; who shares a group with one, for that is who takes the call; an administrator says it
    of everybody.
    """
    active = User.objects.active()
    if person.is_administrator:
        return active
    memberships = User.groups.through.objects
    mine = memberships.filter(user_id=person.pk).values("group_id")
    shared = memberships.filter(user_id=OuterRef("pk"), group_id__in=mine)
    return active.filter(Q(pk=person.pk) | Exists(shared))
