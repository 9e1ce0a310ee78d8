"""Tables of Outlook, Google, Thunderbird and others; our own, round trip; hostile ones."""

import csv
import io
import time
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import assume, given

from kairan.addressbook.details import Details, Label, Labelled
from kairan.addressbook.files.entries import details_of
from kairan.addressbook.files.plan import plan
from kairan.addressbook.files.tables import table_in, text_of, written
from kairan.addressbook.operations import write_all
from kairan.addressbook.tests.furniture import WHOLE
from kairan.addressbook.tests.test_vcards import CONTACT
from kairan.people.files.reading import LONGEST


def read(text):
    table = table_in(text)
    return [details_of(said) for said in table.said(table.columns)]


def made_of(*cells):
    """A table from pairs of heading and cell."""
    out = io.StringIO()
    csv.writer(out).writerows(zip(*cells, strict=True))
    return out.getvalue()


def test_a_table_of_outlook_is_read():
    [found] = read(
        made_of(
            ("First Name", "Lucy"),
            ("Middle Name", "Ann"),
            ("Last Name", "Bennett"),
            ("Company", "Spring Fair"),
            ("Job Title", "Buyer"),
            ("Business Street", "1 High Street"),
            ("Business Street 2", "Floor 2"),
            ("Business Country/Region", "UK"),
            ("Business Phone", "1"),
            ("Business Phone 2", "2"),
            ("Mobile Phone", "3"),
            ("E-mail Address", "lucy@fair.example"),
            ("E-mail Type", "SMTP"),
            ("E-mail 2 Address", "lucy@home.example"),
            ("Birthday", "0/0/00"),
            ("Notes", "two\nlines"),
        )
    )

    assert (found.given, found.family, found.title) == ("Lucy Ann", "Bennett", "Buyer")
    assert (found.street, found.country) == ("1 High Street Floor 2", "UK")
    assert (found.phone, found.mobile) == ("1", "3")
    assert [each.address for each in found.addresses] == ["lucy@fair.example", "lucy@home.example"]
    assert found.birthday is None
    assert found.notes == "Phone: 2\ntwo\nlines"


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
def test_a_japanese_table_of_outlook_is_read_in_its_charset(charset):
    text = made_of(
        ("姓", "山田"),
        ("名", "花子"),
        ("姓フリガナ", "ヤマダ"),
        ("会社名", "港湾物流"),
        ("部署", "営業部"),
        ("会社電話", "03-5550-0101"),
        ("電子メール アドレス", "hana@example.test"),
        ("誕生日", "1990/4/1"),
    )

    [found] = read(text_of(text.encode(charset)))

    assert (found.family, found.given, found.family_reading) == ("山田", "花子", "ヤマダ")
    assert (found.company, found.department, found.phone) == ("港湾物流", "営業部", "03-5550-0101")
    assert found.birthday == date(1990, 4, 1)


def test_a_table_of_google_is_read_with_its_labels():
    [found] = read(
        made_of(
            ("First Name", "花子"),
            ("Last Name", "山田"),
            ("Phonetic Last Name", "やまだ"),
            ("Organization Name", "港湾物流"),
            ("E-mail 1 - Label", "* Home"),
            ("E-mail 1 - Value", "a@x.example ::: b@x.example"),
            ("Phone 1 - Label", "Mobile"),
            ("Phone 1 - Value", "090"),
            ("Phone 2 - Label", "Work"),
            ("Phone 2 - Value", "'+81 3"),
        )
    )

    assert found.addresses == (
        Labelled("a@x.example", Label.HOME),
        Labelled("b@x.example", Label.HOME),
    )
    assert (found.mobile, found.phone, found.family_reading) == ("090", "+81 3", "やまだ")


def test_a_table_of_thunderbird_is_read():
    [found] = read(
        "First Name,Last Name,Display Name,Primary Email,Work Phone\n,,森 結衣,y@x.jp,1\n"
    )

    assert (found.family, found.given, found.phone) == ("森", "結衣", "1")


def test_columns_can_be_something_else_than_their_headings_say():
    table = table_in("A;B;C\nMori;m@x.example;?\n")

    assert table.columns == ["", "", ""]
    [said] = table.said(["family", "mail1", ""])
    assert details_of(said).family == "Mori"


@pytest.mark.parametrize("language", ["en", "ja"])
@given(contact=CONTACT)
def test_what_is_written_is_read_back(language, contact):
    # An apostrophe before a sign of a formula cannot be told from the one that guards it.
    assume(not any(str(text).startswith("'") for text in vars(contact).values()))
    with translation.override(language):
        again = read(text_of(written([contact], encoding="utf-8")))
    assert again == [contact]


@pytest.mark.parametrize("encoding", ["utf-8", "cp932"])
def test_a_contact_that_has_everything_comes_back_whole(encoding):
    assert read(text_of(written([WHOLE], encoding=encoding))) == [WHOLE]


def test_no_cell_of_ours_is_a_formula():
    evil = Details(family="=1+1", given="@SUM(A1)", company="+cmd|' /C calc'!A0", phone="+81 3")

    text = text_of(written([evil], encoding="utf-8"))

    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert not [cell for cell in cells if cell[:1] in {"=", "+", "-", "@"}]
    assert read(text) == [evil]


def test_a_row_that_cannot_be_taken_in_is_told_and_the_others_come_in(db):
    table = table_in("Name,E-mail\nGood One,g@x.example\nBad One,nonsense\n,\nLast One,\n")

    made = plan(table.said(table.columns), book=None)

    assert [each.given for each in made.new] == ["Good", "Last"]
    [flaw] = made.flaws
    assert flaw.number == 3
    assert "nonsense" in flaw.sentence


def test_the_same_file_twice_doubles_nobody(mine, aiko):
    text = "Name,Company,E-mail\nAnn Lee,,a@x.example\nAnn Lee,,A@x.example\nBob Ray,Acme,\n"
    table = table_in(text)
    first = plan(table.said(table.columns), book=mine)
    write_all(first.new, book=mine, by=aiko)

    again = plan(table.said(table.columns), book=mine)

    assert (len(first.new), first.known) == (2, 1)
    assert (again.new, again.known) == ([], 3)


def test_two_people_may_share_an_address(db):
    table = table_in("Name,E-mail\nAnn Lee,info@x.example\nBob Ray,info@x.example\n")

    assert len(plan(table.said(table.columns), book=None).new) == 2


@pytest.mark.parametrize(
    "text",
    ["", "\n\n", "Name\n", '"' * 200_000, "Name\n" + "x\n" * 100_000, "Name\n" + "x" * 200_000],
    ids=["empty", "blank", "headings", "quotes", "100,000 rows", "a huge cell"],
)
def test_a_table_that_makes_no_sense_says_why(text, db):
    with pytest.raises(ValidationError) as refused:
        read(text)
    assert len(refused.value.messages[0]) > 10


def test_what_no_database_holds_is_left_out():
    [found] = read(text_of(b"Name,Notes\nAnn\0 Lee,a\0b\x07\n"))

    assert (found.given, found.family, found.notes) == ("Ann", "Lee", "ab\x07")


def test_as_many_contacts_as_a_file_may_bring_are_read_in_seconds(mine, aiko):
    lines = [f"N{n},G{n},n{n}@x.example,Acme {n},03-{n}" for n in range(LONGEST)]
    table = table_in("\n".join(["Last Name,First Name,E-mail,Company,Phone", *lines]))

    began = time.perf_counter()
    made = plan(table.said(table.columns), book=mine)
    assert len(made.new) == LONGEST
    assert time.perf_counter() - began < 15
