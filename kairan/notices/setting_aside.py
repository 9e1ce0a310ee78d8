"""An announcement that cannot be put into words is set aside, visibly; the post goes on."""

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from kairan import clock
from kairan.notices.models import Announcement
from kairan.shell.refusals import Refused


@transaction.atomic
def set_aside(announcement: Announcement, *, fault: str) -> None:
    """Take ``announcement`` out of the way and keep ``fault``, the traceback, for administrators.

    Who was told already stays told; a later try goes on with the next person.
    """
    held = Announcement.objects.filter(
        pk=announcement.pk,
        state=Announcement.State.WAITING,
        claimable_at=announcement.claimable_at,
    )
    held.update(state=Announcement.State.SET_ASIDE, fault=fault, settled_at=now())


@transaction.atomic
def take_back(announcement: Announcement) -> None:
    """Let ``announcement`` be worded again, from where it stopped; raise Refused when it waits."""
    aside = Announcement.objects.filter(pk=announcement.pk, state=Announcement.State.SET_ASIDE)
    if not aside.update(
        state=Announcement.State.WAITING, fault="", settled_at=None, claimable_at=now()
    ):
        raise Refused(_("This announcement is not set aside any more."))
    clock.wake("wording")
