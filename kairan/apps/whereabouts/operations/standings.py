"""Say where somebody is, and what oneself wants to be done with it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from kairan.apps.whereabouts.models import Preference, Presence, Standing
from kairan.apps.whereabouts.moments import is_over
from kairan.people.models import User
from kairan.shell.refusals import Refused


@dataclass(frozen=True, kw_only=True)
class Where:
    """Where somebody is: presence, place, until when (aware), note."""

    presence: Presence
    place: str = ""
    until: datetime | None = None
    note: str = ""


@transaction.atomic
def mark(where: Where, *, person: User, by: User) -> Standing:
    """Put ``person`` where ``by`` says; all that was said before is gone, the place included."""
    moment = now()
    if is_over(where.until, moment):
        raise Refused(_("That time is over already. Choose a later one, or none."))
    before = Standing.objects.filter(person=person, presence=where.presence)
    if not where.presence.is_offered and not before.exists():
        raise Refused(_("This may not be chosen any more. Choose something else from the list."))
    standing, _is_new = Standing.objects.update_or_create(
        person=person,
        defaults={
            "presence": where.presence,
            "place": where.place,
            "until": where.until,
            "note": where.note,
            "said_at": moment,
            "said_by": by,
        },
    )
    return standing


@transaction.atomic
def prefer(person: User, *, mails_when: str, follows_schedule: bool) -> None:
    """Keep when ``person`` wants mails of messages, and whether their schedule speaks for them."""
    Preference.objects.update_or_create(
        person=person,
        defaults={"mails_when": mails_when, "follows_schedule": follows_schedule},
    )
