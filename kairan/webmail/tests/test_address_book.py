"""Who writes is offered whom they have in the address book; who reads may put somebody there."""

import pytest

from kairan.addressbook.details import Details, Labelled
from kairan.addressbook.models import Book, Contact
from kairan.addressbook.operations import (
    Named,
    add_contact,
    join,
    make_book,
    make_group,
    own_book,
    write_all,
)
from kairan.people.operations import create_group
from kairan.webmail.models import Message
from kairan.webmail.tests.letters import post
from kairan.webmail.writing.correspondents import suggestions
from kairan.webmail.writing.recipients import parse_recipients, typed


def hanako(address, **known):
    details = {"family": "山田", "given": "花子", "family_reading": "やまだ", **known}
    return Details(**details, addresses=(Labelled(address),))


@pytest.fixture
def books(aiko, ben):
    """Aiko's own book, one of her group with Ben, and one for everybody."""
    sales = create_group("Sales", members=[aiko.pk, ben.pk], by=None)
    ours = make_book(Named(name="Customers", kind="group", group=sales), by=aiko)
    partners = make_book(Named(name="Partners", kind="common"), by=aiko)
    for book in (partners, ours, own_book(aiko)):
        add_contact(hanako(f"{book.kind}@example.test"), book=book, by=aiko)


def found(query, person):
    return [(each.address, each.book) for each in suggestions(query, to=person)]


@pytest.mark.parametrize("query", ["やまだ", "ヤマダ", "山田花子", "example.test 山"])
def test_contacts_are_offered_by_name_and_reading_the_nearest_book_first(query, books, aiko):
    assert found(query, aiko) == [
        ("private@example.test", "My contacts"),
        ("group@example.test", "Customers"),
        ("common@example.test", "Partners"),
    ]


def test_nobody_is_offered_what_is_in_a_book_of_others(books, ben, chidi):
    assert [book for _address, book in found("山田", ben)] == ["Customers", "Partners"]
    assert [book for _address, book in found("山田", chidi)] == ["Partners"]


def test_whom_one_wrote_to_comes_first_and_once(as_, aiko, writes, mail_server, books):
    client = as_(aiko)
    post(client, writes(aiko, mail_server), to="Hanako <GROUP@example.test>", cc="", bcc="")

    lines = client.get("/webmail/addresses/", {"q": "example.test"}).json()["found"]

    assert [(each["address"], each["book"]) for each in lines][:3] == [
        ("group@example.test", ""),
        ("private@example.test", "My contacts"),
        ("common@example.test", "Partners"),
    ]
    assert lines[1]["typed"] == '"山田 花子" <private@example.test>'


def test_a_hostile_name_is_typed_so_that_it_reads_back_as_one_address(aiko):
    name = 'Evil" <other@example.test>, "x'
    add_contact(hanako("true@example.test", family=name, given=""), book=own_book(aiko), by=aiko)

    [each] = suggestions("true@", to=aiko)

    [address] = parse_recipients(typed(each.name, each.address))
    assert address.addr == "true@example.test"


def test_it_costs_the_same_however_many_contacts(aiko, django_assert_max_num_queries):
    many = [hanako(f"n{number}@example.test") for number in range(1000)]
    write_all(many, book=own_book(aiko), by=aiko)

    with django_assert_max_num_queries(6):
        assert len(suggestions("山田", to=aiko)) == 8


def test_the_page_of_a_mail_offers_to_add_who_is_not_in_the_book(
    as_, aiko, writes, mail_server, books
):
    client = as_(aiko)
    to = "山田 花子 <common@example.test>, New <new@example.test>"
    post(client, writes(aiko, mail_server), to=to, cc="", bcc="")
    message = Message.objects.latest("pk")

    page = client.get(f"/webmail/messages/{message.pk}/").content.decode()

    contact = Book.objects.get(kind="common").contacts.get()
    assert f'href="{contact.get_absolute_url()}"' in page
    assert "/addressbook/new/?name=New&amp;address=new%40example.test" in page
    assert "address=common" not in page


def test_a_group_of_contacts_is_offered_as_all_its_members(as_, aiko, writes, mail_server, books):
    writes(aiko, mail_server)
    group = make_group("Customers 春", book=Book.objects.get(kind="group"), by=aiko)
    members = Contact.objects.visible_to(aiko)
    join(group, [each.pk for each in members], by=aiko)

    [line, *_others] = as_(aiko).get("/webmail/addresses/", {"q": "cust"}).json()["found"]

    assert (line["name"], line["address"], line["book"]) == (
        "Customers 春",
        "3 contacts",
        "Customers",
    )
    assert sorted(each.addr for each in parse_recipients(line["typed"])) == [
        "common@example.test",
        "group@example.test",
        "private@example.test",
    ]
