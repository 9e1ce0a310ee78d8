import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import RequestFactory

from kairan.shell.paging import page

KEYS = ["-model", "pk"]


@pytest.fixture
def rows(db):
    made = [ContentType(app_label="paging", model=f"{number:03}") for number in range(25)]
    return ContentType.objects.bulk_create(made)


def turn(query=""):
    all_rows = ContentType.objects.filter(app_label="paging")
    return page(RequestFactory().get(f"/?{query}"), all_rows, keys=KEYS, size=10)


def names(one_page):
    return [row.model for row in one_page.items]


def test_pages_follow_each_other_without_gap_or_double(rows):
    first = turn()
    second = turn(first.next)
    third = turn(second.next)

    assert names(first) + names(second) + names(third) == [f"{n:03}" for n in reversed(range(25))]
    assert (first.previous, third.next) == ("", "")


def test_the_way_back_leads_through_the_same_pages(rows):
    second = turn(turn().next)
    third = turn(second.next)

    assert names(turn(third.previous)) == names(second)
    assert names(turn(second.previous)) == names(turn())


@pytest.mark.parametrize(
    "nonsense", ["after=%00", "after=e30", "after=WzEsMl0", "before=WyJhIiwieCJd"]
)
def test_a_place_that_makes_no_sense_is_the_first_page(rows, nonsense):
    assert len(turn(nonsense).items) in {0, 10}


def test_a_filter_stays_on_the_way(rows):
    assert "q=0" in turn("q=0").next


def test_a_page_costs_one_query(rows, django_assert_num_queries):
    with django_assert_num_queries(1):
        turn()
