"""The copy of one's own letter in the folder Sent."""

from django.utils import timezone

from kairan import clock
from kairan.attachments import contents
from kairan.delivery.models import Letter
from kairan.mail.parse import parse
from kairan.people.models import User
from kairan.webmail.folders import folder
from kairan.webmail.models import Draft, Folder, Keeping, Message
from kairan.webmail.receiving.arrived import preview, storable
from kairan.webmail.searching import indexing
from kairan.webmail.threads.joining import Joining, join


def keep_copy(raw: bytes, *, sent: Letter, draft: Draft, by: User) -> Message:
    """Keep ``raw``, the letter as it leaves, in Sent; its row points to what delivery knows."""
    parsed = parse(raw)
    Keeping.count(by.pk, len(raw))
    clock.wake(indexing.ROUND)
    people = ", ".join(each.name or each.addr for each in (*parsed.to, *parsed.cc))
    message = Message(
        owner=by,
        account=draft.account,
        folder=folder(by, Folder.Kind.SENT),
        content_id=contents.keep(raw),
        size=len(raw),
        message_id=storable(parsed.message_id),
        subject=storable(draft.subject),
        correspondent=storable(people or draft.bcc),
        preview=preview(parsed),
        arranged_at=timezone.now(),
        has_attachments=bool(parsed.attachments),
        is_read=True,
        letter=sent,
        draft_key=draft.key,
    )
    join([Joining.of(message, parsed)])
    message.save()
    return message
