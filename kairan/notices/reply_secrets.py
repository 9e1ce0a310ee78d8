"""The secret in the address that an answer goes to: whose mail of which announcement is answered.

Nothing is stored of it: it names the two and carries a proof with the key of this installation, 100
bits of it (decision 17). It consists of small letters, digits and hyphens, because mail servers
do not keep capitals. It dies with the announcement, with the person's leaving, and after 90 days.
"""

import base64
import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.http import base36_to_int, int_to_base36

from kairan.notices.models import Announcement
from kairan.people.models import User

VALID_FOR = timedelta(days=90)
_SALT = "kairan.notices.reply_secrets"
_LETTERS = 20  # of five bits each
_SECRET = re.compile(r"r([0-9a-z]{1,12})-([0-9a-z]{1,12})-([a-z2-7]{20})")
_IN_ADDRESS = re.compile(rf"\+({_SECRET.pattern})@", re.IGNORECASE)


class Invalid(Exception):
    """A secret that this office did not make, or that is dead by now."""


@dataclass(frozen=True)
class Answered:
    """Which announcement is answered, and whose mail of it that was."""

    announcement: Announcement
    person: User


def make(*, announcement_id: int, person_id: int) -> str:
    """Return the secret of one person's mail of an announcement, at most 47 characters."""
    proof = _proof(announcement_id, person_id)
    return f"r{int_to_base36(announcement_id)}-{int_to_base36(person_id)}-{proof}"


def found_in(addresses: str) -> list[str]:
    """Return what looks like a secret behind a ``+`` in header fields, in its order."""
    return [match[1].lower() for match in _IN_ADDRESS.finditer(addresses)]


def read(secret: str, *, now: datetime) -> Answered:
    """Return what ``secret`` stands for at ``now`` (aware); raise :class:`Invalid`.

    The proof is compared in constant time, before anything is looked for.
    """
    found = _SECRET.fullmatch(secret)
    if found is None:
        raise Invalid
    announcement_id, person_id = base36_to_int(found[1]), base36_to_int(found[2])
    if not constant_time_compare(found[3], _proof(announcement_id, person_id)):
        raise Invalid
    return answered(announcement_id, person_id, now=now)


def answered(announcement_id: int, person_id: int, *, now: datetime) -> Answered:
    """Return an announcement and a person, both alive; raise :class:`Invalid`."""
    recent = Announcement.objects.filter(due_at__gt=now - VALID_FOR).select_related("by")
    announcement = recent.filter(pk=announcement_id).first()
    person = User.objects.active().filter(pk=person_id).first()
    if announcement is None or person is None:
        raise Invalid
    return Answered(announcement, person)


def _proof(announcement_id: int, person_id: int) -> str:
    digest = salted_hmac(_SALT, f"{announcement_id}:{person_id}", algorithm="sha256").digest()
    return base64.b32encode(digest).decode("ascii")[:_LETTERS].lower()
