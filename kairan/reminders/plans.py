"""Who keeps moments of reminders in rows, and hears when somebody's settings move them."""

from kairan.shell.feature import features


class RemindsAhead:
    """Mix this into a ``Feature`` whose rows depend on leads, the morning or the time zone."""

    def replan(self, person_id: int) -> None:
        """Plan the reminders of one person anew, in the transaction of the caller."""
        raise NotImplementedError


def replan(person_id: int) -> None:
    """Let every feature plan the reminders of this person anew, in the caller's transaction."""
    for each in features():
        if isinstance(each, RemindsAhead):
            each.replan(person_id)
