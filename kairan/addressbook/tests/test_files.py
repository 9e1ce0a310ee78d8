"""Files on the pages: a preview before anything is stored, and nothing one may not see goes out."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kairan.addressbook.models import Contact
from kairan.addressbook.operations import own_book

IMPORT = "/addressbook/import/"
CONFIRMED = "/addressbook/import/confirmed/"
CARDS = (
    "BEGIN:VCARD\nVERSION:3.0\nN:森;結衣;;;\nEMAIL:yui@example.test\nEND:VCARD\n"
    "BEGIN:VCARD\nVERSION:3.0\nFN:Bad One\nEMAIL:nonsense\nEND:VCARD\n"
)


def uploaded(client, data, **sent):
    file = SimpleUploadedFile("contacts", data)
    return client.post(IMPORT, {"file": file, "into": "own", **sent})


def confirmed(client, page, **changes):
    form = page.context["form"]
    sent = {"text": form["text"].value(), "into": form["into"].value(), "then": "import"}
    columns = {name: chosen for _heading, name, chosen in form.columns()}
    return client.post(CONFIRMED, {**sent, **columns, **changes})


def test_vcards_are_shown_then_taken_in_and_the_bad_one_is_told(as_, aiko):
    client = as_(aiko)

    page = uploaded(client, CARDS.encode())
    text = page.content.decode()
    assert "1 contact is new." in text
    assert "nonsense" in text
    assert not Contact.objects.exists()

    confirmed(client, page)
    contact = Contact.objects.get()
    assert (str(contact), contact.book.owner) == ("森 結衣", aiko)

    again = uploaded(client, CARDS.encode(), into=str(contact.book.pk))
    assert "1 contact is there already" in again.content.decode()


def test_columns_are_chosen_before_a_table_is_taken_in(as_, aiko):
    client = as_(aiko)
    page = uploaded(client, "Wer,Wo\n山田 花子,hana@example.test\n".encode("cp932"))
    assert "Write a name, a company or an address." in page.content.decode()

    chosen = {"column_0": "whole", "column_1": "mail1"}
    page = confirmed(client, page, then="show", **chosen)
    assert "1 contact is new." in page.content.decode()
    assert not Contact.objects.exists()

    confirmed(client, page, **chosen)
    assert str(Contact.objects.get()) == "山田 花子"


@pytest.mark.parametrize("data", [b"\xff\xfe\xff", b"\x81", b"Name\n", b"x" * 6_000_000])
def test_a_file_that_makes_no_sense_is_refused_with_a_sentence(data, as_, aiko):
    page = uploaded(as_(aiko), data)

    assert page.context["form"].errors["file"]
    assert not Contact.objects.exists()


@pytest.mark.parametrize(
    "sent",
    [{}, {"text": "", "into": "own"}, {"text": "Name\n", "into": "own"}, {"text": "BEGIN:VCARD"}],
)
def test_what_a_browser_makes_up_leads_back(sent, as_, aiko):
    assert as_(aiko).post(CONFIRMED, {**sent, "then": "import"}).url == IMPORT


def test_nobody_fills_a_book_they_may_not_change(as_, ben, mine):
    page = uploaded(as_(ben), CARDS.encode(), into=str(mine.pk))
    assert page.context["form"].errors["into"]

    sent = {"text": CARDS, "into": str(mine.pk), "then": "import"}
    as_(ben).post(CONFIRMED, sent)
    assert not Contact.objects.exists()


@pytest.mark.parametrize("kind", ["vcard", "utf-8", "cp932", ""])
def test_what_goes_out_is_what_one_sees(kind, as_, aiko, chidi, mine, everybodys, knows):
    knows(mine, aiko, "secret@example.test", family="Secret")
    knows(everybodys, aiko, "open@example.test", family="Open")

    def handed_out(person):
        return as_(person).get("/addressbook/export/", {"as": kind}).content

    assert b"secret@" in handed_out(aiko)
    assert b"secret@" not in handed_out(chidi)
    assert b"open@" in handed_out(chidi)


def test_a_list_goes_out_as_it_is_shown(as_, aiko, mine, ours, knows):
    knows(mine, aiko, family="Ann")
    knows(ours, aiko, family="Bob")
    listing = {"book": mine.pk}

    page = as_(aiko).get(IMPORT, listing).content.decode()
    assert f"?as=vcard&amp;book={mine.pk}" in page
    data = as_(aiko).get("/addressbook/export/", {"as": "vcard", **listing}).content
    assert b"Ann" in data
    assert b"Bob" not in data


def test_what_goes_out_comes_in_again(as_, aiko, ben, mine, knows):
    knows(mine, aiko, "hana@example.test", family="山田", given="花子", family_reading="やまだ")
    for kind in ("vcard", "utf-8", "cp932"):
        Contact.objects.filter(book__owner=ben).delete()
        data = as_(aiko).get("/addressbook/export/", {"as": kind}).content
        page = uploaded(as_(ben), io.BytesIO(data).read(), into=str(own_book(ben).pk))
        confirmed(as_(ben), page)
        again = Contact.objects.get(book__owner=ben)
        assert again.details == Contact.objects.get(book=mine).details


def test_no_statement_names_all_contacts_of_a_large_book(as_, aiko, mine, knows, monkeypatch):
    monkeypatch.setattr("kairan.addressbook.models.contacts.AT_ONCE", 2)
    for n in range(5):
        knows(mine, aiko, family=f"Mori {n}", address=f"mori{n}@example.test")
    client = as_(aiko)

    with CaptureQueriesContext(connection) as asked:
        exported = client.get("/addressbook/export/", {"as": "vcard"}).content
        again = uploaded(client, exported, into=str(mine.pk)).content.decode()

    assert exported.count(b"EMAIL") == 5
    assert "5 contacts are there already" in again
    named = [
        re.search(r'"contact_id" IN \(([^)]*)\)', each["sql"]) for each in asked.captured_queries
    ]
    assert [len(each[1].split(",")) for each in named if each] == [2, 2, 1] * 2
