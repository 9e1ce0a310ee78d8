"""Answers by mail: a yes, or the mail sent back as it is, sets the seal."""

from kairan.apps.circulation.models import Reading
from kairan.apps.circulation.notices import (
    CircularDeadlineNear,
    CircularDelivered,
    CircularReminded,
)
from kairan.apps.circulation.operations import confirm
from kairan.mail.assent import assent
from kairan.shell.feature import Reply, Taken

KINDS = {CircularDelivered.kind, CircularReminded.kind, CircularDeadlineNear.kind}
LONGEST_COMMENT = 5_000


def take(reply: Reply) -> Taken:
    """Confirm the circular for whoever says yes, with what they say besides as their comment.

    A question or a remark without a yes is no seal: its author reads it. Raises Refused for a
    circular that takes no more confirmations.
    """
    said = assent(reply.text)
    if reply.kind not in KINDS or not said.is_given or len(said.besides) > LONGEST_COMMENT:
        return Taken.NO
    copies = Reading.objects.filter(reader_id=reply.person.pk, circular=reply.number)
    mine = copies.select_related("circular__author", "reader").first()
    if mine is None or (mine.confirmed_at is not None and said.besides):
        return Taken.NO
    confirm(mine.circular, reader=mine.reader, comment=said.besides)
    return Taken.YES
