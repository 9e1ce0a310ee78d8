"""What stands on the wire: dots, line ends, replies split anywhere, addresses, the transcript."""

import itertools
import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kairan.mail.errors import Kind, MailServerError, enhanced_code
from kairan.mail.pop3_bodies import Unstuffing, stuff, unstuff
from kairan.mail.smtp_addresses import parse_extensions, wire_address
from kairan.mail.smtp_data import normalised, wire_data
from kairan.mail.smtp_replies import Reply, ReplyParser
from kairan.mail.transcript import Transcript

raw = st.lists(st.sampled_from([b"\r\n", b"\r", b"\n", b".", b"..", b"a", b"\xff", b"\0"]))
bodies = raw.map(b"".join)
lines = st.lists(st.sampled_from([b"", b".", b"..", b".a", b"a.", b"ab"]))
crlf_bodies = lines.map(lambda parts: b"".join(part + b"\r\n" for part in parts))


@given(bodies)
def test_no_bare_line_end_survives_and_nothing_else_is_lost(data):
    clean = normalised(data)
    assert not re.search(rb"\r(?!\n)|(?<!\r)\n", clean)
    assert clean.split(b"\r\n") == re.split(rb"\r\n|\r|\n", data)


@given(bodies)
def test_the_final_dot_stands_once_and_at_the_end(data):
    wire = wire_data(data)
    assert wire == b".\r\n" or wire.endswith(b"\r\n.\r\n")
    assert (b"\r\n" + wire).find(b"\r\n.\r\n") == len(wire) - 3
    clean = normalised(data)
    expected = clean if clean.endswith(b"\r\n") or not clean else clean + b"\r\n"
    assert unstuff(wire[:-3]) == expected


@given(crlf_bodies)
def test_doubling_dots_and_undoing_it_gives_the_message_back(body):
    wire = stuff(body)
    assert wire.endswith(b".\r\n")
    assert unstuff(wire[:-3]) == body


@given(crlf_bodies, st.binary(max_size=9), st.lists(st.integers(0, 60)), st.booleans())
def test_a_message_in_pieces_is_the_message(body, after, cuts, bare):
    newline = b"\n" if bare else b"\r\n"
    wire = stuff(body).replace(b"\r\n", newline) + after
    stream = Unstuffing(newline)
    places = sorted({0, len(wire), *(min(cut, len(wire)) for cut in cuts)})
    got = b""
    rest = b""
    for start, end in itertools.pairwise(places):
        if stream.done:
            rest += wire[start:end]
        else:
            got += stream.feed(wire[start:end])
    assert stream.done
    assert got == body.replace(b"\r\n", newline)
    assert stream.rest + rest == after


def test_a_dot_that_the_server_forgot_to_double_is_kept():
    assert unstuff(b".forgotten\r\n..right\r\n") == b".forgotten\r\n.right\r\n"


words = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=20)
replies = st.builds(
    lambda code, parts: Reply(code, "\n".join(parts)),
    st.integers(200, 599),
    st.lists(words, min_size=1, max_size=4),
)


@given(st.lists(replies, max_size=5), st.lists(st.integers(0, 300)))
def test_replies_are_found_however_they_are_split(expected, cuts):
    wire = b""
    for reply in expected:
        *earlier, last = reply.lines
        wire += "".join(f"{reply.code}-{line}\r\n" for line in earlier).encode()
        wire += f"{reply.code} {last}\r\n".encode()
    parser = ReplyParser()
    places = sorted({0, len(wire), *(min(cut, len(wire)) for cut in cuts)})
    got = []
    for start, end in itertools.pairwise(places):
        got += parser.feed(wire[start:end])
    assert got == expected
    assert not parser.forget()


@given(st.binary(max_size=80))
def test_any_bytes_are_replies_or_a_typed_error(data):
    try:
        found = ReplyParser().feed(data)
    except MailServerError:
        found = []
    assert all(200 <= reply.code < 600 for reply in found)


@pytest.mark.parametrize(
    "data", [b"x" * 9000, b"250-a\r\n" * 300, b"250x\r\n", b"\r\n", b"99 a\r\n"]
)
def test_what_is_no_reply_is_refused(data):
    with pytest.raises(MailServerError):
        ReplyParser().feed(data)


def test_a_reply_may_have_no_text():
    assert ReplyParser().feed(b"250\r\n354 \n") == [Reply(250, ""), Reply(354, "")]


@pytest.mark.parametrize(
    ("address", "wire", "international"),
    [
        ("ben@example.org", b"ben@example.org", False),
        ("a+b=c@sub.example.org", b"a+b=c@sub.example.org", False),
        ("a..b.@docomo.ne.jp", b'"a..b."@docomo.ne.jp', False),
        (".a@ezweb.ne.jp", b'".a"@ezweb.ne.jp', False),
        ('"a..b."@docomo.ne.jp', b'"a..b."@docomo.ne.jp', False),
        ('"ben"@example.org', b"ben@example.org", False),
        ('a"b@example.org', rb'"a\"b"@example.org', False),
        ("a,b@example.org", b'"a,b"@example.org', False),
        ('"a@b"@example.org', b'"a@b"@example.org', False),
        ("ben@[192.0.2.1]", b"ben@[192.0.2.1]", False),
        ("ben@例え.jp", b"ben@xn--r8jz45g.jp", False),
        ("二郎@例え.jp", "二郎@xn--r8jz45g.jp".encode(), True),
    ],
)
def test_addresses_as_the_world_has_them(address, wire, international):
    assert wire_address(address) == (wire, international)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ben",
        "@example.org",
        "ben@",
        '""@example.org',
        "ben@example.org\r\nDATA",
        "ben\n@example.org",
        "ben\0@example.org",
        "b en@example.org",
        "<ben@example.org>",
        "ben@example.org> SIZE=1",
        '"a>\r\n"@example.org',
        '"a b"@example.org',
        "ben@exa mple.org",
        "ben@example..org",
        "ben@-example.org",
        "a@b@example.org",
        "ben@example.org,chidi@example.org",
        "ben@\ud800.org",
        "a" * 250 + "@example.org",
        "二" * 90 + "@example.org",
    ],
)
def test_an_address_that_cannot_be_spoken_is_refused(address):
    with pytest.raises(MailServerError) as caught:
        wire_address(address)
    assert caught.value.kind is Kind.BAD_ADDRESS


@given(st.text(max_size=30))
def test_no_address_ends_the_line_or_the_path(text):
    for address in (text, text + "@example.org", "ben@" + text):
        try:
            wire = wire_address(address).text
        except MailServerError:
            continue
        assert not re.search(rb"[\r\n\0<> ]", wire)


def test_extensions_are_read_from_ehlo():
    offers = parse_extensions(
        ["x greets you", "size 1000", "PIPELINING", "AUTH=LOGIN", "AUTH PLAIN LOGIN", "", "X-ODD"]
    )
    assert offers.size == 1000
    assert offers.pipelining
    assert not offers.eight_bit
    assert offers.mechanisms == ("LOGIN", "PLAIN")
    assert parse_extensions(["x", "SIZE 0"]).size is None
    assert parse_extensions(["x", "SIZE", "SIZE lots"]).size is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("5.7.1 Relay access denied", "5.7.1"),
        ("550 5.1.1 <x>", "5.1.1"),
        ("[IN-USE] locked", "IN-USE"),
        ("-ERR [sys/temp] later", "SYS/TEMP"),
        ("no code 5.7.1 here", ""),
        ("192.168.1.1 said no", ""),
        ("", ""),
    ],
)
def test_the_code_in_the_words_is_found(text, code):
    assert enhanced_code(text) == code


def test_errors_are_sentences():
    error = MailServerError(
        Kind.RELAY_DENIED, command="RCPT", code=554, words="5.7.1 Relay access denied", detail="x"
    )
    assert str(error) == (
        "The mail server refuses to relay for us. It said to RCPT: 5.7.1 Relay access denied (x)"
    )
    assert (error.enhanced, error.temporary) == ("5.7.1", False)
    for kind in Kind:
        assert str(MailServerError(kind)).endswith(".")


def test_a_transcript_is_bounded_and_knows_the_time():
    noon = datetime(2026, 1, 2, 12, tzinfo=UTC)
    transcript = Transcript(most=3, clock=lambda: noon)
    transcript.say("C", b"one\r\ntwo\xff")
    transcript.elide("S", 1124)
    transcript.say("S", "x" * 5000)
    transcript.note("S", "five")
    assert transcript.lines == [
        ("C", "one", noon),
        ("C", "two\\xff", noon),
        ("S", "… 1,124 bytes …", noon),
        ("S", "… 2 more lines …", noon),
    ]
