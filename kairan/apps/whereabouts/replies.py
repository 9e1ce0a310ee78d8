"""Answers by mail to a message that was left: it has been seen, and its writer reads the answer."""

from kairan.apps.whereabouts.models import Copy
from kairan.apps.whereabouts.notices import MessageLeft
from kairan.apps.whereabouts.operations.messages import open_message
from kairan.mail.assent import assent
from kairan.shell.feature import Reply, Taken


def take(reply: Reply) -> Taken:
    """Note that the message was seen; more than a yes is passed on to whoever left it.

    A confidential one is opened by signing in alone.
    """
    if reply.kind != MessageLeft.kind:
        return Taken.NO
    copies = Copy.objects.of(reply.person.pk).filter(message__is_confidential=False)
    mine = copies.filter(message=reply.number).select_related("message", "recipient").first()
    if mine is None:
        return Taken.NO
    open_message(mine.message, reader=mine.recipient)
    said = assent(reply.text)
    return Taken.YES if said.is_given and not said.besides else Taken.AND_READ_ON
