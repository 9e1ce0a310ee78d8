"""Passes a mail on to somebody here: who wrote it, what they wrote, and the files that came along.

It travels as every letter does. It says that a machine sends it (RFC 3834 §5) and how often it has
been passed on, and it bounces to the notification mailbox: no two machines can keep it going.
"""

from datetime import datetime, timedelta

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from kairan.delivery import bounced
from kairan.delivery.operations import Mailing, Purpose, Recipient, submit
from kairan.mail import message_id
from kairan.mail.address import Address, BadAddress
from kairan.mail.compose.letter import Attachment, Letter, Slot, without_slots
from kairan.mail.headers import DisplayName, FieldName, FileName, HeaderValue, Subject
from kairan.mail.parse import Message
from kairan.mail.plain_text import plain_text
from kairan.mailservers import sender
from kairan.mailservers.models import MailServerSettings
from kairan.people.addresses import account_addresses
from kairan.people.models import User
from kairan.returns.models import ReturnedMail
from kairan.returns.verdicts import About, Verdict, kept

KIND = "returns.passed-on"
PASSES = "X-Kairan-Passes"
MOST_PASSES = 3
LARGEST_FILES = 10 * 1024 * 1024
_LONGEST_TEXT = 100_000
_EXPIRES_AFTER = timedelta(days=5)

Outcome, Why = ReturnedMail.Outcome, ReturnedMail.Why


def pass_on(message: Message, *, to: User | None, about: About | None, now: datetime) -> Verdict:
    """Send ``message`` on to ``to``; it is kept for an administrator where that cannot be."""
    settings = MailServerSettings.current()
    addresses = _addresses(to, settings) if to is not None and to.is_active else []
    if to is None or not addresses:
        return kept(Why.NOBODY, about)
    if passes_of(message) >= MOST_PASSES:
        return kept(Why.ROUND_AND_ROUND, about)
    if settings.why_nothing_is_mailed():
        return kept(Why.NOT_MAILED, about)
    with translation.override(to.language):
        letter = _letter(message, to=to, about=about, settings=settings, now=now)
    submit(
        Mailing(
            letter=letter,
            recipients=[_recipient(each, to, settings) for each in addresses],
            server=settings.outgoing,
            sender=sender.envelope_sender(settings),
            purpose=Purpose.NOTIFICATION,
            kind=KIND,
            about=about.announcement.about if about else "",
            by=about.person if about else None,
            expires_after=_EXPIRES_AFTER,
        )
    )
    return Verdict(Outcome.PASSED_ON, about=about, passed_to=to)


def passes_of(message: Message) -> int:
    """Return how often a mail says that it has been passed on."""
    said = message.header(PASSES).strip()[:3]
    return int(said) if said.isdecimal() and said.isascii() else 0


def text_of(message: Message) -> str:
    """Return what a mail says, as plain text."""
    text = message.text if message.text.strip() else plain_text(message.html)
    return text.replace("\0", "")[:_LONGEST_TEXT]


def writer_of(message: Message) -> Address | None:
    """Return who wrote a mail, as far as one can write back to them."""
    for each in message.from_:
        try:
            return Address(DisplayName.clean(without_slots(each.name)), each.addr)
        except BadAddress:
            continue
    return None


def _addresses(person: User, settings: MailServerSettings) -> list[str]:
    """Return where ``person`` reads mail: never the mailbox out of which this mail came."""
    found = account_addresses(person)
    ours = {settings.notification_address.lower(), settings.company_address.lower()}
    lost = bounced.suspended(found)
    return [each for each in found if each.lower() not in ours and each not in lost]


def _recipient(address: str, person: User, settings: MailServerSettings) -> Recipient:
    slots = {"to": str(Address(DisplayName.clean(without_slots(str(person))), address))}
    if settings.adds_message_id:
        slots["message-id"] = message_id.new(settings.own_domain)
    return Recipient(address, person.pk, slots)


def _letter(
    message: Message,
    *,
    to: User,
    about: About | None,
    settings: MailServerSettings,
    now: datetime,
) -> Letter:
    writer = writer_of(message)
    office = sender.sender_of(None, settings=settings)
    name = (writer.name or writer.addr) if writer else _("Somebody")
    files, left_out = _files(message)
    text = "\n\n".join(
        filter(None, [_why(writer, about), left_out, without_slots(text_of(message))])
    )
    return Letter(
        sender=Address(DisplayName.clean(_("%(name)s through the office") % {"name": name}),
                       office.addr),
        to=[Slot("to")],
        reply_to=[writer] if writer else [],
        subject=Subject.clean(without_slots(message.subject) or _("(no subject)")),
        text=text,
        date=timezone.localtime(now),
        message_id=Slot("message-id") if settings.adds_message_id else None,
        headers=[
            (FieldName("Auto-Submitted"), HeaderValue("auto-generated")),
            (FieldName("X-Auto-Response-Suppress"), HeaderValue("All")),
            (FieldName(PASSES), HeaderValue(str(passes_of(message) + 1))),
        ],
        attachments=files,
        code=settings.charset,
        language=to.language,
    )  # fmt: skip


def _why(writer: Address | None, about: About | None) -> str:
    who = str(writer) if writer else _("Somebody")
    if about is None:
        return _("%(who)s wrote this to the office. An administrator passes it on to you.") % {
            "who": who
        }
    return _(
        "%(who)s wrote this in answer to a mail of the office to %(person)s. It is passed on to "
        "you because the office sent that mail for you. Your answer goes to %(who)s."
    ) % {"who": who, "person": about.person}


def _files(message: Message) -> tuple[list[Attachment], str]:
    """Return the files of a mail, and a sentence where they are too large to travel along."""
    parts = message.attachments
    if sum(part.size for part in parts) > LARGEST_FILES:
        return [], _("Its files are too large to be passed on; administrators have them.")
    return [_file(part.name, part.type, part.data) for part in parts], ""


def _file(name: str, media_type: str, data: bytes) -> Attachment:
    """Return a file to travel along; what may only travel by other rules goes as plain bytes."""
    is_plain = not media_type.startswith(("message/", "multipart/")) and "/" in media_type
    media_type = media_type if is_plain else "application/octet-stream"
    return Attachment(FileName.clean(without_slots(name or "file")), media_type, data)
