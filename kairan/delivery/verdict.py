"""What an event on the wire means for the envelope it is about: pure, and a table in its tests."""

from enum import Enum

from kairan.mail.smtp_pipeline import Event, News
from kairan.mail.smtp_replies import Stage
from kairan.mail.smtp_verdict import Fault, judge


class Fate(Enum):
    """What becomes of an envelope."""

    ACCEPTED = "accepted"
    PUT_OFF = "put-off"  # tried again later
    REFUSED = "refused"
    IN_DOUBT = "in-doubt"
    AGAIN = "again"  # it has not been tried in truth: at once, on another connection
    OURS = "ours"  # the server's trouble with us: burns no envelope


def fate_of(event: Event, *, is_suspect: bool, came_back_before: bool) -> Fate:
    """Return what ``event`` means.

    ``is_suspect`` says that the letter may be why the connection ended: it had taken none before,
    and this was the first one under way. Others are tried again at once, but only once
    (``came_back_before``).
    """
    if event.news is News.ACCEPTED:
        return Fate.ACCEPTED
    if event.news is News.IN_DOUBT:
        return Fate.IN_DOUBT
    blameless = not is_suspect and not came_back_before
    if event.news is News.RETURNED or event.reply is None or event.stage is None:
        return Fate.AGAIN if blameless else Fate.PUT_OFF
    if event.reply.code == 421 and event.stage is not Stage.BODY and blameless:
        return Fate.AGAIN
    return _BY_FAULT[judge(event.stage, event.reply).fault]


_BY_FAULT = {
    Fault.NOBODY: Fate.ACCEPTED,
    Fault.TEMPORARY: Fate.PUT_OFF,
    Fault.RECIPIENT: Fate.REFUSED,
    Fault.LETTER: Fate.REFUSED,
    Fault.US: Fate.OURS,
}
