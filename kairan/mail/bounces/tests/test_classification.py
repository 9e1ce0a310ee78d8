"""What a mail that came back is, by examples as servers and people write them."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kairan.mail.bounces import Failure, Kind, classify


def mail(body="", **headers):
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in names.items())
    return f"{head}\r\n{body}".encode()


def from_server(body, subject="Undelivered Mail Returned to Sender", **headers):
    return mail(body, From="MAILER-DAEMON@mx.example.org", Subject=subject, **headers)


def test_who_is_named_before_the_words_of_the_server_is_the_recipient():
    found = classify(
        from_server(
            "I could not deliver your mail.\r\n\r\n"
            "<ben@example.com>: host mx.example.com[192.0.2.1] said: 550 5.1.1\r\n"
            "    <ben@example.com>: User unknown in virtual mailbox table\r\n"
        )
    )

    assert found.kind is Kind.BOUNCE
    assert found.failures == (
        Failure("ben@example.com", "5.1.1", is_permanent=True, is_unknown=True),
    )
    assert "550 5.1.1" in found.reason


def test_two_recipients_have_a_fate_each():
    found = classify(
        from_server(
            "Sorry, I wasn't able to deliver your message.\r\n"
            "<ben@example.com>:\r\n550 5.1.1 No such user\r\n\r\n"
            "<chidi@example.net>:\r\n452 4.2.2 Mailbox full\r\n"
        )
    )

    assert [(each.address, each.status, each.is_permanent) for each in found.failures] == [
        ("ben@example.com", "5.1.1", True),
        ("chidi@example.net", "4.2.2", False),
    ]


def test_an_address_in_an_ip_is_no_status():
    [failure] = classify(
        from_server("<ben@example.com>: host 5.1.2.10 said: 550 Mailbox quota exceeded\r\n")
    ).failures

    assert failure.status == "5.2.2"
    assert not failure.is_unknown


def report(*groups):
    fields = "\r\n\r\n".join("\r\n".join(group) for group in groups)
    return mail(
        "--b\r\nContent-Type: text/plain\r\n\r\nYour mail.\r\n--b\r\n"
        f"Content-Type: message/delivery-status\r\n\r\n{fields}\r\n--b--\r\n",
        From="postmaster@example.org",
        Subject="Delivery Status Notification",
        Content_Type='multipart/report; report-type=delivery-status; boundary="b"',
    )


def test_a_report_is_believed():
    found = classify(
        report(
            ["Reporting-MTA: dns; mx.example.org"],
            [
                *["Final-Recipient: rfc822; ben@example.com", "Action: failed", "Status: 5.0.0"],
                *["Diagnostic-Code: smtp; 550 5.2.1 The account is", " disabled"],
            ],
            ["Final-Recipient: rfc822; aiko@example.com", "Action: delayed", "Status: 4.4.1"],
            ["Final-Recipient: rfc822; chidi@example.com", "Action: delivered", "Status: 2.0.0"],
        )
    )

    assert found.kind is Kind.BOUNCE
    assert [(each.address, each.status, each.is_permanent) for each in found.failures] == [
        ("ben@example.com", "5.2.1", True),
        ("aiko@example.com", "4.4.1", False),
    ]


@pytest.mark.parametrize("action", ["delivered", "relayed", "expanded"])
def test_good_news_is_no_bounce(action):
    found = classify(report(["Final-Recipient: rfc822; ben@example.com", f"Action: {action}"]))

    assert found.kind is Kind.DELIVERED
    assert found.failures == ()


@pytest.mark.parametrize(
    "headers",
    [
        {"Subject": "Away", "Auto_Submitted": "auto-replied (vacation)"},
        {"Subject": "Re: Office move", "X_Autoreply": "yes", "In_Reply_To": "<a@b>"},
        {"Subject": "Automatic reply: Office move"},
        {"Subject": "=?utf-8?b?6Ieq5YuV5b+c562UOiDnpL7lsYvnp7vou6I=?="},
        {"Subject": "Abwesenheitsnotiz: Umzug"},
    ],
)
def test_a_vacation_note_is_no_answer(headers):
    assert classify(mail("Back on Monday.", From="ben@example.com", **headers)).kind is (
        Kind.VACATION
    )


def test_somebody_answers():
    answer = mail(
        "Fine with me.\r\n\r\n> 550 5.1.1 User unknown\r\n",
        From="ben@example.com",
        Subject="Re: Undelivered Mail Returned to Sender",
        In_Reply_To="<1@kairan.test>",
    )

    assert classify(answer).kind is Kind.REPLY


@pytest.mark.parametrize(
    ("author", "subject", "body"),
    [
        ("ben@example.com", "Lunch", "At noon?"),
        ("parcels@example.com", "Delivery failed: we could not deliver your parcel", "Call us."),
        ("ben@example.com", "Fwd: Undeliverable: Move", "550 5.1.1 User unknown. What now?"),
        ("news@example.com", "Mail delivery problems solved", "Our service is back."),
        ("ben@example.com", "JSON", 'See {"notificationType": "Bounce"}'),
    ],
)
def test_what_people_write_about_mail_is_no_bounce(author, subject, body):
    assert classify(mail(body, From=author, Subject=subject)).kind is Kind.NONE


def test_a_complaint_is_told():
    complaint = mail(
        "--b\r\nContent-Type: message/feedback-report\r\n\r\nFeedback-Type: abuse\r\n--b--\r\n",
        From="fbl@example.com",
        Subject="Complaint",
        Content_Type="multipart/report; report-type=feedback-report; boundary=b",
    )

    assert classify(complaint).kind is Kind.FEEDBACK


def test_a_read_receipt_is_good_news():
    receipt = mail(
        "--b\r\nContent-Type: message/disposition-notification\r\n\r\n"
        "Disposition: manual-action/MDN-sent-manually; displayed\r\n--b--\r\n",
        From="ben@example.com",
        Subject="Read: Office move",
        Content_Type="multipart/report; report-type=disposition-notification; boundary=b",
    )

    assert classify(receipt).kind is Kind.DELIVERED


@given(st.binary(max_size=2_000))
def test_no_bytes_are_too_wild(raw):
    assert classify(b"From: MAILER-DAEMON@x\r\nSubject: failure notice\r\n\r\n" + raw).kind


@pytest.mark.parametrize(
    "body",
    [
        "a" * 1_000_000,
        "<style>" * 100_000,
        "<p " * 200_000,
        "ben@example.com " * 50_000,
        "<ben@example.com>: 550\r\n" * 20_000,
        "Final-Recipient: rfc822; a@b\r\n" * 20_000,
        "Diagnostic-Code: x\r\n" + " y\r\n" * 100_000,
        "user " * 100_000,
        "user (" * 100_000,
        "5.1." * 100_000,
        "!" * 300_000,
    ],
    ids=lambda body: body[:20].strip(),
)
def test_hostile_bounces_take_no_time(body):
    started = time.process_time()
    classify(from_server(body))
    classify(from_server(body, Content_Type="text/html"))
    assert time.process_time() - started < 5
