from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kairan.mail.mbox import is_mbox, split, written

MOMENT = datetime(2026, 6, 1, 9, tzinfo=UTC)
lines = st.sampled_from([b"", b"From me to you", b">From x", b">>From y", b"text", b"From ", b"."])
bodies = st.lists(lines, max_size=6).map(lambda given: b"".join(each + b"\r\n" for each in given))
mails = st.lists(bodies.map(lambda body: b"Subject: x\r\n\r\n" + body), min_size=1, max_size=5)


@given(mails)
def test_what_is_written_is_read_again_byte_for_byte(given_mails):
    data = b"".join(written(each, MOMENT) for each in given_mails)
    assert split(data, is_all=True, most=100) == (given_mails, len(data))


@given(mails, st.integers(1, 60), st.integers(1, 3))
def test_it_is_the_same_however_much_is_read_at_once(given_mails, window, most):
    data = b"".join(written(each, MOMENT) for each in given_mails)
    found, place, seen = [], 0, window
    while place < len(data):
        part = data[place : place + seen]
        fresh, used = split(part, is_all=place + seen >= len(data), most=most)
        found += fresh
        place += used
        seen = window if used else seen + window
    assert found == given_mails


@given(st.binary(max_size=200))
def test_any_file_is_read_to_its_end(data):
    found, used = split(data, is_all=True, most=1000)
    assert used == len(data)
    assert bool(found) == bool(data)


def test_other_programs_lines_are_read():
    first = b"From a@b Mon Jun  1 09:00:00 2026\r\nSubject: 1\r\n\r\nOne\r\n\r\n"
    data = first + b"From - x\nSubject: 2\n\n>From z\n"
    assert split(data, is_all=True, most=9)[0] == [
        b"Subject: 1\r\n\r\nOne\r\n",
        b"Subject: 2\r\n\r\nFrom z\r\n",
    ]


@pytest.mark.parametrize("data", [b"Subject: x\r\n\r\nFrom me", b"", b"x"])
def test_one_mail_alone_is_taken_as_it_is(data):
    assert not is_mbox(data)
    assert split(data, is_all=True, most=9) == ([data] if data else [], len(data))
    assert split(data, is_all=False, most=9) == ([], 0)
