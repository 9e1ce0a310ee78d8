"""Two people may save the same event: the second is told, and nothing of the first is lost."""

from django.utils.translation import gettext as _

from kairan.apps.schedule.models import Event
from kairan.shell.refusals import Refused


class Overtaken(Refused):
    """Somebody changed the event since this form was opened."""


def locked(event: Event, *, version: int | None = None) -> Event:
    """Return the row as it stands, locked until the transaction ends.

    Refuse what was cancelled, and with ``version`` what has changed since that version.
    """
    rows = Event.objects.select_for_update(of=("self",)).select_related("author", "series")
    found = rows.get(pk=event.pk)
    if found.is_cancelled:
        raise Refused(_("This event is cancelled already."))
    if version is not None and found.version != version:
        raise Overtaken(
            _("Somebody changed this event in the meantime. See below how it stands now.")
        )
    return found
