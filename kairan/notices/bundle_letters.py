"""How a bundle looks as a mail: a part for each notice, with its own buttons and its own way out.

Every secret is a slot of its own, named after the notification whose it is.
"""

import logging
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kairan.letterhead import printing
from kairan.letterhead.models import Letterhead
from kairan.mail import message_id
from kairan.mail.address import Address
from kairan.mail.compose.letter import Attachment, Letter, Slot, slot
from kairan.mail.headers import FieldName, FileName, HeaderValue, Subject
from kairan.mailservers import sender
from kairan.mailservers.models import MailServerSettings
from kairan.notices import answering, letters, tokens, unsubscribing
from kairan.notices.letters import Reader
from kairan.notices.models import Bundle, Notification
from kairan.notices.notice import Notice
from kairan.notices.particulars import absolute, one_line, particulars
from kairan.notices.stationery import Stationery

logger = logging.getLogger(__name__)

# A pause of two weeks must not become a mail that no server takes.
MOST_IN_FULL = 50
MOST_OF_A_BODY = 4000
MOST_GROUPS = 3
MOST_BYTES_OF_FILES = 10 * 1024 * 1024

Slots = Callable[[Address], Mapping[str, str]]


@dataclass(frozen=True)
class Member:
    """A notification, what it tells, and how both templates say it."""

    notification: Notification
    notice: Notice
    said: dict[str, Any]


@dataclass(frozen=True)
class Pen:
    """Writes the letters of one bundle, in the words of its reader."""

    bundle: Bundle
    reader: Reader
    settings: MailServerSettings
    stationery: Stationery
    now: datetime

    @property
    def letterhead(self) -> Letterhead:
        """On what all of them are printed."""
        return self.stationery.letterhead

    @property
    def locked(self) -> Collection[str]:
        """The kinds that have no way out."""
        return self.stationery.locked

    def worded(self, notification: Notification) -> Member | None:
        """Return what ``notification`` says; None, and a line in the log, when it cannot."""
        announcement = notification.announcement
        try:
            notice = announcement.notice()
            with self._as_reader():
                said = self._particulars(notice, notification.pk)
        except Exception:
            logger.exception("Notification %s cannot be put into words.", notification.pk)
            return None
        return Member(notification, notice, said)

    def _particulars(self, notice: Notice, number: int) -> dict[str, Any]:
        told = dict(particulars(notice, token=_token_slot(number)))
        company = self.stationery.company(self.settings)
        return told | {
            "title": self.stationery.words_for(notice, company=company).opening,
            "body": _shortened(told["body"]),
            "reason": letters.reason_for(notice),
            "unsubscribe": "" if notice.kind in self.locked else slot(f"unsubscribe-{number}"),
        }

    def alone(self, members: Sequence[Member]) -> tuple[Letter, Slots]:
        """Return the ordinary mail of a bundle in which nothing else is left."""
        [member] = members
        announcement = member.notification.announcement
        letter = letters.compose(
            announcement,
            member.notice,
            reader=self.reader,
            settings=self.settings,
            stationery=self.stationery,
            now=self.now,
        )

        def slots(address: Address) -> Mapping[str, str]:
            return letters.slots_for(
                letter,
                announcement,
                person_id=self.bundle.person_id,
                address=address,
                settings=self.settings,
            )

        return letter, slots

    def together(self, members: Sequence[Member]) -> tuple[Letter, Slots]:
        """Return one letter that tells all of ``members``, the first of them first."""
        with self._as_reader():
            said = self._said(members)
            reply_to = sender.reply_to(None, settings=self.settings)
            letter = Letter(
                sender=sender.sender_of(None, settings=self.settings),
                to=[Slot("to")],
                reply_to=[reply_to] if reply_to else [],
                subject=Subject.clean(f"[{said['groups']}] {said['title']}"),
                text=render_to_string("notices/mail/bundle.txt", said),
                html=printing.for_the_post("notices/mail/bundle.html", said, self.letterhead),
                date=self.now.astimezone(ZoneInfo(self.reader.time_zone)),
                message_id=Slot("message-id") if self.settings.adds_message_id else None,
                headers=self._headers(),
                pictures=self.letterhead.pictures(),
                attachments=_files(members),
                code=self.settings.charset,
                language=self.reader.language,
            )
        return letter, lambda address: self._slots(letter, members, address)

    def _said(self, members: Sequence[Member]) -> dict[str, Any]:
        """Return what both templates say, in the active language and time zone."""
        in_full, briefly = members[:MOST_IN_FULL], members[MOST_IN_FULL:]
        groups = list(dict.fromkeys(each.said["group"] for each in members))
        return {
            "groups": ", ".join(groups[:MOST_GROUPS]) + ("…" if len(groups) > MOST_GROUPS else ""),
            "title": _title(members),
            "parts": [each.said for each in in_full],
            "brief": [each.said for each in briefly],
            "why": _why(self.bundle),
            "reply_line": one_line(answering.reads(None, settings=self.settings)),
            "preferences": absolute(reverse("notices:preferences")),
            "company": self.stationery.company(self.settings),
            "language": translation.get_language(),
        }

    def _headers(self) -> list[tuple[FieldName, HeaderValue]]:
        kind = f"notices.{self.bundle.kind}"
        values = {
            "Auto-Submitted": "auto-generated",  # RFC 3834 5
            "X-Auto-Response-Suppress": "All",  # what Exchange looks at
            "List-Id": f"<{kind}.{self.settings.own_domain}>",  # RFC 2919
            # Kinds are switched off one by one, by the links of the parts: no one-click here.
            "List-Unsubscribe": f"<{absolute(reverse('notices:preferences'))}>",  # RFC 2369
        }
        return [(FieldName(name), HeaderValue(value)) for name, value in values.items()]

    def _slots(
        self, letter: Letter, members: Sequence[Member], address: Address
    ) -> Mapping[str, str]:
        values = {"to": str(address)}
        if letter.message_id is not None:
            values["message-id"] = message_id.new(self.settings.own_domain)
        for each in members[:MOST_IN_FULL]:
            announcement = each.notification.announcement
            kind, person_id = announcement.kind, self.bundle.person_id
            if kind not in self.locked:
                path = unsubscribing.path(person_id=person_id, kind=kind)
                values[f"unsubscribe-{each.notification.pk}"] = absolute(path)
            if _token_slot(each.notification.pk) in letter.text:
                values[f"token-{each.notification.pk}"] = tokens.make(
                    person_id=person_id, purpose=kind, about=announcement.about
                )
        return values

    @contextmanager
    def _as_reader(self) -> Iterator[None]:
        zone = ZoneInfo(self.reader.time_zone)
        with translation.override(self.reader.language), timezone.override(zone):
            yield


def _token_slot(number: int) -> str:
    return slot(f"token-{number}")


def _shortened(body: str) -> str:
    if len(body) <= MOST_OF_A_BODY:
        return body
    return _("%(beginning)s… (The office shows the rest.)") % {"beginning": body[:MOST_OF_A_BODY]}


def _title(members: Sequence[Member]) -> str:
    first, others = members[0].said["title"], len(members) - 1
    sentence = ngettext("%(title)s, and %(count)d more", "%(title)s, and %(count)d more", others)
    return sentence % {"title": first, "count": others}


def _why(bundle: Bundle) -> str:
    if bundle.kind == Bundle.Kind.DAILY:
        return _("This is your daily mail: what you have asked to hear of once a day.")
    return _("These came up while your mails waited, and are sent to you as one.")


def _files(members: Sequence[Member]) -> list[Attachment]:
    """Return the calendar objects and files of all parts, as far as a mail has room for them."""
    found: list[Attachment] = []
    room = MOST_BYTES_OF_FILES
    for each in members[:MOST_IN_FULL]:
        calendar = each.notice.calendar()
        files = letters.enclosed(each.notice.enclosed())
        if calendar is not None:
            name = FileName.clean(f"{each.notification.pk}.ics")
            files = [Attachment(name, "text/calendar", calendar.data), *files]
        for file in files:
            if len(file.data) <= room:
                room -= len(file.data)
                found.append(file)
    return found
