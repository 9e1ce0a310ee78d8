"""Two people change one contact: the second is told what stands now, and nothing is lost."""

import pytest

from kairan.addressbook.models import Contact
from kairan.addressbook.operations import delete_contacts, move_to
from kairan.addressbook.tests.test_views import typed


@pytest.fixture
def yui(knows, ours, aiko):
    return knows(ours, aiko, "yui@example.test", family="Mori", phone="1")


def edit(client, contact, form, **sent):
    version = form.context["form"]["version"].value()
    data = typed(family="Mori", address_0="yui@example.test", phone="1", into=contact.book_id)
    return client.post(f"{contact.get_absolute_url()}edit/", {**data, "version": version, **sent})


def standing(told):
    return {str(label): str(value) for label, value in told.context["standing"]}


def opened(client, contact):
    return client.get(f"{contact.get_absolute_url()}edit/")


def test_the_second_is_told_what_stands_there_now_and_keeps_what_they_typed(as_, aiko, ben, yui):
    first, second = opened(as_(ben), yui), opened(as_(aiko), yui)
    edit(as_(ben), yui, first, phone="2", address_0="yui@new.test")

    told = edit(as_(aiko), yui, second, title="Director")

    page = told.content.decode()
    assert "Somebody changed this contact in the meantime." in page
    assert standing(told) == {"Phone": "2", "Job title": "", "E-mail": "yui@new.test (Work)"}
    assert told.context["form"]["title"].value() == "Director"
    known = Contact.objects.get().details
    assert (known.phone, known.title, known.addresses[0].address) == ("2", "", "yui@new.test")


def test_saved_once_more_the_second_takes_the_place_of_the_first(as_, aiko, ben, yui):
    first, second = opened(as_(ben), yui), opened(as_(aiko), yui)
    edit(as_(ben), yui, first, phone="2")
    told = edit(as_(aiko), yui, second, title="Director")

    assert edit(as_(aiko), yui, told, title="Director", phone="2").status_code == 302

    known = Contact.objects.get()
    assert (known.phone, known.title) == ("2", "Director")


def test_who_moved_a_contact_meanwhile_is_not_undone(as_, aiko, ben, yui, everybodys, mine):
    form = opened(as_(ben), yui)
    move_to(mine, [yui.pk], by=aiko)

    told = edit(as_(ben), yui, form, title="Director")

    assert told.status_code == 404
    assert told.context["form"]["title"].value() == "Director"
    assert Contact.objects.get().book == mine


def test_what_was_moved_and_is_still_ones_own_is_shown(as_, aiko, yui, mine):
    form = opened(as_(aiko), yui)
    move_to(mine, [yui.pk], by=aiko)

    told = edit(as_(aiko), yui, form, title="Director")

    assert standing(told)["Book"] == str(mine)


def test_what_was_typed_of_a_contact_that_is_gone_can_be_added_anew(as_, aiko, yui):
    form = opened(as_(aiko), yui)
    delete_contacts([yui.pk], by=aiko)

    told = edit(as_(aiko), yui, form, title="Director")

    page = told.content.decode()
    assert told.status_code == 404
    assert "This contact is no longer there." in page
    assert 'action="/addressbook/new/"' in page
    assert told.context["form"]["title"].value() == "Director"
