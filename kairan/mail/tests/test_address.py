"""Addresses of the world are accepted and written correctly; those that could inject are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kairan.mail.address import Address, BadAddress, Flaw, wire_form
from kairan.mail.headers import UnsafeHeader


@pytest.mark.parametrize(
    ("addr", "wire"),
    [
        ("aiko@example.jp", "aiko@example.jp"),
        ("Aiko@EXAMPLE.jp", "Aiko@example.jp"),
        ("a..b.@docomo.ne.jp", '"a..b."@docomo.ne.jp'),
        ('"aiko"@example.jp', "aiko@example.jp"),
        ('"a b"@example.jp', '"a b"@example.jp'),
        ("aiko@例え.jp", "aiko@xn--r8jz45g.jp"),
        ("aiko@localhost", "aiko@localhost"),
        ("aiko@[192.0.2.1]", "aiko@[192.0.2.1]"),
        ("愛子@例え.jp", "愛子@xn--r8jz45g.jp"),
    ],
)
def test_an_address_has_a_form_for_the_wire(addr, wire):
    assert wire_form(addr) == wire


@pytest.mark.parametrize(
    ("addr", "flaw"),
    [
        ("", Flaw.EMPTY),
        ("aiko", Flaw.NO_AT),
        ("@example.jp", Flaw.NO_LOCAL_PART),
        ("a b@example.jp", Flaw.LOCAL_PART),
        ("a@example.jp\r\nBcc: x@y.z", Flaw.CONTROL_CHARACTER),
        ("a\x00@example.jp", Flaw.CONTROL_CHARACTER),
        ("a" * 65 + "@example.jp", Flaw.LOCAL_PART_TOO_LONG),
        ("a@exa mple.jp", Flaw.DOMAIN),
        ("a@-x.jp", Flaw.DOMAIN),
        ("a@x..jp", Flaw.DOMAIN),
        ("a@" + "b" * 64 + ".jp", Flaw.DOMAIN),
        ("a" * 60 + "@" + ".".join(["b" * 60] * 4), Flaw.TOO_LONG),
    ],
)
def test_what_cannot_be_written_to_is_refused_with_its_flaw(addr, flaw):
    with pytest.raises(BadAddress) as refusal:
        Address("", addr)
    assert refusal.value.flaw is flaw


@pytest.mark.parametrize(
    ("typed", "name", "addr"),
    [
        (" aiko@example.jp ", "", "aiko@example.jp"),
        ("<aiko@example.jp>", "", "aiko@example.jp"),
        ("田中 愛子 <aiko@example.jp>", "田中 愛子", "aiko@example.jp"),
        ('"Tanaka, \\"A\\"" <aiko@example.jp>', 'Tanaka, "A"', "aiko@example.jp"),
    ],
)
def test_what_people_type_is_understood(typed, name, addr):
    assert Address.parse(typed) == Address(name, addr)


def test_a_name_cannot_hold_a_line_break():
    with pytest.raises(UnsafeHeader):
        Address("Aiko\r\nBcc: x@y.z", "aiko@example.jp")


@given(text=st.text())
def test_whatever_is_typed_gives_an_address_without_line_breaks_or_is_refused(text):
    try:
        address = Address.parse(text)
    except BadAddress:
        return
    assert not set("\r\n\x00") & set(address.wire_form + address.name)


@given(name=st.text(alphabet=st.characters(exclude_categories=["C", "Z"]), max_size=20))
def test_the_value_of_a_slot_is_read_back(name):
    if name[:1] != '"':
        assert Address.parse(str(Address(name, "aiko@example.jp"))).addr == "aiko@example.jp"
