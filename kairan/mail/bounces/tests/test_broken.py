"""Whatever the bytes are, what is said of them holds together."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kairan.mail.bounces import Kind, classify

SAMPLES = sorted((Path(__file__).parent / "returned").glob("*.eml"))


@st.composite
def broken(draw):
    """A mail that came back, with pieces lost, doubled, or taken from another one."""
    one, other = (draw(st.sampled_from(SAMPLES)).read_bytes() for _ in range(2))
    for _ in range(draw(st.integers(1, 4))):
        begin = draw(st.integers(0, len(one)))
        end = draw(st.integers(begin, len(one)))
        there = draw(st.integers(0, len(other)))
        put = draw(
            st.one_of(st.just(b""), st.binary(max_size=40), st.just(other[there : there + 400]))
        )
        one = one[:begin] + put + one[end:]
    return one


@given(broken())
def test_a_broken_mail_is_told_without_contradiction(raw):
    found = classify(raw)

    assert found.kind is Kind.BOUNCE or not found.failures
    for each in found.failures:
        assert each.is_permanent or not each.is_unknown
        assert not any(character.isspace() for character in each.address)
        assert each.status == "" or each.status[0] in "245"


@given(st.binary(max_size=2_000))
def test_bytes_of_nobody_are_told(raw):
    assert classify(raw).kind in set(Kind)


def from_server(body):
    return b"From: MAILER-DAEMON@x\r\nSubject: failure notice\r\n\r\n" + body.encode()


@pytest.mark.parametrize(
    "body",
    [
        "\n" * 200_000,
        ">>> DATA\n" * 40_000,
        ">>> DATA\n<<< 250 ok\n" * 20_000,
        "Sent <<< RCPT TO:<a@b>\n" * 20_000,
        "'\"<" * 100_000,
        "Boîte aux lettres " * 20_000,
        "domain " * 50_000,
        "address rejected " * 20_000,
        "550 <a@b>...\n" * 20_000,
        "I am " * 60_000,
        "Final-Recipient: " + "a" * 400_000,
        "宛先のメールアドレス" * 20_000,
    ],
    ids=lambda body: body[:20].strip() or "empty lines",
)
def test_hostile_words_take_no_time(body):
    started = time.process_time()
    classify(from_server(body))
    assert time.process_time() - started < 5
