"""What examples of notices are made of: people and moments that belong to no office.

Named in the active language, and close to now, so that an example reads like a mail of today.
"""

from datetime import date, datetime, time, timedelta

from django.utils.timezone import get_current_timezone, localdate
from django.utils.translation import gettext as _


def somebody() -> str:
    """Return the name of whoever acts in an example."""
    return _("Hana Sato")


def somebody_else() -> str:
    """Return the name of a second person."""
    return _("Diego Garcia")


def day(*, ahead: int) -> date:
    """Return the day so many days ahead of today, in the active time zone."""
    return localdate() + timedelta(days=ahead)


def moment(*, ahead: int, hour: int) -> datetime:
    """Return the full ``hour`` so many days ahead of today, in the active time zone (aware)."""
    return datetime.combine(day(ahead=ahead), time(hour), get_current_timezone())
