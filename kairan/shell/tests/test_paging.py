import pytest
from django.test import RequestFactory

from kairan.people.models import Group
from kairan.shell.paging import page

KEYS = ["-name", "pk"]


@pytest.fixture
def groups(db):
    return Group.objects.bulk_create(Group(name=f"{number:03}") for number in range(25))


def turn(query=""):
    return page(RequestFactory().get(f"/?{query}"), Group.objects.all(), keys=KEYS, size=10)


def names(one_page):
    return [group.name for group in one_page.items]


def test_pages_follow_each_other_without_gap_or_double(groups):
    first = turn()
    second = turn(first.next)
    third = turn(second.next)

    assert names(first) + names(second) + names(third) == [f"{n:03}" for n in reversed(range(25))]
    assert (first.previous, third.next) == ("", "")


def test_the_way_back_leads_through_the_same_pages(groups):
    second = turn(turn().next)
    third = turn(second.next)

    assert names(turn(third.previous)) == names(second)
    assert names(turn(second.previous)) == names(turn())


@pytest.mark.parametrize(
    "nonsense", ["after=%00", "after=e30", "after=WzEsMl0", "before=WyJhIiwieCJd"]
)
def test_a_place_that_makes_no_sense_is_the_first_page(groups, nonsense):
    assert len(turn(nonsense).items) in {0, 10}


def test_a_filter_stays_on_the_way(groups):
    assert "q=0" in turn("q=0").next


def test_a_page_costs_one_query(groups, django_assert_num_queries):
    with django_assert_num_queries(1):
        turn()
