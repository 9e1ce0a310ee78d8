"""Keep the lists from which people choose."""

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from kairan.apps.whereabouts.models import Listed
from kairan.shell.refusals import Refused


@transaction.atomic
def keep(line: Listed) -> None:
    """Put ``line`` into its list, or keep what was changed about it."""
    line.save()


@transaction.atomic
def strike(line: Listed) -> None:
    """Take ``line`` out of its list for good; refuse while something says it."""
    try:
        line.delete()
    except ProtectedError as error:
        raise Refused(
            _("“%(name)s” is in use. Let it no longer be chosen instead.") % {"name": line.name}
        ) from error
