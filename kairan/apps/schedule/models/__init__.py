"""What the schedule keeps: events, who takes part, and which reminders fall due next."""

from kairan.apps.schedule.models.events import Event, EventQuerySet
from kairan.apps.schedule.models.participations import Participation, ParticipationQuerySet
from kairan.apps.schedule.models.reminders import OwnLeads, Reminder, ReminderQuerySet

__all__ = [
    "Event",
    "EventQuerySet",
    "OwnLeads",
    "Participation",
    "ParticipationQuerySet",
    "Reminder",
    "ReminderQuerySet",
]
