from decimal import Decimal

import pytest

from kairan.apps.inventory.models import Item
from kairan.apps.inventory.operations import (
    Details,
    change_item,
    entrust_everything,
    entrust_group,
    reinstate,
    retire,
)
from kairan.apps.inventory.responsible import responsible_for
from kairan.people.models import Group
from kairan.people.picker import Selection
from kairan.people.testing import hire


def said_of(item, **changes):
    typed = {
        "name": item.name,
        "code": item.code,
        "unit": item.unit,
        "is_shared": item.is_shared,
        "group": item.group,
        "managers": item.keepers.selection(),
        "warning_level": item.warning_level,
    }
    return Details(**{**typed, **changes})


def leave(person):
    person.is_active = False
    person.save()


def test_managers_are_warned_once_for_each_time_it_runs_low(ben, paper, moved, told):
    moved(paper, "issue", 6, by=ben)
    assert told("stock-low") == []

    moved(paper, "issue", 1, by=ben)
    moved(paper, "issue", 1, by=ben)
    assert told("stock-low") == [[ben.pk]]

    moved(paper, "receive", 1, by=ben)
    assert told("stock-back") == []
    moved(paper, "receive", 5, by=ben)
    moved(paper, "receive", 5, by=ben)
    assert told("stock-back") == [[ben.pk]]

    moved(paper, "adjust", 0, by=ben)
    assert told("stock-low") == [[ben.pk], [ben.pk]]


def test_a_manager_who_takes_the_last_one_is_warned_too(ben, paper, moved, told):
    moved(paper, "issue", 10, by=ben, person=ben)

    assert told("stock-low") == [[ben.pk]]


def test_what_is_added_low_is_warned_of_once(ben, add, told):
    add(ben, on_hand=2, warning_level=2)

    assert told("stock-low") == [[ben.pk]]
    assert told("stock-back") == []


def test_an_item_without_a_level_warns_nobody(ben, add, moved, told):
    item = add(ben, on_hand=1)
    moved(item, "issue", 1, by=ben)

    assert told("stock-low") == []


def test_another_level_crosses_like_a_movement(ben, paper, told):
    change_item(paper, said_of(paper, warning_level=Decimal(10)), by=ben)
    assert told("stock-low") == [[ben.pk]]

    change_item(paper, said_of(paper, warning_level=Decimal("9.999")), by=ben)
    assert told("stock-back") == [[ben.pk]]


def test_without_a_level_there_is_nothing_to_come_back_to(ben, paper, moved, told):
    moved(paper, "issue", 9, by=ben)
    paper.refresh_from_db()
    change_item(paper, said_of(paper, warning_level=None), by=ben)

    paper.refresh_from_db()
    assert not paper.is_low
    assert told("stock-back") == []


def test_who_answers_for_a_low_item_from_now_on_is_warned(ben, chidi, paper, moved, told):
    moved(paper, "issue", 9, by=ben)
    change_item(paper, said_of(paper, managers=Selection.of([ben, chidi])), by=ben)
    change_item(paper, said_of(paper, managers=Selection.of([ben, chidi])), by=ben)

    assert told("stock-low") == [[ben.pk], [chidi.pk]]


def test_a_retired_item_warns_nobody_until_it_is_used_again(ben, paper, moved, told):
    moved(paper, "issue", 9, by=ben)
    retire(paper, by=ben)
    assert not Item.objects.get(pk=paper.pk).is_low
    assert told("stock-back") == []

    reinstate(paper, by=ben)
    assert told("stock-low") == [[ben.pk], [ben.pk]]


def test_a_warning_that_has_not_left_is_dropped_when_the_item_is_retired(
    ben, paper, moved, mail_server, post_round
):
    moved(paper, "issue", 9, by=ben)
    retire(paper, by=ben)

    assert post_round().sent == []


@pytest.fixture
def line(aiko, ben, chidi, sales, add):
    """An item for which, nearest first, Ben, Dana, Emil and Aiko answer."""
    dana, emil = hire("dana", first_name="Dana"), hire("emil", first_name="Emil")
    entrust_group(sales, Selection.of([dana]), by=aiko)
    entrust_everything(Selection.of([emil]), by=aiko)
    item = add(ben, group=sales, on_hand=10, warning_level=3)
    return item, [ben, dana, emil, aiko]


def test_when_nobody_nearer_is_there_the_next_in_line_is_warned(line, moved, told):
    item, people = line
    aiko = people[-1]
    for person in people:
        moved(item, "adjust", 1, by=aiko)
        assert told("stock-low")[-1] == [person.pk]
        moved(item, "adjust", 10, by=aiko)
        if person != aiko:
            leave(person)

    assert len(told("stock-low")) == 4


def test_what_waits_for_somebody_is_what_they_are_warned_of(line, moved):
    item, people = line
    moved(item, "adjust", 1, by=people[-1])
    for person in people:
        low = [Item.objects.low().answered_for_by(each.pk).count() for each in people]
        answering = responsible_for([item])[item.pk].people
        assert low == [int(each.pk in answering) for each in people]
        assert answering == {person.pk}
        leave(person) if person != people[-1] else None


def test_a_shared_item_passes_over_the_groups(line, add, told):
    _item, (_ben, _dana, emil, _aiko) = line
    add(on_hand=0, warning_level=1)

    assert told("stock-low") == [[emil.pk]]


def test_a_whole_team_can_manage_an_item(ben, chidi, sales, add, told):
    gone = hire("gone", first_name="Gone", is_active=False)
    sales.members.add(gone)
    add(on_hand=0, warning_level=1, managers=Selection(groups=(sales.pk,)))

    assert told("stock-low") == [[ben.pk]]
    assert Item.objects.low().answered_for_by(ben.pk).exists()


def test_an_empty_team_answers_for_nothing(aiko, add, told):
    empty = Group.objects.create(name="Nobody")
    add(on_hand=0, warning_level=1, managers=Selection(groups=(empty.pk,)))

    assert told("stock-low") == [[aiko.pk]]
    assert Item.objects.low().answered_for_by(aiko.pk).exists()
