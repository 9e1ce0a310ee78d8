"""What the two test buttons do: talk to a server once, show the dialogue, say what is wrong."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kairan.mail.address import Address
from kairan.mail.compose import Letter, compose
from kairan.mail.errors import Kind, MailServerError
from kairan.mail.headers import FieldName, HeaderValue, Subject
from kairan.mail.pop3 import PopClient
from kairan.mail.smtp import SmtpClient
from kairan.mail.transcript import Line, Transcript
from kairan.mailservers.explanations import about_sender, explain
from kairan.mailservers.mailbox_turns import turn_at
from kairan.mailservers.models import IncomingServer, MailServerSettings, OutgoingServer
from kairan.mailservers.sender import envelope_sender, sender_of
from kairan.people.models import User


class Offer(Enum):
    """What a trial proposes to change."""

    POP_BEFORE_SMTP = "pop-before-smtp"
    SMTP_AUTH = "auth"


@dataclass(frozen=True)
class Trial:
    """How one test went: where, whether it worked, in words, and the dialogue without secrets."""

    title: str
    ok: bool
    sentences: Sequence[str]
    transcript: Sequence[Line]
    offer: Offer | None = None


@dataclass
class _Story:
    """What has happened so far in a trial."""

    transcript: Transcript = field(default_factory=Transcript)
    sentences: list[str] = field(default_factory=list)
    offer: Offer | None = None

    def ends(self, title: str, *, ok: bool) -> Trial:
        return Trial(title, ok, self.sentences, self.transcript.lines, self.offer)


@dataclass(frozen=True)
class _Mail:
    """The test mail with its envelope."""

    author: Address
    envelope: str
    to: str
    data: bytes


def try_receiving(server: IncomingServer, *, title: str = "") -> Trial:
    """Log in to ``server``, ask how much lies there, and leave; nothing is fetched or deleted."""
    story = _Story()
    heading = title or _("Receiving from %(server)s") % {"server": server}
    wire = server.wire()
    try:
        with turn_at(server), PopClient(wire, transcript=story.transcript) as client:
            count, octets = client.stat()
    except MailServerError as error:
        story.sentences += explain(error, wire)
        return story.ends(heading, ok=False)
    story.sentences.append(
        _("Works: the login succeeded; %(count)s messages (%(octets)s bytes) wait there.")
        % {"count": count, "octets": octets}
    )
    return story.ends(heading, ok=True)


def try_sending(
    settings: MailServerSettings, *, to: str, by: User | None, title: str = ""
) -> Trial:
    """Send one test mail to ``to`` as a notification about ``by`` would go, and say how it went.

    Goes also while notifications are off. Without authentication a refusal is recognised: POP
    before SMTP is tried where an account for it is filled in, and offered.
    """
    story = _Story()
    heading = title or _("Sending a test mail to %(address)s") % {"address": to}
    server = settings.outgoing
    if server is None:
        story.sentences.append(_("No outgoing server is named."))
        return story.ends(heading, ok=False)
    if not _logged_in_first(server, story):
        return story.ends(heading, ok=False)
    author = sender_of(by, settings=settings)
    mail = _Mail(author, envelope_sender(settings), to, _test_letter(settings, author, to))
    refusal = _sent(server, mail, story)
    if refusal is not None:
        return _refused(server, mail, refusal, story).ends(heading, ok=False)
    story.sentences.append(
        _("Works: the server accepted the letter. From: %(sender)s. Look whether it arrives.")
        % {"sender": author}
    )
    story.sentences += about_sender(author.addr, mail.envelope)
    return story.ends(heading, ok=True)


def _logged_in_first(server: OutgoingServer, story: _Story) -> bool:
    """Make the POP3 login where one is wanted; false when it failed."""
    if not server.needs_pop_login:
        return True
    if server.pop_account is None:
        story.sentences.append(_("No account for POP before SMTP is filled in."))
        return False
    return _pop_login(server.pop_account, story)


def _pop_login(account: IncomingServer, story: _Story) -> bool:
    wire = account.wire()
    try:
        with turn_at(account), PopClient(wire, transcript=story.transcript):
            return True
    except MailServerError as error:
        story.sentences.append(_("The POP3 login before sending failed."))
        story.sentences += explain(error, wire)
        return False


def _sent(server: OutgoingServer, mail: _Mail, story: _Story) -> MailServerError | None:
    """Send ``mail``; return the refusal or trouble, ``None`` when it was accepted."""
    try:
        with SmtpClient(server.wire(), transcript=story.transcript) as client:
            [receipt] = client.send(mail.envelope, [mail.to], mail.data)
    except MailServerError as error:
        return error
    return receipt.error()


def _refused(server: OutgoingServer, mail: _Mail, error: MailServerError, story: _Story) -> _Story:
    story.sentences += explain(error, server.wire())
    if error.kind in {Kind.RELAY_DENIED, Kind.AUTH_REQUIRED}:
        _find_a_way(server, mail, story)
    elif error.kind is Kind.SENDER_REFUSED:
        story.sentences += about_sender(mail.author.addr, mail.envelope)
    return story


def _find_a_way(server: OutgoingServer, mail: _Mail, story: _Story) -> None:
    """Say what may open the server: which login, and whether POP before SMTP does."""
    if server.needs_pop_login:
        story.sentences.append(
            _(
                "The POP3 login succeeded, but the server does not count it. Ask whether the "
                "mailbox belongs to this server, and whether this machine reaches both servers "
                "from the same address."
            )
        )
        return
    if server.authentication == OutgoingServer.Authentication.AUTH:
        return
    account = server.pop_account
    if account and _pop_login(account, story) and _sent(server, mail, story) is None:
        story.sentences.append(
            _("After a POP3 login the same letter was accepted: choose POP before SMTP.")
        )
        story.offer = Offer.POP_BEFORE_SMTP
        return
    _offer_logins(server, story)


def _offer_logins(server: OutgoingServer, story: _Story) -> None:
    if _offers_auth(server):
        story.sentences.append(
            _("The server offers SMTP AUTH: choose it and type a user and a password.")
        )
        story.offer = Offer.SMTP_AUTH
    else:
        story.sentences.append(
            _(
                "The server offers no SMTP AUTH, so it probably wants POP before SMTP: choose it, "
                "fill in its account, and test again."
            )
        )
        story.offer = Offer.POP_BEFORE_SMTP


def _offers_auth(server: OutgoingServer) -> bool:
    try:
        with SmtpClient(server.wire()) as client:
            return bool(client.extensions.mechanisms)
    except MailServerError:
        return False


def _test_letter(settings: MailServerSettings, author: Address, to: str) -> bytes:
    letter = Letter(
        sender=author,
        to=[Address("", to)],
        subject=Subject(_("Test mail from Kairan")),
        text=_(
            "This is the test mail of Mail Server Settings. "
            "If you can read it, mail from Kairan reaches you.\n"
        ),
        date=timezone.localtime(),
        message_id=settings.new_message_id(),
        headers=[(FieldName("Auto-Submitted"), HeaderValue("auto-generated"))],
        code=settings.charset,
        language=get_language() or "",
    )
    return compose(letter).fill({})
