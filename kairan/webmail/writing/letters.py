"""Makes a letter of a draft: who it is from and to, what it answers, in which code it travels."""

from dataclasses import dataclass
from datetime import datetime

from kairan.attachments import contents
from kairan.attachments.models import Attachment as File
from kairan.mail.address import Address
from kairan.mail.charsets import Code
from kairan.mail.compose import Attachment, Letter, without_slots
from kairan.mail.compose.bodies import is_plain_mail
from kairan.mail.headers import DisplayName, FieldName, FileName, HeaderValue, Subject
from kairan.mail.message_id import MessageId, read_all
from kairan.mailservers.models import MailServerSettings
from kairan.webmail.models import Draft, Identity, Message
from kairan.webmail.reading.mail import OpenedMail
from kairan.webmail.writing.pictures import as_parts, shown
from kairan.webmail.writing.rich import dressed

LONGEST_CHAIN = 20


@dataclass(frozen=True)
class Addressed:
    """Who gets a letter, openly or not."""

    to: list[Address]
    cc: list[Address]
    bcc: list[Address]

    @property
    def everybody(self) -> list[Address]:
        """All recipients, none twice."""
        found = {each.wire_form: each for each in [*self.to, *self.cc, *self.bcc]}
        return list(found.values())


def letter_of(draft: Draft, addressed: Addressed, *, now: datetime) -> Letter:
    """Return the letter that ``draft`` describes; ``now`` is aware and becomes its Date."""
    settings = MailServerSettings.current()
    in_reply_to, references = _thread(draft.answers if draft.kind == Draft.Kind.REPLY else None)
    adds_ids = settings.adds_message_id
    return Letter(
        sender=sender_of(draft.identity),
        to=addressed.to,
        cc=addressed.cc,
        reply_to=_reply_to(draft.identity),
        subject=Subject.clean(without_slots(draft.subject)),
        text=without_slots(draft.body.replace("\r\n", "\n")),
        html=without_slots(dressed(draft.html)) if draft.is_rich else "",
        date=now,
        message_id=settings.new_message_id(),
        in_reply_to=in_reply_to if adds_ids else None,
        references=references if adds_ids else (),
        headers=_own_fields(draft.identity),
        attachments=[_attachment(file) for file in draft.files.all()],
        pictures=as_parts(shown(draft)),
        code=Code(draft.code) if draft.code else settings.charset,
    )


def sender_of(identity: Identity) -> Address:
    """Return the From of letters that ``identity`` writes."""
    return Address(_display_name(identity), identity.address)


def mail_type(raw: bytes) -> str:
    """Return the media type with which a whole mail travels in another one, each byte as it is.

    One of 8 bits or of endless lines cannot be a message (RFC 2046 5.2.1): it is a file then.
    """
    return "message/rfc822" if is_plain_mail(raw) else "application/octet-stream"


def _attachment(file: File) -> Attachment:
    data = contents.read(file.content_id)
    is_mail = file.media_type == "message/rfc822"
    media_type = mail_type(data) if is_mail else file.media_type
    return Attachment(FileName.clean(file.name), media_type, data)


def _reply_to(identity: Identity) -> list[Address]:
    return [Address(_display_name(identity), identity.reply_to)] if identity.reply_to else []


def _display_name(identity: Identity) -> DisplayName:
    return DisplayName.clean(without_slots(identity.name))


def _own_fields(identity: Identity) -> list[tuple[FieldName, HeaderValue]]:
    """Return the fields that an identity adds to its letters (Organization: RFC 5536 3.2.9)."""
    organisation = HeaderValue.clean(without_slots(identity.organisation))
    return [(FieldName("Organization"), organisation)] if organisation else []


def _thread(answered: Message | None) -> tuple[MessageId | None, list[MessageId]]:
    """Return In-Reply-To and References of an answer (RFC 5322 3.6.4)."""
    if answered is None:
        return None, []
    parsed = OpenedMail(answered).parsed
    own = read_all(parsed.message_id)
    before = read_all(" ".join(parsed.references)) or read_all(" ".join(parsed.in_reply_to))
    chain = [*before, *own]
    return (own[0] if own else None), [*chain[:1], *chain[1:][-LONGEST_CHAIN:]]
