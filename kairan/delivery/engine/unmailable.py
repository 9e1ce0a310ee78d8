"""Cancels what must not leave: notifications while nothing is mailed, letters without a server."""

from kairan.delivery.models import Envelope, Purpose, Reason, State
from kairan.delivery.operations import cancel
from kairan.mailservers.models import MailServerSettings


def cancel_unmailable() -> None:
    """Cancel, visibly, what waits or is held though it may not or cannot be mailed."""
    waiting = Envelope.objects.waiting()
    orphans = waiting.filter(server=None)
    if orphans.exists():
        cancel(orphans, reason=Reason.NO_SERVER)
    if MailServerSettings.current().why_nothing_is_mailed():
        held = Envelope.objects.filter(state=State.HELD)
        for those in (waiting, held):
            notifications = those.filter(letter__purpose=Purpose.NOTIFICATION)
            if notifications.exists():
                cancel(notifications, reason=Reason.NOT_MAILED)
