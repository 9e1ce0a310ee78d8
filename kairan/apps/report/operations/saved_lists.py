"""Keep lists of those to whom one reports again and again."""

from django.db import transaction
from django.utils.translation import gettext as _

from kairan.apps.report.models import SavedList
from kairan.people.models import User
from kairan.people.picker import Selection
from kairan.shell.refusals import Refused

MOST_LISTS = 100


@transaction.atomic
def keep_list(
    *, owner: User, name: str, people: Selection, saved_list: SavedList | None = None
) -> SavedList:
    """Keep a choice of people and groups under a name, new or in place of an earlier state."""
    own = SavedList.objects.visible_to(owner)
    if saved_list is None and own.count() >= MOST_LISTS:
        raise Refused(_("You have %(most)s lists; delete one first.") % {"most": MOST_LISTS})
    saved_list = saved_list or SavedList(owner=owner)
    if own.filter(name=name).exclude(pk=saved_list.pk).exists():
        raise Refused(_("You have a list of this name already."))
    saved_list.name = name
    saved_list.addressees = {"people": list(people.people), "groups": list(people.groups)}
    saved_list.save()
    return saved_list


@transaction.atomic
def remove_list(saved_list: SavedList) -> None:
    """Delete a list; what was addressed with it stays as it is."""
    saved_list.delete()
