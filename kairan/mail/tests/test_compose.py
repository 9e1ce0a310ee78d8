"""Letters are read back by foreign readers in every code; no value becomes a header line."""

import dataclasses
import datetime
import email
import email.policy

import fast_mail_parser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kairan.mail.address import Address
from kairan.mail.charsets import Code
from kairan.mail.charsets.japanese import WAVES
from kairan.mail.compose import (
    Attachment,
    BadSlotValue,
    Calendar,
    Letter,
    MissingSlot,
    Picture,
    Slot,
    Template,
    TemplateUnreadable,
    UnknownSlot,
    compose,
    holes,
    slot,
    without_slots,
)
from kairan.mail.headers import FieldName, FileName, HeaderValue, Subject, UnsafeHeader
from kairan.mail.message_id import MessageId
from kairan.mail.tests.test_charsets import SAMPLES

JST = datetime.timezone(datetime.timedelta(hours=9))
LETTER = Letter(
    sender=Address("Aiko Tanaka", "aiko@example.jp"),
    to=[Slot("to")],
    reply_to=[Slot("reply")],
    subject=Subject("Fire drill"),
    text=f"Please read.\n\n{slot('link')}\n",
    html=f'<p>Please <a href="{slot("link")}">read</a></p>',
    date=datetime.datetime(2026, 4, 1, 9, 0, tzinfo=JST),
    message_id=Slot("id"),
    headers=[
        (FieldName("List-Unsubscribe"), HeaderValue(f"<{slot('stop')}>")),
        (FieldName("Auto-Submitted"), HeaderValue("auto-generated")),
    ],
)
VALUES = {
    "to": "Ben <ben@example.jp>",
    "reply": "notify+s3cret@example.jp",
    "link": "https://office.example.jp/c/1?a=1&t=" + "x" * 90,
    "id": "<1@example.jp>",
    "stop": "https://office.example.jp/stop?t=1",
}


def read(data):
    return email.message_from_bytes(data, policy=email.policy.default)


def plain(message):
    return message.get_body(("plain",)).get_content().replace("\r\n", "\n")


def page(message):
    return message.get_body(("html",)).get_content()


def assert_any_server_takes(data):
    assert data.isascii()
    lines = data.split(b"\r\n")
    assert not any(b"\r" in line or b"\n" in line for line in lines)
    assert max(map(len, lines)) <= 998


@pytest.mark.parametrize("code", Code)
def test_every_code_is_read_back_by_foreign_readers(code):
    sample = SAMPLES[code]
    letter = dataclasses.replace(
        LETTER,
        code=code,
        sender=Address(sample, "aiko@example.jp"),
        subject=Subject(f"Re: {sample} " * 6),
        text=f"{sample}\n{slot('link')} {sample}\n",
        html=f"<p>{sample} {slot('link')}</p>",
        attachments=[Attachment(FileName(f"{sample * 8}.txt"), "text/plain", sample.encode())],
    )
    data = compose(letter).fill({**VALUES, "to": f"{sample} <ben@example.jp>"})
    assert_any_server_takes(data)
    message = read(data)
    assert message["Subject"] == f"Re: {sample} " * 6
    assert message["From"].addresses[0].display_name == sample
    assert message["To"].addresses[0].display_name == sample
    assert plain(message) == f"{sample}\n{VALUES['link']} {sample}\n"
    assert sample in page(message)
    [attached] = message.iter_attachments()
    assert attached.get_filename() == f"{sample * 8}.txt"
    assert attached["Content-Type"].params["name"] == f"{sample * 8}.txt"
    assert {
        part.get_content_charset()
        for part in message.walk()
        if not part.is_multipart() and part is not attached
    } == {code.value.lower()}
    other = fast_mail_parser.parse_email(data)
    assert other.subject.strip() == (f"Re: {sample} " * 6).strip()
    assert sample in other.text_plain[0]


@pytest.mark.parametrize("text", ["① ㈱", "ｶﾅ", "🎌", "Zoë"])
@pytest.mark.parametrize("place", ["subject", "text", "sender", "file", "to"])
def test_a_letter_of_which_anything_does_not_fit_goes_out_in_utf_8_whole(text, place):
    values = VALUES | ({"to": f"{text} <ben@example.jp>"} if place == "to" else {})
    changes = {
        "subject": {"subject": Subject(f"会議 {text}")},
        "text": {"text": f"会議 {text}\n{slot('link')}"},
        "sender": {"sender": Address(text, "aiko@example.jp")},
        "file": {"attachments": [Attachment(FileName(f"{text}.txt"), "text/plain", b"")]},
        "to": {},
    }[place]
    letter = dataclasses.replace(LETTER, code=Code.ISO_2022_JP, **changes)
    data = compose(letter).fill(values)
    assert b"iso-2022-jp" not in data.lower()
    message = read(data)
    found = {
        "subject": str(message["Subject"]),
        "text": plain(message),
        "sender": str(message["From"]),
        "file": "".join(part.get_filename() for part in message.iter_attachments()),
        "to": str(message["To"]),
    }
    assert text in found[place]


def test_a_wave_dash_stays_in_iso_2022_jp():
    letter = dataclasses.replace(LETTER, code=Code.ISO_2022_JP, subject=Subject("10:00～11:00"))
    message = read(compose(letter).fill(VALUES))
    assert b"=?ISO-2022-JP?" in compose(letter).fill(VALUES)
    assert str(message["Subject"]).translate(WAVES) == "10:00～11:00"


@given(
    code=st.sampled_from([Code.UTF_8, Code.ISO_2022_JP, Code.SHIFT_JIS, Code.ISO_8859_1]),
    subject=st.text(max_size=120),
    name=st.text(max_size=60),
    file=st.text(max_size=60),
    text=st.text(max_size=200),
)
def test_no_text_of_people_becomes_a_header_line(code, subject, name, file, text):
    letter = dataclasses.replace(
        LETTER,
        code=code,
        subject=Subject.clean(without_slots(subject) + "\r\nBcc: a@b.c"),
        sender=Address.parse(f"{name}\r\nBcc: a@b.c <aiko@example.jp>"),
        text=without_slots(text) + slot("link"),
        attachments=[Attachment(FileName.clean(file), "text/plain", b"x")],
    )
    data = compose(letter).fill(VALUES)
    assert_any_server_takes(data)
    message = read(data)
    assert message.keys() == [
        "Date", "From", "Reply-To", "To", "Subject", "Message-ID", "List-Unsubscribe",
        "Auto-Submitted", "MIME-Version", "Content-Type",
    ]  # fmt: skip
    for line in data.partition(b"\r\n\r\n")[0].split(b"\r\n"):
        assert len(line) <= 78 or b" " not in line.strip()[14:]
    assert str(message["Subject"]).translate(WAVES) == letter.subject.translate(WAVES)


@given(value=st.text(max_size=80), where=st.sampled_from(sorted(VALUES)))
def test_no_value_of_a_slot_becomes_a_header_line(value, where):
    template = compose(dataclasses.replace(LETTER, code=Code.ISO_2022_JP))
    try:
        data = template.fill({**VALUES, where: value})
    except BadSlotValue as refusal:
        assert refusal.slot == where  # noqa: PT017
        return
    head = data.partition(b"\r\n\r\n")[0]
    names = [line.split(b":")[0] for line in head.split(b"\r\n") if line[:1] not in (b" ", b"\t")]
    expected = compose(LETTER).fill(VALUES).partition(b"\r\n\r\n")[0]
    wanted = [n.split(b":")[0] for n in expected.split(b"\r\n") if n[:1] not in (b" ", b"\t")]
    assert set(names) <= set(wanted)
    assert len(names) == len(set(names))


@pytest.mark.parametrize("sign", ["\r", "\n", "\0", "\r\nBcc: a@b.c", "\u2028", "\x85", "\ud800"])
@pytest.mark.parametrize("where", sorted(VALUES))
def test_a_value_with_a_line_break_is_refused(where, sign):
    with pytest.raises(BadSlotValue) as refusal:
        compose(LETTER).fill({**VALUES, where: VALUES[where] + sign})
    assert (refusal.value.slot, refusal.value.why) == (where, "control-character")


def test_missing_and_unknown_slots_are_refused_by_name():
    with pytest.raises(MissingSlot, match="link"):
        compose(LETTER).fill({name: VALUES[name] for name in VALUES if name != "link"})
    with pytest.raises(UnknownSlot, match="other"):
        compose(LETTER).fill({**VALUES, "other": ""})


@pytest.mark.parametrize("code", [Code.UTF_8, Code.ISO_2022_JP, Code.US_ASCII, Code.BIG5])
@given(value=st.text(alphabet=st.characters(codec="ascii", exclude_categories=["C"]), max_size=150))
def test_any_ascii_value_arrives_in_text_and_page(code, value):
    letter = dataclasses.replace(LETTER, code=code, text=f"[{slot('link')}] {slot('link')}\n")
    data = compose(letter).fill({**VALUES, "link": value})
    assert_any_server_takes(data)
    assert plain(read(data)) == f"[{value}] {value}\n"
    escaped = value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert escaped.replace('"', "&quot;").replace("'", "&#x27;") in page(read(data))


def test_an_empty_address_leaves_its_field_out():
    message = read(compose(LETTER).fill({**VALUES, "reply": ""}))
    assert message["Reply-To"] is None
    assert message["To"] == "Ben <ben@example.jp>"


def test_without_message_id_the_bytes_have_none():
    letter = dataclasses.replace(LETTER, message_id=None)
    values = {name: VALUES[name] for name in VALUES if name != "id"}
    assert b"message-id" not in compose(letter).fill(values).lower()


def test_a_stored_template_gives_the_same_bytes():
    letter = dataclasses.replace(
        LETTER,
        code=Code.ISO_2022_JP,
        attachments=[Attachment(FileName("a.bin"), "application/octet-stream", bytes(90_000))],
    )
    template = compose(letter)
    stored = template.to_bytes()
    assert len(stored) < 130_000  # the file is kept once, though the letter exists in two codes
    for to in ("Ben <ben@example.jp>", "①郎 <ben@example.jp>"):
        values = {**VALUES, "to": to}
        assert Template.from_bytes(stored).fill(values) == template.fill(values)
        assert compose(letter).fill(values) == template.fill(values)
    for damaged in (b"", b"KAIRAN-LETTER 99\n{}\n", stored[:-1], stored.replace(b"{", b"[", 1)):
        with pytest.raises(TemplateUnreadable):
            Template.from_bytes(damaged)


def test_parts_are_nested_as_clients_expect():
    letter = dataclasses.replace(
        LETTER,
        html=LETTER.html + '<img src="cid:logo@kairan">',
        pictures=[Picture("logo@kairan", FileName("logo.png"), "image/png", b"\x89PNG")],
        calendar=Calendar("REQUEST", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"),
        attachments=[Attachment(FileName("a.pdf"), "application/pdf", b"%PDF")],
    )
    message = read(compose(letter).fill(VALUES))
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/mixed", "multipart/alternative", "text/plain", "multipart/related", "text/html",
        "image/png", "text/calendar", "application/pdf",
    ]  # fmt: skip
    invitation = next(p for p in message.walk() if p.get_content_type() == "text/calendar")
    assert invitation["Content-Type"].params["method"] == "REQUEST"
    assert not any(part.defects for part in message.walk())


@pytest.mark.parametrize(
    "addr",
    [
        "ben@example.jp",
        "Ben Li <b.en+x@a-b.example.jp>",
        "<ben@example.jp>",
        "a..b.@docomo.ne.jp",
        "田中 <ben@例え.jp>",
        "B. Li, Jr. <ben@example.jp>",
    ],
)
def test_the_quick_and_the_careful_way_to_write_an_address_agree(addr):
    quick = holes.mailbox("to", addr, Code.UTF_8, 3)
    assert quick == holes.mailbox_of(Address.parse(addr), Code.UTF_8, 3)


def test_several_recipients_stand_in_one_field():
    letter = dataclasses.replace(
        LETTER, to=[Slot("to"), Address("会計", "chidi@example.jp")], cc=[Address("", "x@y.jp")]
    )
    message = read(compose(letter).fill(VALUES))
    assert [one.addr_spec for one in message["To"].addresses] == [
        "ben@example.jp", "chidi@example.jp",
    ]  # fmt: skip
    assert message["Cc"] == "x@y.jp"


@pytest.mark.parametrize(
    "changes",
    [
        {"subject": "a\r\nBcc: b@c.d"},
        {"headers": [("X-A\r\nBcc", "b@c.d")]},
        {"headers": [("X-A", "a\r\nBcc: b@c.d")]},
        {"in_reply_to": "<a@b>\r\nBcc: b@c.d"},
        {"references": ["<a@b>\r\nBcc: b@c.d"]},
        {"message_id": "<a@b>\r\nBcc: b@c.d"},
        {"language": "ja\r\nBcc: b@c.d"},
        {"calendar": Calendar("X\r\nBcc: b@c.d", b"")},
        {"attachments": [Attachment("a\r\nb", "text/plain", b"")]},
        {"attachments": [Attachment(FileName("a"), "text/plain\r\nBcc: b@c.d", b"")]},
        {"pictures": [Picture("a\r\nb", FileName("a"), "image/png", b"")]},
        {"date": datetime.datetime(2026, 4, 1)},
    ],
)
def test_plain_strings_that_no_type_checker_has_seen_are_refused(changes):
    with pytest.raises(ValueError):  # noqa: PT011 (two kinds of it)
        compose(dataclasses.replace(LETTER, **changes))


def test_replies_carry_what_they_answer():
    letter = dataclasses.replace(
        LETTER,
        in_reply_to=MessageId("<2@example.jp>"),
        references=[MessageId(f"<{n}.{'x' * 30}@example.jp>") for n in range(9)],
    )
    message = read(compose(letter).fill(VALUES))
    assert message["In-Reply-To"] == "<2@example.jp>"
    assert len(message["References"].split()) == 9


def test_an_extra_field_too_long_for_a_line_is_refused():
    with pytest.raises(UnsafeHeader):
        compose(dataclasses.replace(LETTER, headers=[("X-A", "a" * 1000)]))
