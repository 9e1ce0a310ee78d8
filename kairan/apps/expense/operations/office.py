"""What administrators settle, and whom each person chooses to approve."""

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from kairan.approvals.planning import MOST_SEATS
from kairan.apps.expense.approvers import candidates_for
from kairan.apps.expense.models import ApprovalUser, Category, Office
from kairan.people.models import User
from kairan.people.picker import Selection
from kairan.shell.refusals import Refused


@transaction.atomic
def settle(*, currency: str, candidates: Selection) -> Office:
    """Set the currency of new lines, and who may be chosen as approval user."""
    return Office.objects.update_or_create(
        pk=Office.THE_ONE,
        defaults={
            "currency": currency,
            "candidates": {"people": list(candidates.people), "groups": list(candidates.groups)},
        },
    )[0]


@transaction.atomic
def choose(approvers: Collection[int], *, claimant: User) -> None:
    """Let exactly ``approvers``, ids of candidates, decide about what ``claimant`` claims next."""
    wanted = set(approvers)
    if wanted - {person.pk for person in candidates_for(claimant)}:
        raise Refused(_("Somebody you ticked is no candidate any more. Choose again."))
    if len(wanted) > MOST_SEATS:
        raise Refused(_("Choose at most %(most)s approval users.") % {"most": MOST_SEATS})
    chosen = ApprovalUser.objects.chosen_by(claimant)
    chosen.exclude(person__in=wanted).delete()
    ApprovalUser.objects.bulk_create(
        (ApprovalUser(claimant=claimant, person_id=pk) for pk in sorted(wanted)),
        ignore_conflicts=True,
    )


@transaction.atomic
def keep_category(category: Category) -> None:
    """Save a category as it was typed; a new one stands last."""
    if not category.pk:
        last = Category.objects.order_by("-position").first()
        category.position = last.position + 1 if last else 1
    category.save()


@transaction.atomic
def move_up(category: Category) -> None:
    """Let a category stand one place higher in the list."""
    ordered = list(Category.objects.select_for_update().order_by("position", "pk"))
    place = next(index for index, each in enumerate(ordered) if each.pk == category.pk)
    if place:
        ordered[place - 1], ordered[place] = ordered[place], ordered[place - 1]
    for position, each in enumerate(ordered, start=1):
        each.position = position
    Category.objects.bulk_update(ordered, ["position"])


@transaction.atomic
def remove_category(category: Category) -> None:
    """Delete a category that no line bears."""
    if category.lines.exists():
        raise Refused(
            _("Lines bear “%(name)s”. Take it out of use instead: nobody can choose it then.")
            % {"name": category}
        )
    category.delete()
