"""One of everything that Whereabouts has, for the journeys through every page."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from kairan.apps.whereabouts.models import Message, Presence, Request
from kairan.apps.whereabouts.notices import MessageLeft
from kairan.apps.whereabouts.operations.messages import Taken, leave, open_message
from kairan.apps.whereabouts.operations.standings import Where, mark, prefer
from kairan.notices import tokens
from kairan.people.models import User
from kairan.people.picker import Selection


def furnish(author: User, reader: User) -> None:
    """Say where the reader is, leave a message that was opened, one that was not, and a secret."""
    out, asked = Presence.objects.get(name_en="Out"), Request.objects.get(name_en="Called")
    later = timezone.now() + timedelta(hours=3)
    where = Where(presence=out, place="Yokohama 横浜", until=later, note="By train 電車で")
    mark(where, person=reader, by=author)
    prefer(reader, mails_when="out", follows_schedule=True)
    call = Taken(
        to=Selection(people=(reader.pk,)),
        caller="Ms Tanaka 田中",
        company="Kita Trading 北商事",
        request=asked,
        contact="03-5555-0100",
        details="About the invoice.\n請求書の件です。",
    )
    open_message(leave(call, writer=author), reader=reader)
    leave(
        Taken(to=call.to, caller="Mr Suzuki 鈴木", own_words="Bring the samples 見本を持参"),
        writer=author,
    )
    leave(Taken(to=call.to, caller="Bank 銀行", is_confidential=True), writer=author)


def doors(viewer: User, other: User) -> dict[str, dict[str, Any]]:
    """Return how people, messages and the lines of the kept lists are reached."""
    received = Message.objects.get(writer=other, opened_total=0, is_confidential=False)
    token = tokens.make(person_id=viewer.pk, purpose=MessageLeft.kind, about=received.about)
    presence = Presence.objects.get(name_en="Business trip")
    return {
        "whereabouts:person": {"pk": other.pk},
        "whereabouts:message": {"pk": Message.objects.get(writer=viewer, opened_total=1).pk},
        "whereabouts:answer": {"token": token},
        "whereabouts:line-new": {"which": "requests"},
        "whereabouts:line": {"which": "presences", "pk": presence.pk},
    }
