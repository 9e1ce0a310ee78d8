"""The pages: lists that cost the same however long, forms, duplicates, many at once."""

import pytest

from kairan.addressbook.details import Details, Labelled
from kairan.addressbook.models import Book, Contact
from kairan.addressbook.operations import own_book, write_all

LABELS = {f"label_{number}": "work" for number in range(5)}
NEW = "/addressbook/new/"


def typed(**sent):
    return {"into": "own", **LABELS, **sent}


def names(response):
    return [str(each) for each in response.context["page"].items]


def test_the_first_contact_makes_ones_own_book(as_, aiko):
    assert as_(aiko).get(NEW).status_code == 200
    assert not Book.objects.exists()

    response = as_(aiko).post(NEW, typed(family="森", given="結衣", address_0="yui@example.test"))

    contact = Contact.objects.get()
    assert response.url == contact.get_absolute_url()
    assert (contact.book.owner, contact.book.kind) == (aiko, "private")
    assert "yui@example.test" in as_(aiko).get(response.url).content.decode()


def test_nothing_to_call_somebody_by_is_refused_with_a_sentence(as_, aiko):
    response = as_(aiko).post(NEW, typed(notes="Who?"))

    assert "Write a name, a company or an address." in response.content.decode()
    assert not Contact.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [{"address_0": "no address"}, {"family": "two\nlines"}, {"family": "NUL\0"}, {"into": "7"}],
)
def test_what_cannot_be_right_is_refused(wrong, as_, aiko):
    assert as_(aiko).post(NEW, typed(**{"family": "Mori", **wrong})).status_code == 200
    assert not Contact.objects.exists()


def test_the_same_address_offers_to_join_and_writes_nothing_over(as_, aiko, mine, knows):
    known = knows(mine, aiko, "YUI@example.test", family="Mori", phone="1")
    sent = typed(
        family="Other", title="Director", phone="2", address_0="yui@example.test", into=mine.pk
    )

    page = as_(aiko).post(NEW, sent).content.decode()
    assert "This address is in the address book already." in page
    assert Contact.objects.count() == 1

    as_(aiko).post(NEW, {**sent, "then": f"join-{known.pk}"})
    joined = Contact.objects.get()
    assert (joined.family, joined.phone, joined.title) == ("Mori", "1", "Director")
    assert joined.addresses.count() == 1

    as_(aiko).post(NEW, {**sent, "then": "anyway"})
    assert Contact.objects.count() == 2


def test_the_address_of_somebody_elses_contact_is_not_betrayed(as_, ben, aiko, mine, knows):
    knows(mine, aiko, "secret@example.test", family="Secret")

    as_(ben).post(NEW, typed(family="Mine", address_0="secret@example.test"))

    assert Contact.objects.filter(book__owner=ben).count() == 1


def test_a_mail_brings_name_and_address(as_, aiko):
    page = as_(aiko).get(NEW, {"name": "森 結衣", "address": "yui@example.test"})

    assert [page.context["form"][name].value() for name in ("family", "given", "address_0")] == [
        "森",
        "結衣",
        "yui@example.test",
    ]
    as_(aiko).get(NEW, {"name": "\0" * 900, "address": "x" * 9000})


def test_changing_a_contact_changes_what_it_is_found_by(as_, aiko, mine, knows):
    contact = knows(mine, aiko, "old@example.test", family="Mori")

    url = f"{contact.get_absolute_url()}edit/"
    as_(aiko).post(url, typed(family="Tanaka", address_0="new@example.test", into=mine.pk))

    assert names(as_(aiko).get("/addressbook/?q=new@")) == ["Tanaka"]
    assert names(as_(aiko).get("/addressbook/?q=old@")) == []


def test_deleting_asks_first(as_, aiko, mine, knows):
    url = f"{knows(mine, aiko, family='Mori').get_absolute_url()}removal/"

    assert "This cannot be undone." in as_(aiko).get(url).content.decode()
    assert Contact.objects.exists()
    as_(aiko).post(url)
    assert not Contact.objects.exists()


def test_a_list_narrows_by_book_letter_and_words(as_, aiko, mine, everybodys, knows, administrator):
    knows(mine, aiko, family="山田", family_reading="やまだ")
    knows(mine, aiko, family="Young")
    knows(everybodys, administrator, family="Yates")

    client = as_(aiko)
    assert names(client.get("/addressbook/")) == ["Yates", "Young", "山田"]
    assert names(client.get("/addressbook/", {"initial": "や"})) == ["山田"]
    assert names(client.get("/addressbook/", {"book": mine.pk, "initial": "Y"})) == ["Young"]
    assert client.get("/addressbook/").context["initials"] == ["Y", "や"]
    strange = {"q": "%_\0'", "book": "9" * 40, "initial": "\0", "after": "x"}
    assert client.get("/addressbook/", strange).status_code == 200


def test_what_is_typed_is_found_while_one_types(as_, aiko, mine, knows):
    knows(mine, aiko, family="Mori")

    response = as_(aiko).get("/addressbook/?q=mor", headers={"HX-Request": "true"})

    assert "Mori" in response.content.decode()
    assert "<h1>" not in response.content.decode()


def many(count):
    return [
        Details(family=f"N{number:05}", addresses=(Labelled(f"n{number}@example.test"),))
        for number in range(count)
    ]


def test_a_list_costs_the_same_however_long(as_, ben, asked_by):
    book = own_book(ben)
    write_all(many(3), book=book, by=ben)
    before = asked_by(ben, "/addressbook/")
    write_all(many(300)[3:], book=book, by=ben)

    first = as_(ben).get("/addressbook/")
    further = f"/addressbook/?{first.context['page'].next}"
    for url in ("/addressbook/", further, "/addressbook/?q=n00299"):
        assert asked_by(ben, url) == before <= 9, url
    assert names(first)[0] == "N00000"
    assert names(as_(ben).get(further))[0] == "N00050"
    assert names(as_(ben).get("/addressbook/?q=n00299")) == ["N00299"]


def test_ticked_contacts_move_and_all_that_are_shown_are_copied(as_, aiko, mine, ours, knows):
    moving = knows(mine, aiko, "a@example.test", family="Ann")
    knows(mine, aiko, family="Bob")
    client = as_(aiko)

    client.post(
        "/addressbook/selection/", {"contact": [moving.pk], "into": ours.pk, "then": "move"}
    )
    assert [each.family for each in ours.contacts.all()] == ["Ann"]

    listing = {"scope": "all", "listing": f"book={ours.pk}", "into": mine.pk, "then": "copy"}
    client.post("/addressbook/selection/", listing)
    assert sorted(each.family for each in mine.contacts.all()) == ["Ann", "Bob"]
    copied = mine.contacts.get(family="Ann")
    assert [each.address for each in copied.addresses.all()] == ["a@example.test"]


def test_deleting_many_asks_first(as_, aiko, mine, knows):
    ids = [knows(mine, aiko, family=name).pk for name in ("Ann", "Bob")]
    client = as_(aiko)

    page = client.post("/addressbook/selection/", {"contact": ids, "then": "delete"})
    assert "Delete 2 contacts?" in page.content.decode()
    assert Contact.objects.count() == 2

    client.post("/addressbook/selection/", {"contact": ids, "then": "really-delete"})
    assert not Contact.objects.exists()


@pytest.mark.parametrize("sent", [{"then": "move"}, {"contact": ["x", "9" * 30], "then": "move"}])
def test_nothing_ticked_is_said_in_a_sentence(sent, as_, aiko, mine):
    assert as_(aiko).post("/addressbook/selection/", sent).status_code == 409


def test_a_book_for_a_group_is_made_and_shared(as_, aiko, ben, sales):
    made = {"name": "Customers", "seen_by": f"group:{sales.pk}", "editors": [f"person:{ben.pk}"]}

    as_(aiko).post("/addressbook/books/", made)

    book = Book.objects.get()
    assert (book.kind, book.group) == ("group", sales)
    assert list(book.editors.all()) == [ben]
    assert "Customers" in as_(ben).get("/addressbook/books/").content.decode()


def test_a_strangers_choice_of_who_sees_it_is_refused(as_, chidi, sales):
    for seen_by in ("common", f"group:{sales.pk}", "x"):
        as_(chidi).post("/addressbook/books/", {"name": "B", "seen_by": seen_by})

    assert not Book.objects.exists()


def test_deleting_a_book_asks_and_takes_its_contacts_along(as_, aiko, mine, knows):
    knows(mine, aiko, family="Mori")
    url = f"/addressbook/books/{mine.pk}/removal/"

    assert "1 contact is in it" in as_(aiko).get(url).content.decode()
    as_(aiko).post(url)
    assert not Contact.objects.exists()


def test_the_list_of_books_costs_the_same_however_many(as_, ben, sales, asked_by):
    made = {"seen_by": f"group:{sales.pk}", "editors": [f"person:{ben.pk}"]}
    as_(ben).post("/addressbook/books/", {"name": "First", **made})
    before = asked_by(ben, "/addressbook/books/")
    for number in range(5):
        as_(ben).post("/addressbook/books/", {"name": f"B{number}", **made})

    assert asked_by(ben, "/addressbook/books/") == before <= 10
