"""What the clock runs here: reminders of tasks."""

from kairan.apps.todo.operations.reminding import remind_due
from kairan.clock.rounds import Round

ROUNDS = [Round("task-reminders", remind_due)]
