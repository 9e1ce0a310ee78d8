"""Mails as they come back: what servers, machines and people write about a mail of ours."""

from email import policy
from email.message import EmailMessage, MIMEPart
from email.parser import BytesParser

OFFICE = "office@lantern.test"


def bounce(original, *, to, status="5.1.1", said="550 5.1.1 no such user here", action="failed"):
    """A delivery status notification (RFC 3464) that returns the head of ``original`` (bytes)."""
    report = (
        "Reporting-MTA: dns; mx.example.test\r\n\r\n"
        f"Final-Recipient: rfc822; {to}\r\nAction: {action}\r\nStatus: {status}\r\n"
        f"Diagnostic-Code: smtp; {said}\r\n"
    )
    head = original.partition(b"\r\n\r\n")[0].decode() + "\r\n"
    return (
        "Return-Path: <>\r\n"
        "From: MAILER-DAEMON@mx.example.test\r\n"
        f"To: {OFFICE}\r\n"
        "Subject: Undelivered Mail Returned to Sender\r\n"
        "Auto-Submitted: auto-replied\r\n"
        "MIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\n"
        f"I could not deliver your mail to <{to}>: {said}\r\n"
        f"--b\r\nContent-Type: message/delivery-status\r\n\r\n{report}"
        f"--b\r\nContent-Type: text/rfc822-headers\r\n\r\n{head}--b--\r\n"
    ).encode()


def answer(to, *, author, text="", subject="Re: Lanterns", **headers):
    """A mail that somebody writes; ``headers`` are given with underscores."""
    mail = EmailMessage(policy=policy.SMTP)
    mail["Return-Path"] = f"<{author}>"
    mail["From"] = author
    mail["To"] = to
    mail["Subject"] = subject
    mail["Message-ID"] = f"<{abs(hash((to, author, text, subject)))}@client.test>"
    for name, value in headers.items():
        del mail[name.replace("_", "-")]
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail.as_bytes()


def with_file(raw, name="photo.png", data=b"\x89PNG"):
    """The same mail with a file."""
    mail = BytesParser(policy=policy.SMTP).parsebytes(raw)
    assert isinstance(mail, MIMEPart)
    mail.make_mixed()
    mail.add_attachment(data, maintype="image", subtype="png", filename=name)
    return mail.as_bytes()
