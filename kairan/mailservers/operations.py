"""What an administrator does with the mail servers: settle them."""

from django.db import transaction

from kairan import clock
from kairan.mailservers.models import MailServerSettings, PopLogin
from kairan.mailservers.models.servers import Server


@transaction.atomic
def settle(proposed: MailServerSettings) -> MailServerSettings:
    """Make ``proposed``, with all its servers, what holds from now on.

    POP3 logins made for the old settings count no longer. The delivery round is woken: what
    waits leaves, or is cancelled, at once.
    """
    outgoing = proposed.outgoing
    if outgoing is not None and outgoing.pop_account is not None:
        outgoing.pop_account.save()
        outgoing.pop_account = outgoing.pop_account  # Django takes the key only when assigned.
    for name in ("incoming", "outgoing_webmail", "outgoing", "own_mailbox"):
        server: Server | None = getattr(proposed, name)
        if server is not None:
            server.save()
            setattr(proposed, name, server)
    proposed.save()
    if outgoing is not None:
        PopLogin.objects.filter(server=outgoing).delete()
    clock.wake("delivery")
    return proposed
