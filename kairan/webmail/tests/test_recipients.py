import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from kairan.webmail.writing.recipients import parse_recipients


def addrs(text):
    return [(each.name, each.addr) for each in parse_recipients(text)]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", []),
        ("a@example.com", [("", "a@example.com")]),
        ("a@example.com, b@example.com;c@example.com", [("", f"{x}@example.com") for x in "abc"]),
        ("a@example.com、b@example.com", [("", "a@example.com"), ("", "b@example.com")]),
        ('"Mori, Yui" <yui@example.jp>', [("Mori, Yui", "yui@example.jp")]),
        (
            "森 結衣 <yui@example.jp>\nb@example.com",
            [("森 結衣", "yui@example.jp"), ("", "b@example.com")],
        ),
        ("a..b.@docomo.ne.jp", [("", "a..b.@docomo.ne.jp")]),
        ("a@example.com, A <a@example.com>", [("", "a@example.com")]),
    ],
)
def test_people_are_found_between_commas(typed, expected):
    assert addrs(typed) == expected


def test_what_is_no_address_is_named():
    with pytest.raises(ValidationError, match="“nobody”"):
        parse_recipients("a@example.com, nobody")


@given(st.text())
def test_anything_typed_gives_addresses_or_a_sentence(text):
    try:
        found = parse_recipients(text)
    except ValidationError:
        return
    assert not any(set(str(each)) & set("\r\n\0") for each in found)
