import pytest
from django.core.exceptions import PermissionDenied

from kairan.apps.inventory.administrators import groups_administered_by, may_add
from kairan.apps.inventory.models import Item
from kairan.apps.inventory.operations import (
    Details,
    change_item,
    entrust_everything,
    entrust_group,
    reinstate,
    retire,
)
from kairan.people.models import Group
from kairan.people.operations import delete_group
from kairan.people.picker import Selection
from kairan.people.testing import hire


def seen_by(person):
    return set(Item.objects.visible_to(person))


def kept_by(person):
    return set(Item.objects.kept_by(person))


def test_everybody_sees_what_is_shared_and_members_what_is_of_their_group(
    aiko, ben, chidi, sales, add
):
    paper, samples = add(), add(name="Samples", group=sales)

    assert seen_by(chidi) == {paper}
    assert seen_by(ben) == seen_by(aiko) == {paper, samples}
    assert kept_by(ben) == kept_by(chidi) == set()


def test_managers_see_and_keep_what_they_manage(chidi, sales, add):
    add(name="Other", group=sales)
    samples = add(chidi, name="Samples", group=sales)

    assert seen_by(chidi) == kept_by(chidi) == {samples}


def test_administrators_of_a_group_keep_its_items_and_add_more(aiko, ben, chidi, sales, add):
    entrust_group(sales, Selection.of([chidi]), by=aiko)
    samples = add(name="Samples", group=sales, by=chidi)

    assert kept_by(chidi) == {samples}
    assert list(groups_administered_by(chidi)) == [sales]
    with pytest.raises(PermissionDenied):
        add(name="For all", by=chidi)
    with pytest.raises(PermissionDenied):
        add(name="Elsewhere", group=Group.objects.create(name="Elsewhere"), by=chidi)


def test_administrators_of_inventory_keep_everything(aiko, chidi, sales, add):
    entrust_everything(Selection.of([chidi]), by=aiko)
    items = {add(name="Samples", group=sales), add(by=chidi)}

    assert seen_by(chidi) == kept_by(chidi) == items
    entrust_everything(Selection(), by=chidi)
    assert not may_add(chidi)


def test_a_team_holds_what_its_members_hold(aiko, ben, sales, add):
    entrust_everything(Selection(groups=(sales.pk,)), by=aiko)
    item = add(name="Samples", group=Group.objects.create(name="Elsewhere"))

    assert kept_by(ben) == {item}


def test_who_has_left_sees_nothing(aiko, paper):
    aiko.is_active = False

    assert seen_by(aiko) == kept_by(aiko) == set()


def test_the_items_of_a_group_that_is_deleted_are_not_shown_to_everybody(
    aiko, ben, chidi, sales, add
):
    samples = add(name="Samples", group=sales)
    delete_group(sales, by=aiko)

    assert seen_by(ben) == seen_by(chidi) == set()
    assert seen_by(aiko) == {samples}


@pytest.mark.parametrize("deed", [retire, reinstate])
def test_only_who_keeps_an_item_retires_it(chidi, paper, deed):
    with pytest.raises(PermissionDenied):
        deed(paper, by=chidi)


def test_a_manager_changes_an_item_but_not_who_it_belongs_to(aiko, ben, sales, paper):
    change_item(paper, Details(name="Paper", managers=Selection.of([ben])), by=ben)
    paper.refresh_from_db()
    assert paper.name == "Paper"

    with pytest.raises(PermissionDenied):
        change_item(paper, Details(name="Mine", is_shared=False, group=sales), by=ben)


def test_others_change_nothing(chidi, paper):
    with pytest.raises(PermissionDenied):
        change_item(paper, Details(name="Mine"), by=chidi)


def test_only_administrators_choose_administrators(ben, chidi, sales):
    with pytest.raises(PermissionDenied):
        entrust_everything(Selection.of([chidi]), by=chidi)
    with pytest.raises(PermissionDenied):
        entrust_group(sales, Selection.of([chidi]), by=ben)


def test_an_administrator_of_inventory_who_left_administers_nothing(aiko, add):
    gone = hire("gone", first_name="Gone")
    entrust_everything(Selection.of([gone]), by=aiko)
    gone.is_active = False

    assert not may_add(gone)
