"""vCards of telephones and programs, old and new, broken and hostile; and our own, round trip."""

import time
from datetime import date
from quopri import encodestring

import pytest
from django.core.exceptions import ValidationError
from hypothesis import assume, given
from hypothesis import strategies as st
from icalendar.parser import Contentlines

from kairan.addressbook.details import Details, Label, Labelled
from kairan.addressbook.files.entries import details_of
from kairan.addressbook.files.plan import plan
from kairan.addressbook.files.vcards_reading import said_in
from kairan.addressbook.files.vcards_writing import written
from kairan.addressbook.tests.furniture import WHOLE


def read(text):
    data = text if isinstance(text, bytes) else text.encode()
    return [details_of(said) for said in said_in(data)]


def card(*lines, version="3.0"):
    return "\r\n".join(["BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""])


def quoted(text, charset):
    """As Outlook and telephones write it: soft line breaks in the middle of characters."""
    return encodestring(text.encode(charset)).replace(b"\n", b"\r\n")


@pytest.mark.parametrize("charset", ["UTF-8", "SHIFT_JIS", "ISO-2022-JP", "EUC-JP"])
def test_a_japanese_card_of_2_1_is_read_in_its_charset(charset):
    head = f";CHARSET={charset};ENCODING=QUOTED-PRINTABLE:".encode()
    note = "展示会で名刺を交換しました。来年もお会いしましょう。表示も崩れません。"
    data = b"\r\n".join(
        [
            b"BEGIN:VCARD",
            b"VERSION:2.1",
            b"N" + head + quoted("山田;花子;;;", charset),
            f"SOUND;X-IRMC-N;CHARSET={charset}:".encode() + "ﾔﾏﾀﾞ;ﾊﾅｺ;;;".encode(charset)
            if charset in {"UTF-8", "SHIFT_JIS"}
            else b"X-NOTHING:",
            b"TEL;CELL;VOICE:090-5550-0101",
            b"TEL;HOME:03-5550-0101",
            b"EMAIL;INTERNET;PREF:hana@example.test",
            b"NOTE" + head + quoted(note, charset),
            b"PHOTO;ENCODING=BASE64;TYPE=JPEG:",
            b" /9j/4AAQSkZJRg==",
            b"",
            b"END:VCARD",
        ]
    )

    [found] = read(data)

    assert (found.family, found.given) == ("山田", "花子")
    assert (found.mobile, found.home_phone) == ("090-5550-0101", "03-5550-0101")
    assert found.addresses == (Labelled("hana@example.test", Label.OTHER),)
    assert found.notes == note
    if charset in {"UTF-8", "SHIFT_JIS"}:
        assert (found.family_reading, found.given_reading) == ("ﾔﾏﾀﾞ", "ﾊﾅｺ")


def test_a_whole_file_in_shift_jis_is_read_though_no_line_says_so():
    [found] = read(card("N:山田;花子;;;", "FN:山田 花子", version="2.1").encode("cp932"))

    assert found.family == "山田"


def test_a_card_of_an_iphone_is_read():
    [found] = read(
        card(
            "N:Bennett;Lucy;Ann;;",
            "FN:Lucy Ann Bennett",
            "ORG:Spring Fair\\, Ltd.;Sales",
            "item1.EMAIL;type=INTERNET;type=pref:lucy@fair.example",
            "item1.X-ABLabel:_$!<Work>!$_",
            "TEL;type=CELL;type=VOICE;type=pref:+44 161 555 0102",
            "item2.ADR;type=WORK;type=pref:;;1 High Street\\nFloor 2;Leeds;;LS1 1AA;United King",
            " dom",
            "BDAY;value=date:1990-04-01",
            "X-PHONETIC-LAST-NAME:ベネット",
            "NOTE:First\\nSecond\\; third",
        )
    )

    assert (found.given, found.family, found.family_reading) == ("Lucy Ann", "Bennett", "ベネット")
    assert (found.company, found.department) == ("Spring Fair, Ltd.", "Sales")
    assert (found.street, found.city) == ("1 High Street Floor 2", "Leeds")
    assert (found.postal_code, found.country) == ("LS1 1AA", "United Kingdom")
    assert (found.birthday, found.mobile) == (date(1990, 4, 1), "+44 161 555 0102")
    assert found.notes == "First\nSecond; third"


def test_a_card_of_4_0_is_read():
    [found] = read(
        card(
            'N;SORT-AS="やまだ,はなこ":山田;花子;;;',
            "FN:山田 花子",
            "EMAIL;TYPE=home:hana@home.example",
            "EMAIL;TYPE=work;PREF=1:hana@work.example",
            'TEL;VALUE=uri;TYPE="voice,work":tel:+81-3-5550-0101',
            "BDAY:--0401",
            version="4.0",
        )
    )

    assert (found.family_reading, found.given_reading) == ("やまだ", "はなこ")
    assert [each.address for each in found.addresses] == ["hana@work.example", "hana@home.example"]
    assert found.phone == "+81-3-5550-0101"
    assert found.birthday is None
    assert "--0401" in found.notes


def test_who_has_a_whole_name_only_is_taken_apart_and_a_company_is_none():
    assert [(each.family, each.given) for each in read(card("FN:森 結衣"))] == [("森", "結衣")]
    [company] = read(card("FN:青空印刷", "N:;;;;", "ORG:青空印刷"))
    assert (company.family, company.given, company.company) == ("", "", "青空印刷")


def test_what_has_no_field_of_its_own_becomes_a_note():
    [found] = read(
        card("FN:A B", "TEL;TYPE=WORK:1", "TEL;TYPE=WORK:2", "URL:a.example", "URL:b.example")
    )

    assert (found.phone, found.web) == ("1", "a.example")
    assert found.notes == "TEL: 2\nURL: b.example"


def test_several_cards_are_read_whatever_stands_between_them():
    inner = card("FN:Inner One")
    text = (
        "garbage\n"
        + card("FN:First One", "no colon here", ":", ";;:x", "N")
        + card("AGENT:\r\n" + inner + "FN:Second One")
        + "BEGIN:VCARD\nFN:Third One\n"
        + "begin:vcard\nfn:Fourth One\nend:vcard\n"
    )

    assert [each.family for each in read(text)] == ["One"] * 4
    assert [each.given for each in read(text)] == ["First", "Second", "Third", "Fourth"]


def test_a_card_that_cannot_be_taken_in_is_told_with_its_line_and_the_others_come_in(db):
    text = card("FN:Good One") + card("FN:Bad One", "EMAIL:no address") + card("NOTE:nobody")

    made = plan(said_in(text.encode()), book=None)

    assert [each.given for each in made.new] == ["Good"]
    assert [flaw.number for flaw in made.flaws] == [5, 10]
    assert "no address" in made.flaws[0].sentence


def test_a_file_of_no_cards_says_so(db):
    with pytest.raises(ValidationError):
        plan(said_in(b"VCARD"), book=None)


def test_hostile_cards_cost_no_more_than_their_size():
    began = time.perf_counter()
    for data in (
        b"BEGIN:VCARD\n" * 5_000,
        b"BEGIN:VCARD\nFN:a" + b"\n b" * 300_000,
        b"BEGIN:VCARD\nFN" + b";A" * 300_000 + b":x",
        b"BEGIN:VCARD\nN;ENCODING=QUOTED-PRINTABLE:" + b"=\n" * 300_000,
        b'BEGIN:VCARD\nFN;X="' + b"\\" * 500_000,
        b"BEGIN:VCARD\nN:" + b"\\;" * 300_000,
        b"BEGIN:VCARD\n" + b"AGENT:\nBEGIN:VCARD\n" * 50_000,
        b"\0" * 1_000_000,
    ):
        for said in said_in(data):
            try:
                details_of(said)
            except ValidationError:
                continue
    assert time.perf_counter() - began < 20


@given(st.binary(max_size=400))
def test_any_bytes_are_read_without_a_stumble(noise):
    for data in (noise, b"BEGIN:VCARD\nFN:x\n" + noise + b"\nEND:VCARD"):
        for said in said_in(data):
            try:
                details_of(said)
            except ValidationError:
                continue


LINE = st.text(
    st.characters(exclude_categories=["C", "Z"]) | st.just(" "), min_size=1, max_size=40
).map(lambda text: " ".join(text.split()) or "x")
NOTE = st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]) | st.just("\n"), max_size=120)
WORD = st.text("abcdefghijklmnop0123456789", min_size=1, max_size=12)
ADDRESS = st.builds("{}@{}.example".format, WORD, WORD)
LABELLED = st.builds(Labelled, ADDRESS, st.sampled_from(Label.values))
CONTACT = st.builds(
    Details,
    family=LINE,
    given=LINE,
    family_reading=st.just("やまだ"),
    company=LINE,
    company_reading=LINE,
    department=LINE,
    title=LINE,
    phone=LINE,
    mobile=LINE,
    home_phone=LINE,
    fax=LINE,
    postal_code=st.just("220-0012"),
    region=LINE,
    city=LINE,
    street=LINE,
    country=LINE,
    web=LINE,
    birthday=st.none() | st.dates(min_value=date(1000, 1, 1)),
    notes=NOTE.map(str.strip),
    addresses=st.lists(LABELLED, max_size=5, unique_by=lambda each: each.address).map(tuple),
)


@given(st.lists(CONTACT, min_size=1, max_size=3))
def test_what_is_written_is_read_back(contacts):
    assert read(written(contacts)) == contacts


@given(CONTACT)
def test_a_foreign_reader_reads_what_is_written(contact):
    assume("\\" not in contact.title)
    data = written([contact])

    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    lines = {
        name: value
        for name, _p, value in (each.parts() for each in Contentlines.from_ical(data) if each)
    }
    assert lines["BEGIN"] == "VCARD"
    assert lines["VERSION"] == "3.0"
    assert lines["TITLE"].replace("\\", "") == contact.title


def test_a_contact_that_has_everything_comes_back_whole():
    assert read(written([WHOLE])) == [WHOLE]
