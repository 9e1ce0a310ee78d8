"""Who sees and who changes what is in a book; above all who does not."""

from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied

from kairan.addressbook.details import Details
from kairan.addressbook.models import Book, Contact
from kairan.addressbook.operations import (
    Named,
    change_book,
    copy_to,
    delete_contacts,
    make_book,
    move_to,
    own_book,
)
from kairan.people.operations import create_group, delete_group
from kairan.shell.refusals import Refused

TAKING = "kairan.addressbook.migrations.0004_books_of_groups_that_are_gone"


def seen_by(person):
    return {each.family for each in Contact.objects.visible_to(person)}


@pytest.fixture
def three(mine, ours, everybodys, knows, aiko, administrator):
    """One contact in a book of each kind."""
    return (
        knows(mine, aiko, family="Mine"),
        knows(ours, aiko, family="Ours"),
        knows(everybodys, administrator, family="Everybody's"),
    )


def test_each_sees_the_books_that_are_meant_for_them(three, aiko, ben, chidi, administrator):
    assert seen_by(aiko) == {"Mine", "Ours", "Everybody's"}
    assert seen_by(ben) == {"Ours", "Everybody's"}
    assert seen_by(chidi) == {"Everybody's"}
    assert seen_by(administrator) == {"Everybody's"}


def test_who_has_left_sees_nothing(three, ben):
    ben.is_active = False

    assert seen_by(ben) == set()


def test_contacts_do_not_exist_for_others(three, as_, chidi):
    for contact in three[:2]:
        for page in ("", "edit/", "removal/"):
            assert as_(chidi).get(f"{contact.get_absolute_url()}{page}").status_code == 404
    page = as_(chidi).get("/addressbook/").content.decode()
    assert "Mine" not in page
    assert "Ours" not in page


def test_a_book_does_not_exist_for_others(mine, ours, as_, chidi):
    for book in (mine, ours):
        assert as_(chidi).get(f"/addressbook/books/{book.pk}/").status_code == 404
        assert as_(chidi).post(f"/addressbook/books/{book.pk}/removal/").status_code == 404
    assert Book.objects.count() == 2


def test_a_common_book_is_read_by_everybody_and_edited_by_who_is_named(
    three, everybodys, as_, ben, administrator
):
    url = three[2].get_absolute_url()
    assert as_(ben).get(url).status_code == 200
    assert as_(ben).get(f"{url}edit/").status_code == 403
    assert everybodys not in Book.objects.editable_by(ben)

    change_book(everybodys, name="Partners", editors=[ben.pk], by=administrator)

    assert as_(ben).get(f"{url}edit/").status_code == 200
    assert as_(ben).get(f"/addressbook/books/{everybodys.pk}/").status_code == 404


def test_every_member_edits_a_book_until_editors_are_named(ours, aiko, ben, sales):
    assert ours in Book.objects.editable_by(ben)

    change_book(ours, name="Customers", editors=[aiko.pk], by=aiko)
    assert ours not in Book.objects.editable_by(ben)
    assert ours in Book.objects.visible_to(ben)

    sales.members.remove(aiko)
    assert ours in Book.objects.editable_by(ben)
    assert ours not in Book.objects.visible_to(aiko)


def test_a_book_whose_group_is_gone_is_left_to_administrators_who_hand_it_on(
    ours, sales, ben, chidi, administrator
):
    sales.members.add(chidi)
    change_book(ours, name="Customers", editors=[ben.pk, chidi.pk], by=ben)
    sales.members.remove(chidi)
    delete_group(sales, by=administrator)

    for person in (ben, chidi):
        assert ours not in Book.objects.visible_to(person)
        assert ours not in Book.objects.managed_by(person)
    assert ours in Book.objects.managed_by(administrator)

    ours.refresh_from_db()
    change_book(ours, name="Customers", editors=[ben.pk], by=administrator)
    assert ours in Book.objects.editable_by(ben)
    assert ours not in Book.objects.visible_to(chidi)


def test_a_group_that_goes_takes_the_editors_of_no_other_book(
    ours, sales, everybodys, aiko, ben, administrator
):
    other = create_group("Support", members=[ben.pk], by=None)
    theirs = make_book(Named(name="Theirs", kind="group", group=other, editors=[ben.pk]), by=ben)
    change_book(everybodys, name="Partners", editors=[aiko.pk], by=administrator)

    delete_group(sales, by=administrator)

    assert [*theirs.editors.all(), *everybodys.editors.all()] == [ben, aiko]


def test_a_book_for_everybody_is_made_by_administrators_one_for_a_group_by_its_members(
    sales, chidi
):
    with pytest.raises(PermissionDenied):
        make_book(Named(name="Mine for all", kind="common"), by=chidi)
    with pytest.raises(Refused):
        make_book(Named(name="Theirs", kind="group", group=sales), by=chidi)
    assert not Book.objects.exists()


def test_nobody_moves_or_deletes_what_they_may_not_change(three, ben, everybodys):
    own = own_book(ben)
    ids = [each.pk for each in three]

    for deed in (lambda: move_to(own, ids, by=ben), lambda: delete_contacts(ids, by=ben)):
        with pytest.raises(Refused):
            deed()
    with pytest.raises(PermissionDenied):
        copy_to(everybodys, ids, by=ben)
    assert Contact.objects.count() == 3


def test_who_copies_gets_what_they_see_and_no_more(three, ben):
    own = own_book(ben)

    assert copy_to(own, [each.pk for each in three], by=ben) == 2
    assert {each.family for each in own.contacts.all()} == {"Ours", "Everybody's"}


def test_a_form_that_names_a_strange_book_is_refused(mine, as_, ben):
    sent = {"family": "Mori", "into": str(mine.pk), **{f"label_{n}": "work" for n in range(5)}}

    assert as_(ben).post("/addressbook/new/", sent).status_code == 200
    assert not Contact.objects.exists()


def test_details_are_all_there_again(mine, knows, aiko):
    contact = knows(mine, aiko, "b@x.test a@x.test", family="Mori", notes="two\nlines")

    again = Contact.objects.get(pk=contact.pk).details
    assert [each.address for each in again.addresses] == ["b@x.test", "a@x.test"]
    assert again.notes == "two\nlines"
    assert isinstance(again, Details)


def test_books_whose_group_went_before_are_left_to_administrators(ours, mine, sales, aiko, ben):
    of_a_group_that_stays = make_book(
        Named(name="Here", kind="group", group=sales, editors=[ben.pk]), by=aiko
    )
    ours.editors.set([ben])
    Book.objects.filter(pk=ours.pk).update(group=None)

    import_module(TAKING).take_editors(apps, None)

    assert not Book.objects.visible_to(ben).filter(pk=ours.pk).exists()
    assert list(of_a_group_that_stays.editors.all()) == [ben]
