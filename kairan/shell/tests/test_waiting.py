from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kairan.shell import waiting
from kairan.shell.asking import Anybody, Blank, Questions
from kairan.shell.feature import Feature, features
from kairan.shell.waiting import of_all, waiting_for


@pytest.fixture
def questions_anew():
    """The questions are worded for this test, and again after it."""
    waiting._questions.cache_clear()
    yield
    waiting._questions.cache_clear()


def test_all_features_are_asked_in_one_query(aiko, ben):
    for person in (aiko, ben):
        waiting_for(person)
        with CaptureQueriesContext(connection) as queries:
            counts = waiting_for(person).counts
        assert len(queries) == 1
        assert counts == {each.label: each.waiting_for(person) for each in features()}


def test_a_feature_that_fails_takes_its_number_along_and_nothing_else(
    as_, ben, monkeypatch, questions_anew, caplog
):
    def fail(_self, _person):
        raise RuntimeError("out of order")

    broken = next(each for each in features() if each.label == "circulation")
    monkeypatch.setattr(type(broken), "waits", fail)
    counts = waiting_for(ben).counts

    assert (counts["circulation"], counts["webmail"]) == (None, 0)
    assert "circulation could not say what waits" in caplog.text
    assert as_(ben).get("/todo/").status_code == 200


def test_who_says_nothing_of_unrest_is_always_asked(ben, monkeypatch, questions_anew):
    quiet = next(each for each in features() if each.label == "returns")
    assert quiet.label not in waiting_for(ben).restless

    monkeypatch.setattr(type(quiet), "unrest", Feature.unrest)
    waiting._questions.cache_clear()

    assert quiet.label in waiting_for(ben).restless


@pytest.mark.parametrize("is_administrator", [True, False])
def test_no_question_keeps_the_moment_or_the_zone_it_was_worded_in(
    is_administrator, time_machine, db
):
    def said():
        found = Questions(lambda: dict(of_all(features(), Anybody(is_administrator)))).words
        return found.sql, [each for each in found.parameters if not isinstance(each, Blank)]

    time_machine.move_to(datetime(2026, 11, 23, 22, tzinfo=UTC), tick=False)
    before = said()
    time_machine.move_to(datetime(2027, 3, 1, 3, tzinfo=UTC), tick=False)
    with timezone.override("Asia/Tokyo"):
        assert said() == before
