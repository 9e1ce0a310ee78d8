"""Tells mails that no person has written for this one: complaints, receipts, lists; and answers."""

import re

from kairan.mail.bounces.content import Content
from kairan.mail.parse import Message

_ANSWERS = re.compile(r"^\W*(?:re|aw|sv|antw|回复|答复|返信)\s*[:：\[]", re.IGNORECASE)
_COMPLAINT = re.compile(
    r"complaint about message|abuse report|feedback report|spamtrap", re.IGNORECASE
)
_REPORTERS = re.compile(r"staff|abuse|feedback|fbl|complaint", re.IGNORECASE)


def is_sent_by_a_machine(message: Message) -> bool:
    """Whether the mail says itself that no person has sent it; a list's mail does too."""
    submitted = message.header("Auto-Submitted").lower()
    bulk = message.header("Precedence").lower() in {"bulk", "junk", "list"}
    return submitted not in {"", "no"} or bulk or bool(message.header("List-Id"))


def is_reply(message: Message) -> bool:
    """Whether the mail answers another one."""
    return bool(message.in_reply_to or message.references or _ANSWERS.search(message.subject))


def is_feedback(content: Content) -> bool:
    """Whether somebody complains about a mail by way of their provider (RFC 5965)."""
    if "report-type=feedback-report" in re.sub(r"[\"'\s]", "", content.type):
        return True
    if any(part.type == "message/feedback-report" for part in content.message.attachments):
        return True
    reporter = content.message.from_[0].addr if content.message.from_ else ""
    is_complaint = _COMPLAINT.search(content.message.subject) is not None
    return is_complaint and bool(_REPORTERS.match(reporter)) and content.returned is not None


def is_read_receipt(message: Message) -> bool:
    """Whether a mail program tells that a mail was shown or deleted (RFC 8098)."""
    return any(part.type == "message/disposition-notification" for part in message.attachments)
