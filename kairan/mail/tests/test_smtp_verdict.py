"""What replies of real servers mean, as a table."""

import pytest

from kairan.mail.errors import Kind
from kairan.mail.smtp_replies import Reply, Stage
from kairan.mail.smtp_verdict import Fault, judge, refusal

MAIL, RCPT, DATA, BODY = Stage

US, LETTER, RECIPIENT, TEMPORARY = Fault.US, Fault.LETTER, Fault.RECIPIENT, Fault.TEMPORARY


@pytest.mark.parametrize(
    ("stage", "reply", "fault", "kind"),
    [
        # Relaying denied, in the words of each
        (RCPT, "554 5.7.1 <b@c.example>: Relay access denied", US, Kind.RELAY_DENIED),  # Postfix
        (RCPT, "454 4.7.1 <b@c.example>: Relay access denied", US, Kind.RELAY_DENIED),
        (RCPT, "550 relay not permitted", US, Kind.RELAY_DENIED),  # Exim
        (RCPT, "550 Relaying denied", US, Kind.RELAY_DENIED),
        (RCPT, "550 5.7.1 <b@c.example>... Relaying denied", US, Kind.RELAY_DENIED),  # sendmail
        (RCPT, "550 5.7.1 Unable to relay for b@c.example", US, Kind.RELAY_DENIED),  # Exchange
        (RCPT, "550 5.7.54 SMTP; Unable to relay recipient", US, Kind.RELAY_DENIED),
        (
            RCPT,
            "553 sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)",
            US,
            Kind.RELAY_DENIED,
        ),  # qmail
        (RCPT, "513 Relaying denied.", US, Kind.RELAY_DENIED),  # Courier
        (RCPT, "550-5.7.1 [192.0.2.1] The IP is not allowed to relay", US, Kind.RELAY_DENIED),
        (RCPT, "550 we do not relay", US, Kind.RELAY_DENIED),
        (RCPT, "550 このサーバは中継を許可していません", US, Kind.RELAY_DENIED),
        # POP before SMTP
        (RCPT, "550 5.7.1 Please use POP before SMTP", US, Kind.RELAY_DENIED),
        (RCPT, "450 4.7.1 you must check for new mail before sending", US, Kind.RELAY_DENIED),
        (RCPT, "550 Please receive your mail before sending (POP)", US, Kind.RELAY_DENIED),
        (MAIL, "550 must authenticate with POP3 first", US, Kind.RELAY_DENIED),
        (RCPT, "553 POP認証後に送信してください", US, Kind.RELAY_DENIED),
        # A login is wanted, or refused
        (MAIL, "530 5.7.0 Authentication required", US, Kind.AUTH_REQUIRED),
        (
            MAIL,
            "530 5.7.57 Client not authenticated to send mail",
            US,
            Kind.AUTH_REQUIRED,
        ),  # Microsoft 365
        (MAIL, "530-5.5.1 Authentication Required. Learn more", US, Kind.AUTH_REQUIRED),  # Gmail
        (MAIL, "535 5.7.3 Authentication unsuccessful", US, Kind.LOGIN),
        (MAIL, "538 5.7.11 Encryption required", US, Kind.AUTH_REQUIRED),
        (RCPT, "550 5.7.1 Client was not authenticated", US, Kind.AUTH_REQUIRED),  # Exchange
        (RCPT, "550 SMTP AUTH required", US, Kind.AUTH_REQUIRED),
        (RCPT, "550 認証が必要です", US, Kind.AUTH_REQUIRED),
        # The sender, or our address, is not welcome
        (MAIL, "553 5.1.8 <a@b.example>... Domain of sender does not exist", US, None),
        (MAIL, "550 5.7.60 SMTP; Client does not have permissions to send as", US, None),
        (
            RCPT,
            "553 5.7.1 <a@b.example>: Sender address rejected: not owned by user x",
            US,
            Kind.SENDER_REFUSED,
        ),
        (RCPT, "550 Sender verify failed", US, Kind.SENDER_REFUSED),  # Exim
        (RCPT, "550 5.7.23 SPF validation failed", US, Kind.SENDER_REFUSED),
        (BODY, "550 5.7.26 Unauthenticated email from b.example", US, Kind.SENDER_REFUSED),  # Gmail
        (BODY, "554 5.2.252 SendAsDenied; a@b.example not allowed", US, Kind.SENDER_REFUSED),
        (RCPT, "554 5.7.1 Service unavailable; Client host [1.2.3.4] blocked", US, None),
        (RCPT, "550 blocked using zen.spamhaus.org", US, None),
        (RCPT, "503 5.5.1 bad sequence of commands", US, Kind.PROTOCOL),
        # The recipient
        (
            RCPT,
            (
                "550 5.1.1 <b@c.example>: Recipient address rejected: User unknown in local "
                "recipient table"
            ),
            RECIPIENT,
            None,
        ),
        (RCPT, "550 5.1.1 <b@c.example>... User unknown", RECIPIENT, None),
        (
            RCPT,
            "550-5.1.1 The email account that you tried to reach does not exist",
            RECIPIENT,
            None,
        ),
        (RCPT, "550 5.1.10 RESOLVER.ADR.RecipientNotFound", RECIPIENT, None),
        (RCPT, "511 sorry, no mailbox here by that name (#5.1.1 - chkuser)", RECIPIENT, None),
        (RCPT, "550 Unrouteable address", RECIPIENT, None),
        (RCPT, "552 5.2.2 Mailbox full", TEMPORARY, None),
        (RCPT, "550 宛先のユーザが存在しません", RECIPIENT, None),
        (BODY, "550 5.1.1 no such user here", RECIPIENT, None),
        (DATA, "554 5.5.1 Error: no valid recipients", RECIPIENT, None),
        # The letter
        (MAIL, "552 5.3.4 Message size exceeds fixed limit", LETTER, Kind.TOO_LARGE),
        (MAIL, "552 message too big", LETTER, Kind.TOO_LARGE),
        (BODY, "552 5.3.4 Message too big for system", LETTER, Kind.TOO_LARGE),
        (BODY, "554 5.7.1 The message was rejected as spam", LETTER, Kind.MESSAGE_REFUSED),
        (BODY, "550 5.7.1 Content rejected", LETTER, Kind.MESSAGE_REFUSED),
        (BODY, "554 5.6.0 Invalid header", LETTER, Kind.MESSAGE_REFUSED),
        (BODY, "554 Transaction failed", LETTER, Kind.MESSAGE_REFUSED),
        # Later
        (RCPT, "450 4.2.0 <b@c.example>: Greylisted, see postgrey", TEMPORARY, None),
        (RCPT, "452 4.5.3 Too many recipients", TEMPORARY, Kind.RECIPIENT_REFUSED),
        (MAIL, "421 4.7.0 Try again later, closing connection", TEMPORARY, None),
        (MAIL, "452 4.3.1 Insufficient system storage", TEMPORARY, None),
        (BODY, "451 4.3.0 Temporary lookup failure", TEMPORARY, None),
        (BODY, "451 relay server unavailable, no relay", TEMPORARY, None),
    ],
)
def test_each_refusal_is_about_somebody(stage, reply, fault, kind):
    judged = judge(stage, Reply(int(reply[:3]), reply[4:]))
    assert judged.fault is fault
    if kind is not None:
        assert judged.kind is kind
    assert judged.temporary == (reply.startswith("4") or fault is TEMPORARY)
    error = refusal(stage, Reply(int(reply[:3]), reply[4:]))
    assert (error.kind, error.words, error.command) == (judged.kind, reply[4:], stage.name)


@pytest.mark.parametrize(
    ("stage", "code"),
    [(MAIL, 250), (RCPT, 250), (RCPT, 251), (RCPT, 252), (DATA, 354), (BODY, 250)],
)
def test_a_yes_is_about_nobody(stage, code):
    assert judge(stage, Reply(code, "Ok")) == (Fault.NOBODY, None, False)
    assert refusal(stage, Reply(code, "Ok")) is None
