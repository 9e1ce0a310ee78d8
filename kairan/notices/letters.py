"""How a notice looks as a mail: one letter per language and time zone, with a slot for all that is
one person's own.

Text that people wrote passes :func:`kairan.mail.compose.letter.without_slots` and
``HeaderValue.clean`` on its way, so it can neither open a slot nor add a header.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from kairan.attachments import contents
from kairan.attachments.models import Attachment as File
from kairan.letterhead import printing
from kairan.mail import message_id
from kairan.mail.address import Address
from kairan.mail.compose.letter import Attachment, Letter, Slot, slot, without_slots
from kairan.mail.headers import DisplayName, FieldName, FileName, HeaderValue, Subject
from kairan.mailservers import sender
from kairan.mailservers.models import MailServerSettings
from kairan.notices import answering, tokens, unsubscribing
from kairan.notices.models import Announcement
from kairan.notices.notice import Notice
from kairan.notices.particulars import TOKEN_SLOT, absolute, one_line, particulars
from kairan.notices.stationery import Stationery

_WAY_OUT = slot("unsubscribe")


@dataclass(frozen=True)
class Reader:
    """In which words somebody is written to."""

    language: str
    time_zone: str


def compose(
    announcement: Announcement,
    notice: Notice,
    *,
    reader: Reader,
    settings: MailServerSettings,
    stationery: Stationery,
    now: datetime,
) -> Letter:
    """Return the letter that tells ``notice`` to everybody who reads like ``reader``.

    Its slots are those of :func:`slots_for`. Whatever the notice raises is let through.
    """
    zone = ZoneInfo(reader.time_zone)
    with translation.override(reader.language), timezone.override(zone):
        words = said(announcement, notice, settings=settings, stationery=stationery)
        adds_ids = settings.adds_message_id
        root = message_id.root_of(announcement.about, settings.own_domain)
        return Letter(
            sender=sender.sender_of(announcement.by, settings=settings),
            to=[Slot("to")],
            reply_to=answering.reply_to(announcement, notice, settings=settings),
            subject=Subject.clean(words["subject"]),
            text=render_to_string("notices/mail/notice.txt", words),
            html=printing.for_the_post("notices/mail/notice.html", words, stationery.letterhead),
            date=now.astimezone(zone),
            message_id=Slot("message-id") if adds_ids else None,
            references=[root] if adds_ids else [],
            headers=_headers(notice, settings, has_way_out=notice.kind not in stationery.locked),
            pictures=stationery.letterhead.pictures(),
            attachments=enclosed(notice.enclosed()),
            calendar=notice.calendar(),
            code=settings.charset,
            language=reader.language,
        )


def slots_for(
    letter: Letter,
    announcement: Announcement,
    *,
    person_id: int,
    address: Address,
    settings: MailServerSettings,
) -> Mapping[str, str]:
    """Return exactly what stands in the slots of ``letter`` for one person at one address."""
    kind, about = announcement.kind, announcement.about
    values = {"to": str(address)}
    if _WAY_OUT in letter.text:
        path = unsubscribing.path(person_id=person_id, kind=kind)
        values["unsubscribe"] = absolute(path)
    if Slot(answering.SLOT) in letter.reply_to:
        values[answering.SLOT] = answering.address_of(
            announcement, person_id, mailbox=settings.notification_address
        )
    if letter.message_id is not None:
        values["message-id"] = message_id.new(settings.own_domain)
    if TOKEN_SLOT in letter.text:
        values["token"] = tokens.make(person_id=person_id, purpose=kind, about=about)
    return values


def addressed(name: str, address: str) -> Address:
    """Return ``address`` with the person's name; raise BadAddress when it is none."""
    return Address(DisplayName.clean(without_slots(name)), address)


def _headers(
    notice: Notice, settings: MailServerSettings, *, has_way_out: bool
) -> list[tuple[FieldName, HeaderValue]]:
    values = {
        "Auto-Submitted": "auto-generated",  # RFC 3834 5
        "X-Auto-Response-Suppress": "All",  # what Exchange looks at
        "List-Id": f"<{notice.kind}.{settings.own_domain}>",  # RFC 2919
    }
    if has_way_out:
        values["List-Unsubscribe"] = f"<{_WAY_OUT}>"  # RFC 2369
        values["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"  # RFC 8058
    return [(FieldName(name), HeaderValue(value)) for name, value in values.items()]


def enclosed(numbers: Sequence[int]) -> list[Attachment]:
    """Return the files that still exist; one that was taken off since must not stop the mail."""
    found = File.objects.in_bulk(numbers)
    files = [found[number] for number in numbers if number in found]
    return [
        Attachment(FileName.clean(file.name), file.media_type, contents.read(file.content_id))
        for file in files
    ]


def said(
    announcement: Announcement,
    notice: Notice,
    *,
    settings: MailServerSettings,
    stationery: Stationery,
) -> dict[str, Any]:
    """Return what both templates say, cleaned of slots, in the active language and zone."""
    company = stationery.company(settings)
    words = stationery.words_for(notice, company=company)
    return {
        "notice": particulars(notice),
        "subject": words.subject,
        "title": words.opening,
        "closing": words.closing,
        "reply_line": one_line(answering.line(announcement, notice, settings=settings)),
        "reason": reason_for(notice),
        "preferences": absolute(reverse("notices:preferences")),
        "unsubscribe": "" if notice.kind in stationery.locked else _WAY_OUT,
        "company": company,
        "language": translation.get_language(),
    }


def reason_for(notice: Notice) -> str:
    """Return why ``notice`` reaches its reader."""
    if said := notice.reason():
        return one_line(said)
    sentence = _("You get these mails because “%(label)s” is switched on for you.")
    return one_line(sentence % {"label": notice.label})
