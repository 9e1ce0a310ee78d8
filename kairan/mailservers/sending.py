"""Connections to an outgoing server, with the POP3 login made first where the server wants that."""

import socket
from datetime import datetime, timedelta

from django.utils import timezone

from kairan.mail.pop3 import PopClient
from kairan.mail.smtp import SmtpClient
from kairan.mail.smtp_pipeline import SmtpPipeline
from kairan.mail.transcript import Transcript
from kairan.mailservers.mailbox_turns import turn_at
from kairan.mailservers.models import IncomingServer, OutgoingServer, PopLogin

# A login is renewed a little before its time runs out: the letter still has to travel.
MARGIN = timedelta(seconds=30)


def open_connection(server: OutgoingServer, *, transcript: Transcript | None = None) -> SmtpClient:
    """Return an open, logged-in SMTP session; the caller ends it with ``quit()`` or ``close()``.

    Raises ``MailServerError`` for trouble with either server.
    """
    log_in_first(server, transcript=transcript)
    client = SmtpClient(server.wire(), transcript=transcript)
    client.open()
    return client


def open_pipeline(server: OutgoingServer, *, transcript: Transcript | None = None) -> SmtpPipeline:
    """Return an open connection for a poll loop, logged in likewise; same errors."""
    log_in_first(server, transcript=transcript)
    pipeline = SmtpPipeline(server.wire(), transcript=transcript)
    pipeline.open()
    return pipeline


def log_in_first(
    server: OutgoingServer, *, now: datetime | None = None, transcript: Transcript | None = None
) -> bool:
    """Make the POP3 login if ``server`` wants one and the last has run out; say if it was made.

    Cheap when nothing is due (one small query). Raises ``MailServerError``.
    """
    if not server.needs_pop_login or server.pop_account is None:
        return False
    moment = now or timezone.now()
    return _log_in_unless_newer(server, server.pop_account, _due_before(server, moment), transcript)


def login_again(
    server: OutgoingServer,
    *,
    refused_at: datetime | None = None,
    transcript: Transcript | None = None,
) -> bool:
    """Log in because ``server`` refused to relay at ``refused_at`` (default: now).

    Nothing happens, and ``False`` comes back, for a server that wants no POP3 login. A login that
    somebody made after the refusal counts: many workers refused at once log in once.
    Raises ``MailServerError``.
    """
    if not server.needs_pop_login or server.pop_account is None:
        return False
    _log_in_unless_newer(server, server.pop_account, refused_at or timezone.now(), transcript)
    return True


def machine() -> str:
    """Return the name of this machine: logins count for the address they came from."""
    return socket.gethostname()


def _due_before(server: OutgoingServer, now: datetime) -> datetime:
    margin = min(MARGIN, server.login_counts_for / 10)
    return now - server.login_counts_for + margin


def _last_login(server: OutgoingServer) -> datetime | None:
    logins = PopLogin.objects.filter(server=server.pk, machine=machine())
    return logins.values_list("logged_in_at", flat=True).first()


def _is_newer(server: OutgoingServer, moment: datetime) -> bool:
    last = _last_login(server)
    return last is not None and last >= moment


def _log_in_unless_newer(
    server: OutgoingServer,
    account: IncomingServer,
    moment: datetime,
    transcript: Transcript | None,
) -> bool:
    if _is_newer(server, moment):
        return False
    with turn_at(account):
        if _is_newer(server, moment):  # Somebody else did it while we waited for the mailbox.
            return False
        begun = timezone.now()
        log_in(account, transcript=transcript)
        # The moment before the login, so that we never think it counts longer than it does.
        PopLogin.objects.update_or_create(
            server=server, machine=machine(), defaults={"logged_in_at": begun}
        )
    return True


def log_in(account: IncomingServer, *, transcript: Transcript | None = None) -> None:
    """Log in to ``account`` and leave. Raises ``MailServerError``."""
    with PopClient(account.wire(), transcript=transcript):
        pass
