"""What people type about events."""

from kairan.apps.schedule.forms.events import EventForm
from kairan.apps.schedule.forms.parts import CancellationForm, RemindedForm, WhoForm

__all__ = ["CancellationForm", "EventForm", "RemindedForm", "WhoForm"]
