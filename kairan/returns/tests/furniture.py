"""A mail that nobody could place, one that came back, and an address, for every page."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from kairan.delivery.models import BouncedAddress
from kairan.people.models import User
from kairan.returns.models import ReturnedMail
from kairan.returns.receiving import Fetched, keep
from kairan.returns.settling import settle_waiting
from kairan.returns.tests.letters import answer, bounce

OFFICE = "office@kairan.test"
LOST = "mobile.address.that.is.gone@docomo.example.test"


def furnish(author: User, reader: User) -> None:
    """Receive a mail from outside and a forged bounce; have an address of nobody here suspended."""
    now = timezone.now()
    note = answer(
        OFFICE,
        author="visitor@example.test",
        subject="見積もりの件 Our estimate",
        text=f"Who deals with this now? {reader.login_id}\nhttps://example.com/a/long/link/that/goes/on",
    )
    forged = bounce(b"Subject: ?\r\n", to=f"{author.login_id}@kairan.test")
    forged = forged.replace(b"Undelivered Mail Returned to Sender", "Undelivered 配信不能".encode())
    keep([Fetched(1, note), Fetched(2, forged)], now=now)
    settle_waiting(now)
    BouncedAddress.objects.get_or_create(
        search_key=LOST,
        defaults={
            "address": LOST,
            "status": "5.1.1",
            "words": "550 Unknown user 宛先不明 mobile.address.that.is.gone",
            "is_hard": True,
            "bounced_at": now - timedelta(hours=3),
            "suspended_at": now - timedelta(hours=3),
        },
    )


def doors(viewer: User, other: User) -> dict[str, dict[str, Any]]:
    """Return how the mail is reached."""
    del viewer, other
    mail = {"pk": ReturnedMail.objects.kept().earliest("pk").pk}
    return {"returns:show": mail, "returns:source": mail}
