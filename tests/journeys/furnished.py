"""An office with one of everything in it, beside mail servers that answer as they are told."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image

from kairan.mail.testing.scripted_pop3 import ScriptedPop3
from kairan.mail.testing.scripted_smtp import ScriptedSmtp
from tests.journeys.office import Office
from tests.servers.patience import eventually

NOTIFICATIONS = 4  # Two circulars that wait for a seal, two that all have confirmed.
USERS = {"aiko": "secret", "ben": "secret"}


@dataclass(frozen=True)
class Furnished:
    """The office, its sessions by login ID, what leads to its pages, and where its mail goes."""

    office: Office
    sessions: dict[str, str]
    arguments: dict[str, Any]
    smtp: ScriptedSmtp


@contextmanager
def furnished(log: Path) -> Iterator[Furnished]:
    """Open an office and furnish it; its log is kept as ``log``."""
    broken = {"RETR 4": b"-ERR this mail is damaged\r\n"}
    with (
        ScriptedSmtp() as smtp,
        ScriptedPop3([*letters(), b"Subject: lost\r\n"], users=USERS, replies=broken) as pop3,
        Office(log) as office,
    ):
        ports = {"smtp_port": smtp.port, "pop3_port": pop3.port}
        sessions = office.run("tests.journeys.inside.furnish", given=ports)
        eventually(lambda: len(smtp.accepted) >= NOTIFICATIONS)
        eventually(lambda: pop3.commands.count("QUIT") >= len(USERS))
        arguments = office.run("tests.journeys.inside.doors")
        yield Furnished(office, sessions, arguments, smtp)


def letters() -> list[bytes]:
    """Return what lies in every mailbox: one with a file and a picture, two plain ones."""
    formatted = EmailMessage()
    formatted["Subject"] = "Brochure / パンフレット"
    formatted["From"] = "Suzuki 鈴木 <suzuki@example.com>"
    formatted["To"] = "aiko@kairan.test, ben@kairan.test"
    formatted["Date"] = "Mon, 02 Nov 2026 09:00:00 +0900"
    formatted.set_content("Our new brochure.")
    formatted.add_alternative(
        '<h1 style="color: navy">Our new brochure</h1><p>Prices from <b>12,000 円</b>.</p>'
        '<img src="https://pictures.example.com/cover.png" alt="Cover">',
        subtype="html",
    )
    formatted.add_attachment(
        _written("PDF"), maintype="application", subtype="pdf", filename="案内.pdf"
    )
    formatted.add_attachment(_written("PNG"), maintype="image", subtype="png", filename="表紙.png")
    return [formatted.as_bytes(policy=formatted.policy.clone(linesep="\r\n")), *map(_plain, (1, 2))]


def _written(form: str) -> bytes:
    """Return a blue sheet as a file of this form."""
    written = BytesIO()
    Image.new("RGB", (600, 400), "#4a6fa5").save(written, form)
    return written.getvalue()


def _plain(number: int) -> bytes:
    plain = EmailMessage()
    plain["Subject"] = f"Invoice {number}"
    plain["From"] = "billing@example.com"
    plain["To"] = "aiko@kairan.test"
    plain["Date"] = "Tue, 03 Nov 2026 09:00:00 +0900"
    plain.set_content("Please find https://example.com/invoice\n\n> quoted\n" * 5)
    return plain.as_bytes(policy=plain.policy.clone(linesep="\r\n"))
