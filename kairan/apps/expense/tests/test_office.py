import pytest
from django.utils.translation import override

from kairan.apps.expense.approvers import candidates_for, chosen_by
from kairan.apps.expense.currencies import NAMES, choices
from kairan.apps.expense.models import Category, Office
from kairan.apps.expense.money import CURRENCIES
from kairan.apps.expense.operations.office import (
    choose,
    keep_category,
    move_up,
    remove_category,
    settle,
)
from kairan.people.models import Group
from kairan.people.picker import Selection
from kairan.shell.refusals import Refused


def test_an_office_begins_with_yen_and_without_candidates(aiko):
    assert Office.current().currency == "JPY"
    assert candidates_for(aiko) == []


def test_every_currency_has_a_name():
    with override("ja"):
        assert dict(choices())["JPY"] == "日本円（JPY）"
    assert set(dict(choices())) == set(NAMES) == set(CURRENCIES)


def test_candidates_come_from_groups_and_never_are_oneself(aiko, ben, chidi):
    group = Group.objects.create(name="Finance")
    group.members.add(aiko, ben)
    settle(currency="JPY", candidates=Selection(people=(ben.pk,), groups=(group.pk,)))

    assert candidates_for(aiko) == [ben]
    assert candidates_for(chidi) == [aiko, ben]


def test_one_chooses_among_candidates_alone(aiko, ben, chidi):
    settle(currency="JPY", candidates=Selection.of([aiko, ben]))

    choose([ben.pk], claimant=aiko)
    for nobody in (aiko, chidi):
        with pytest.raises(Refused, match="no candidate"):
            choose([nobody.pk], claimant=aiko)

    assert chosen_by(aiko).usable == [ben]


def test_choosing_again_replaces_what_was_chosen(aiko, ben, chidi):
    settle(currency="JPY", candidates=Selection.of([ben, chidi]))
    choose([ben.pk, chidi.pk], claimant=aiko)

    choose([chidi.pk], claimant=aiko)

    assert chosen_by(aiko).usable == [chidi]


def test_who_left_or_is_no_candidate_any_more_is_not_usable(aiko, ben, chidi):
    settle(currency="JPY", candidates=Selection.of([ben, chidi]))
    choose([ben.pk, chidi.pk], claimant=aiko)

    chidi.is_active = False
    chidi.save()
    assert chosen_by(aiko).usable == [ben]
    settle(currency="JPY", candidates=Selection.of([aiko]))

    assert chosen_by(aiko).usable == []
    assert set(chosen_by(aiko).unusable) == {ben, chidi}


def test_the_list_of_categories_has_an_order(db):
    Category.objects.all().delete()
    first, second, third = (Category(name=name) for name in ("A", "B", "C"))
    for each in (first, second, third):
        keep_category(each)

    move_up(third)
    move_up(first)

    assert [str(each) for each in Category.objects.all()] == ["A", "C", "B"]


def test_a_category_that_lines_bear_stays(spend, transport):
    spend()

    with pytest.raises(Refused, match="out of use"):
        remove_category(transport)
    remove_category(Category.objects.create(name="Parking"))
    assert not Category.objects.filter(name="Parking").exists()
