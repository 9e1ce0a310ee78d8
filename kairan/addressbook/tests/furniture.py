"""A book of each kind with somebody in it, for the journeys through every page."""

from datetime import date
from typing import Any

from kairan.addressbook.details import Details, Labelled
from kairan.addressbook.models import Book, Contact
from kairan.addressbook.operations import Named, add_contact, join, make_book, make_group, own_book
from kairan.people.models import User

WHOLE = Details(
    family="山田",
    given="花子",
    family_reading="やまだ",
    given_reading="はなこ",
    company="港湾物流 Harbour Logistics",
    department="営業部",
    title="課長",
    phone="03-5550-0101",
    mobile="090-5550-0101",
    postal_code="220-0012",
    region="神奈川県",
    city="横浜市西区",
    street="みなとみらい 1-1-1",
    web="https://example.com/a/rather/long/way/to/the/page/of/a/company",
    birthday=date(1990, 4, 1),
    notes="展示会で名刺交換\n年賀状",
    addresses=(Labelled("hanako.yamada@harbour.example"), Labelled("hana@home.example", "home")),
)


def furnish(author: User, reader: User) -> None:
    """Give ``author`` a book with somebody in it, and their group one."""
    del reader
    contact = add_contact(WHOLE, book=own_book(author), by=author)
    fair = make_group("春の展示会", book=own_book(author), by=author)
    join(fair, [contact.pk], by=author)
    group = author.groups.first()
    if group is not None:
        ours = make_book(Named(name="Our group 営業", kind="group", group=group), by=author)
        add_contact(Details(company="青空印刷 Aozora", phone="03-1"), book=ours, by=author)


def doors(viewer: User, other: User) -> dict[str, dict[str, Any]]:
    """Return how the contacts of ``viewer`` are reached."""
    del other
    book = Book.objects.get(owner=viewer)
    group = {"pk": book.groups.get().pk}
    contact = {"pk": Contact.objects.get(book=book).pk}
    return {
        "addressbook:show": contact,
        "addressbook:edit": contact,
        "addressbook:removal": contact,
        "addressbook:book": {"pk": book.pk},
        "addressbook:book-removal": {"pk": book.pk},
        "addressbook:group": group,
        "addressbook:group-removal": group,
    }
