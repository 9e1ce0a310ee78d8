"""What people do with events. Each verb is one transaction and announces its own news."""

from kairan.apps.schedule.operations.cancelling import cancel
from kairan.apps.schedule.operations.changing import change
from kairan.apps.schedule.operations.locking import Overtaken
from kairan.apps.schedule.operations.plans import Plan, Scope
from kairan.apps.schedule.operations.registering import register
from kairan.apps.schedule.operations.taking_part import choose_reminders, leave

__all__ = [
    "Overtaken",
    "Plan",
    "Scope",
    "cancel",
    "change",
    "choose_reminders",
    "leave",
    "register",
]
