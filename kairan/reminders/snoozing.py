"""For how long a reminder can be put off."""

from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from kairan.clock.days import A_DAY, day_of, moment_of
from kairan.reminders.leads import Terms


class Snooze(models.TextChoices):
    """What the buttons offer."""

    TEN_MINUTES = "ten-minutes", _("in 10 minutes")
    AN_HOUR = "an-hour", _("in 1 hour")
    TOMORROW = "tomorrow", _("tomorrow morning")


DURATIONS = {
    Snooze.TEN_MINUTES: timedelta(minutes=10),
    Snooze.AN_HOUR: timedelta(hours=1),
}


def snoozed_until(snooze: Snooze, *, now: datetime, terms: Terms) -> datetime:
    """Return when to remind again; tomorrow morning is the hour of the person's daily mail."""
    if snooze is Snooze.TOMORROW:
        tomorrow = day_of(now, terms.zone) + A_DAY
        return moment_of(tomorrow, terms.morning, terms.zone)
    return now + DURATIONS[snooze]
