"""Django's own mails, such as the password reset, take the same road as every letter."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage, EmailMultiAlternatives
from django.utils import timezone

from kairan.delivery.models import Purpose, WhenUncertain
from kairan.delivery.operations import Mailing, Recipient, submit
from kairan.mail import compose
from kairan.mail.address import Address
from kairan.mail.headers import FieldName, FileName, HeaderValue, Subject
from kairan.mailservers import sender
from kairan.mailservers.models import MailServerSettings

KIND = "account"
GIVES_UP_AFTER = timedelta(hours=6)


class EmailBackend(BaseEmailBackend):
    """Puts each message into the queue; Mail Server Settings say where it goes from there."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Submit the messages that have a recipient; return how many."""
        chosen = MailServerSettings.current()
        messages = [message for message in email_messages if message.recipients()]
        for message in messages:
            submit(
                Mailing(
                    letter=_letter(message, chosen),
                    recipients=[
                        Recipient(Address.parse(each).addr) for each in message.recipients()
                    ],
                    server=chosen.outgoing,
                    sender=sender.envelope_sender(chosen),
                    purpose=Purpose.ACCOUNT,
                    kind=KIND,
                    expires_after=GIVES_UP_AFTER,
                    when_uncertain=WhenUncertain.RESEND,
                )
            )
        return len(messages)


def _letter(message: EmailMessage, chosen: MailServerSettings) -> compose.Letter:
    """Return Django's message as a letter of ours; its HTML is the first such alternative."""
    return compose.Letter(
        sender=_sender(message, chosen),
        to=_addresses(message.to),
        cc=_addresses(message.cc),
        reply_to=_addresses(message.reply_to),
        subject=Subject.clean(str(message.subject)),
        text=compose.without_slots(str(message.body)),
        html=compose.without_slots(_html(message)),
        date=timezone.localtime(),
        message_id=chosen.new_message_id(),
        headers=[
            (FieldName(name), HeaderValue.clean(str(value)))
            for name, value in message.extra_headers.items()
        ],
        attachments=[_attachment(each) for each in message.attachments],
        code=chosen.charset,
    )


def _sender(message: EmailMessage, chosen: MailServerSettings) -> Address:
    if message.from_email in {"", None, settings.DEFAULT_FROM_EMAIL}:
        return sender.sender_of(None, settings=chosen)
    return Address.parse(message.from_email)


def _addresses(texts: Iterable[str]) -> list[Address]:
    return [Address.parse(each) for each in texts]


def _html(message: EmailMessage) -> str:
    if not isinstance(message, EmailMultiAlternatives):
        return ""
    return next((str(content) for content, kind in message.alternatives if kind == "text/html"), "")


def _attachment(given: object) -> compose.Attachment:
    """Return an attachment that was given as name, content and media type."""
    if not isinstance(given, tuple):
        raise TypeError("Attach files to Django's messages by name, content and media type.")
    name, content, media_type = given
    data = content.encode() if isinstance(content, str) else bytes(content)
    return compose.Attachment(
        FileName.clean(name or "file"), media_type or "application/octet-stream", data
    )
