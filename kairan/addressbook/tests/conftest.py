"""A group, and a book of each kind."""

import pytest

from kairan.addressbook.details import Details, Labelled
from kairan.addressbook.models import Book
from kairan.addressbook.operations import Named, add_contact, make_book, own_book
from kairan.people.models import User
from kairan.people.operations import create_group
from kairan.people.testing import hire


@pytest.fixture
def administrator(db):
    """Dana administers the office, and is in no group."""
    return hire("dana", first_name="Dana", kind=User.Kind.ADMINISTRATOR)


@pytest.fixture
def sales(aiko, ben):
    """Aiko and Ben work in Sales, Chidi does not."""
    return create_group("Sales", members=[aiko.pk, ben.pk], by=None)


@pytest.fixture
def mine(aiko):
    return own_book(aiko)


@pytest.fixture
def ours(aiko, sales):
    return make_book(Named(name="Customers", kind="group", group=sales), by=aiko)


@pytest.fixture
def everybodys(administrator):
    return make_book(Named(name="Partners", kind="common"), by=administrator)


@pytest.fixture
def knows():
    """Write somebody down: ``knows(book, by, family="Mori", address="mori@example.test")``."""

    def write(book: Book, by, address="", **known):
        addresses = tuple(Labelled(each) for each in address.split())
        return add_contact(Details(addresses=addresses, **known), book=book, by=by)

    return write
