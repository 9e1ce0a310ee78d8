from hypothesis import given
from hypothesis import strategies as st

from kairan.attachments import contents
from kairan.attachments.file_names import LONGEST, clean_file_name
from kairan.attachments.models import Content


def test_bytes_come_back_as_they_were_kept(db):
    number = contents.keep(b"\x00\xff\r\n.")

    assert contents.read(number) == b"\x00\xff\r\n."


def test_many_are_kept_in_their_order(db):
    numbers = contents.keep_many([b"one", b"two", b"three"])

    assert [contents.read(number) for number in numbers] == [b"one", b"two", b"three"]


def test_what_is_discarded_is_gone(db):
    kept, gone = contents.keep_many([b"kept", b"gone"])

    contents.discard([gone])

    assert [row.pk for row in Content.objects.all()] == [kept]


@given(st.text())
def test_a_file_name_is_one_harmless_line(name):
    cleaned = clean_file_name(name)

    assert cleaned
    assert len(cleaned) <= LONGEST
    assert not set(cleaned) & set("/\\\r\n\0")


def test_a_long_file_name_keeps_its_suffix():
    assert clean_file_name("あ" * 300 + ".pdf").endswith(".pdf")
