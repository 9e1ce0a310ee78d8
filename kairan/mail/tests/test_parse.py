"""Mails as they come: right ones, wrong ones and hostile ones."""

import base64
import binascii
import datetime
import hashlib
import json
import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kairan.mail.parse import Address, Message, Summary, headers_only, parse, to_json, transfer
from kairan.mail.tests.foreign import corpora


def mail(*lines: str, body: str = "Hello\n") -> bytes:
    return "\r\n".join([*lines, "", body]).encode("utf-8")


def people(field: str) -> list[tuple[str, str]]:
    return [(one.name, one.addr) for one in parse(mail(f"To: {field}")).to]


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("aiko@example.com", [("", "aiko@example.com")]),
        ("Aiko <aiko@example.com>", [("Aiko", "aiko@example.com")]),
        ("aiko@example.com (Aiko Tanaka)", [("Aiko Tanaka", "aiko@example.com")]),
        ('"Tanaka, Aiko" <a@b.jp>, ben@b.jp', [("Tanaka, Aiko", "a@b.jp"), ("", "ben@b.jp")]),
        ('"田中, 愛子" <a@b.jp>', [("田中, 愛子", "a@b.jp")]),
        ("=?utf-8?Q?Smith, John?= <j@b.jp>", [("Smith, John", "j@b.jp")]),
        ("A Group: a@b.jp, c@d.jp;", [("", "a@b.jp"), ("", "c@d.jp")]),
        ("undisclosed-recipients:;", []),
        ("<@relay.example,@x.example:a@b.jp>", [("", "a@b.jp")]),
        ("a..b.@docomo.ne.jp", [("", "a..b.@docomo.ne.jp")]),
        ('"a..b."@docomo.ne.jp', [("", '"a..b."@docomo.ne.jp')]),
        ("Pete(A nice \\) chap) <pete(his account)@silly.test>", [("Pete", "pete@silly.test")]),
        ('"Aiko <a@b.jp>', [("Aiko", "a@b.jp")]),
        ("aiko @ example.com", [("", "aiko@example.com")]),
        ("=?utf-8?Q?Aiko_<a=40b.jp>?=", [("Aiko", "a@b.jp")]),
        ("Aiko <a@b.jp> Ben <c@d.jp>", [("Aiko", "a@b.jp"), ("Ben", "c@d.jp")]),
        ('"a..b".c@docomo.ne.jp', [("", '"a..b".c@docomo.ne.jp')]),
        ('Aiko <a."b c"@d.jp>, a."b c"@d.jp', [("Aiko", 'a."b c"@d.jp'), ("", 'a."b c"@d.jp')]),
        ("undisclosed-recipients:;@relay.example", []),
        ("=?utf-8?Q?aiko=40b.jp?=", [("", "aiko@b.jp")]),
        ("Aiko <>", [("Aiko", "")]),
    ],
)
def test_addresses_are_read_as_the_world_writes_them(field, expected):
    assert people(field) == expected


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("Mon, 23 Nov 2026 10:00:00 +0900", "2026-11-23T10:00:00+09:00"),
        ("23 Nov 26 10:00 EST", "2026-11-23T10:00:00-05:00"),
        ("Mon Nov 23 10:00:00 2026", "2026-11-23T10:00:00+00:00"),
        ("Mon Nov 23 10:00:00 -0300 2026", "2026-11-23T10:00:00-03:00"),
        ("Mon, 23 Nov 2026 10:00:60 -0000", "2026-11-23T10:00:59+00:00"),
        ("2026-11-23 10:00:00+09:00", "2026-11-23T10:00:00+09:00"),
        ("Nov 23, 2026 3:05 PM", "2026-11-23T15:05:00+00:00"),
        ("Thu, 13 Feb 1969 23:32 -0330 (Newfoundland Time)", "1969-02-13T23:32:00-03:30"),
        ("(a (b)) Mon (c), 23 (d) Nov 2026 10 (e): 00 (f): 00 +0900", "2026-11-23T10:00:00+09:00"),
        ("Wed, 31 Feb 2026 10:00:00 +0900", None),
        ("yesterday", None),
    ],
)
def test_dates_in_every_form_become_aware(field, expected):
    date = parse(mail(f"Date: {field}")).date
    assert (date.isoformat() if date else None) == expected


def test_encoded_words_split_within_a_character_are_joined():
    half, rest = "会議".encode()[:4], "会議".encode()[4:]
    words = " ".join(f"=?utf-8?B?{base64.b64encode(part).decode()}?=" for part in (half, rest))
    assert parse(mail(f"Subject: {words}")).subject == "会議"


def test_a_raw_shift_jis_subject_is_read_by_the_charset_of_the_body():
    raw = b"Subject: " + "来週の会議".encode("cp932") + b"\r\n"
    raw += b"Content-Type: text/plain; charset=Shift_JIS\r\n\r\n" + "本文".encode("cp932")
    message = parse(raw)
    assert (message.subject, message.text) == ("来週の会議", "本文")


def test_names_of_files_are_put_together_from_pieces_out_of_order():
    message = parse(
        mail(
            "Content-Type: application/pdf",
            "Content-Disposition: attachment; filename*1*=%8Fo.pdf; filename*0*=Shift_JIS''%8C%A9",
        )
    )
    assert message.attachments[0].name == b"\x8c\xa9\x8fo.pdf".decode("cp932")


def test_a_letter_with_everything_comes_apart():
    boundary, inner = "=_outer", "=_inner"
    picture = b"\x89PNG" * 10
    message = parse(
        "\r\n".join(
            [
                "From: Aiko <aiko@example.com>", "Subject: Plan",
                f'Content-Type: multipart/mixed; boundary="{boundary}"', "", "preamble",
                f"--{boundary}", f"Content-Type: multipart/alternative; boundary={inner}", "",
                f"--{inner}", "Content-Type: text/plain; charset=utf-8", "", "plain words",
                f"--{inner}", "Content-Type: text/html", "", "<p>rich words</p>", f"--{inner}--",
                f"--{boundary}", "Content-Type: image/png", "Content-ID: <pic@x>",
                "Content-Transfer-Encoding: base64", "", base64.b64encode(picture).decode(),
                f"--{boundary}", "Content-Type: message/rfc822", "", "Subject: inner", "", "deep",
                f"--{boundary}", "Content-Type: text/calendar; method=REQUEST", "", "BEGIN:VCALENDAR",  # noqa: E501
                f"--{boundary}", "Content-Type: text/plain", "", "the end", f"--{boundary}--", "",
            ]
        ).encode()
    )  # fmt: skip
    assert message.text == "plain words\nthe end"
    assert message.html == "<p>rich words</p>"
    assert [body.text for body in message.bodies] == ["<p>rich words</p>", "the end"]
    assert [part.type for part in message.attachments] == [
        "image/png", "message/rfc822", "text/calendar",
    ]  # fmt: skip
    assert message.attachments[0].sha256 == hashlib.sha256(picture).hexdigest()
    assert message.attachments[0].content_id == "pic@x"
    assert message.attachments[1].data == b"Subject: inner\r\n\r\ndeep"
    assert [part.type for part in message.calendars] == ["text/calendar"]
    assert message.header("subject") == "Plan"


def test_uuencoded_files_in_a_text_are_files_and_are_not_shown():
    block = "begin 644 a.txt\n#:&D*\n`\nend\n"
    message = parse(mail("Subject: x", body=f"before\n{block}after\n"))
    assert [(part.name, part.data) for part in message.attachments] == [("a.txt", b"hi\n")]
    assert message.bodies[0].text == "before\nafter\n"


def test_broken_base64_yields_what_can_be_saved():
    message = parse(
        mail(
            "Content-Type: text/plain", "Content-Transfer-Encoding: base64", body="SGVsbG8gd29ybGQ*"
        )
    )
    assert message.text.startswith("Hello worl")


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_any_line_ends_and_a_mailbox_line_and_a_mark_before_the_head_do_not_matter(end):
    raw = f"From x Mon Nov 23{end}Subject: Hi{end}To: ben@b.jp{end}{end}Body{end}".encode()
    message = parse(b"\xef\xbb\xbf" + raw)
    assert (message.subject, message.text.strip()) == ("Hi", "Body")
    assert message.to == (Address("", "ben@b.jp"),)


def test_a_body_without_an_empty_line_before_it_is_a_body():
    message = parse(b"Subject: Hi\r\nDear Ben, how are you\r\n\r\nBye\r\n")
    assert message.subject == "Hi"
    assert message.text.startswith("Dear Ben")
    assert "bad-header-line" in message.defects


def test_neither_surrogates_nor_zero_bytes_come_out():
    message = parse(
        b"Subject: =?utf-7?Q?+2AA-?= a\0b\r\nContent-Type: text/plain; charset=utf-7\r\n\r\n+2AA-\0"
    )
    line = json.dumps(to_json(message, "x"), ensure_ascii=False).encode("utf-8")
    assert b"\\u0000" not in line


def test_a_list_needs_the_head_alone():
    summary = headers_only(mail("From: Aiko <a@b.jp>", "Subject: Hi", "Message-ID: <1@b.jp>"))
    assert (summary.subject, summary.from_[0].name, summary.message_id) == (
        "Hi",
        "Aiko",
        "<1@b.jp>",
    )
    assert summary.date is None


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=2_000))
def test_any_bytes_are_read(raw):
    json.dumps(to_json(parse(raw), "x"), ensure_ascii=False).encode("utf-8")


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "From: ", "To: ", "Date: ", "Subject: ", "Content-Type: ", "multipart/mixed; ",
                "text/plain; ", "boundary=b", "--b", "--b--", "\r\n", "\n", " ", "a@b", '"', "<", ">",  # noqa: E501
                "(", ")", ",", ";", ":", "=?utf-8?B?", "=?=", "?=", "44GC", "name*0*=", "''%e3", "\\",  # noqa: E501
                "base64", "Content-Transfer-Encoding: ", "begin 644 x\n", "\x1b$B", "é", "1 Jan 2026",  # noqa: E501
            ]
        ),
        max_size=60,
    )
)  # fmt: skip
def test_any_order_of_the_marks_of_a_mail_is_read(pieces):
    raw = "".join(pieces).encode("utf-8")
    message = parse(raw)
    json.dumps(to_json(message, "x"), ensure_ascii=False).encode("utf-8")
    assert all("\n" not in header.value for header in message.headers)
    assert message.date is None or isinstance(message.date.tzinfo, datetime.tzinfo)


def test_damaged_mails_of_the_world_are_read_in_time():
    chance = random.Random(5322)
    files = sorted(
        file for file in (corpora() / "mail").rglob("*") if file.suffix in (".eml", ".msg")
    )
    assert len(files) > 150
    for file in files:
        raw = bytearray(file.read_bytes()[:50_000])
        for _ in range(10):
            at = chance.randrange(len(raw) + 1)
            raw[at : at + chance.randrange(40)] = chance.randbytes(chance.randrange(10))
        started = time.process_time()
        json.dumps(to_json(parse(bytes(raw)), file.name), ensure_ascii=False).encode("utf-8")
        assert time.process_time() - started < 1, file.name


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from([b"QUFB", b"\r\n", b"A", b"=", b"\xff", b"-", b" ", b"+/"])))
def test_any_base64_is_read_as_the_standard_library_reads_it(pieces):
    data = b"".join(pieces)
    try:
        expected = binascii.a2b_base64(data)
    except binascii.Error:
        return
    if b"=" not in data.rstrip(b"= \r\n"):
        assert transfer.decode(data, "base64")[0] == expected


def test_a_mail_that_was_read_has_every_value_that_its_class_names():
    message = parse(mail("Subject: x"))
    assert Message(**vars(message)) == message
    summary = headers_only(mail("Subject: x"))
    assert Summary(**vars(summary)) == summary
