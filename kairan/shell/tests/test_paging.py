import json
from base64 import urlsafe_b64encode

import pytest
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
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


def place(*values):
    return urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


@pytest.mark.parametrize("direction", ["after", "before"])
@pytest.mark.parametrize(
    "values",
    [
        pytest.param([None, None], id="nothing"),
        pytest.param(["\ud800", 1], id="half a character"),
        pytest.param(["a", True], id="yes"),
        pytest.param(["a", 10**400], id="a very large number"),
        pytest.param([{"a": 1}, [2]], id="an object and a list"),
    ],
)
def test_a_place_with_values_that_no_row_can_have_is_the_first_page(rows, direction, values):
    assert names(turn(f"{direction}={place(*values)}")) == names(turn())


def test_a_place_nested_without_end_is_the_first_page(rows):
    nested = urlsafe_b64encode(b"[" * 100_000).decode()

    assert names(turn(f"after={nested}")) == names(turn())


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
def test_a_moment_beyond_the_calendar_is_the_first_page(db, moment):
    request = RequestFactory().get(f"/?after={place(moment, 1)}")

    assert page(request, Session.objects.all(), keys=["-expire_date", "-pk"]).items == []
