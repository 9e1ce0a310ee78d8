from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from kairan.apps.report.answers import Answer, from_json, plain, to_json
from kairan.apps.report.models import Kind
from kairan.apps.report.operations.kinds import (
    MOST_FIELDS,
    Question,
    Shape,
    ask,
    make_kind,
    move_question,
    remove_kind,
    remove_question,
    retire,
    revive,
)
from kairan.apps.report.operations.reports import save_draft
from kairan.apps.report.operations.saved_lists import MOST_LISTS, keep_list, remove_list
from kairan.people.picker import Selection
from kairan.shell.refusals import Refused


def labels(kind):
    return [field.label for field in kind.fields.all()]


def test_questions_stand_in_the_order_in_which_they_were_asked(kind):
    assert labels(kind) == ["Customer", "Course", "Turnover", "Next visit", "Mood"]


def test_a_question_changes_places_with_its_neighbour(kind):
    first, *_others, last = kind.fields.all()

    move_question(first, upward=False)
    move_question(last, upward=True)
    assert labels(kind) == ["Course", "Customer", "Turnover", "Mood", "Next visit"]


def test_at_the_ends_of_a_form_nothing_moves(kind):
    first, *_others, last = kind.fields.all()

    move_question(first, upward=True)
    move_question(last, upward=False)

    assert labels(kind) == ["Customer", "Course", "Turnover", "Next visit", "Mood"]


def test_questions_move_and_follow_after_one_was_removed(kind):
    remove_question(kind.fields.get(label="Course"))
    move_question(kind.fields.get(label="Turnover"), upward=True)
    ask(kind, Question(label="Weather"))

    assert labels(kind) == ["Turnover", "Customer", "Next visit", "Mood", "Weather"]


def test_a_question_with_choices_needs_some(kind):
    with pytest.raises(Refused, match="one on each line"):
        ask(kind, Question(label="Colour", type="choice"))


def test_a_question_of_another_type_keeps_no_choices(kind):
    assert ask(kind, Question(label="Colour", choices=["red"])).choices == []


def test_a_form_does_not_grow_without_end(db):
    kind = make_kind(Shape(name="Long"))
    for number in range(MOST_FIELDS):
        ask(kind, Question(label=f"Question {number}"))

    with pytest.raises(Refused, match="at most 60"):
        ask(kind, Question(label="One more"))


def test_a_used_kind_is_kept(aiko, kind, draft):
    save_draft(draft(kind=kind), author=aiko)

    with pytest.raises(Refused, match="it is kept"):
        remove_kind(kind)
    assert Kind.objects.count() == 1


def test_an_unused_kind_goes_with_its_questions(kind):
    remove_kind(kind)

    assert not Kind.objects.exists()


def test_a_retired_kind_is_offered_no_more_until_it_returns(kind):
    retire(kind)
    assert not Kind.objects.offered()

    revive(kind)
    assert list(Kind.objects.offered()) == [kind]


def test_kinds_are_offered_folder_by_folder(db):
    for name, folder in [("B", "Sales"), ("C", ""), ("A", "Sales"), ("D", "Audit")]:
        make_kind(Shape(name=name, folder=folder))

    assert [kind.name for kind in Kind.objects.offered()] == ["C", "D", "A", "B"]


@pytest.mark.parametrize(
    ("answer", "english", "japanese"),
    [
        (Answer("Turnover", "1234567.5", "number"), "1,234,567.5", "1,234,567.5"),
        (Answer("Next visit", "2026-05-17", "date"), "17 May 2026", "2026年5月17日"),
        (Answer("Turnover", "much", "number"), "much", "much"),
        (Answer("Next visit", "soon", "date"), "soon", "soon"),
        (Answer("Course", "1 000", "long-text"), "1 000", "1 000"),
    ],
)
def test_an_answer_reads_as_its_reader_writes(answer, english, japanese):
    with translation.override("en"):
        assert answer.worded == english
    with translation.override("ja"):
        assert answer.worded == japanese


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, max_value=10**14))
def test_a_number_survives_being_kept(number):
    kept = plain(number)

    assert Decimal(kept) == number
    assert "E" not in kept


@given(st.text(), st.text(), st.sampled_from(["text", "long-text", "number", "date", "choice"]))
def test_an_answer_can_always_be_shown(label, value, type_):
    [answer] = from_json(to_json([Answer(label, value, type_, 3)]))

    assert answer == Answer(label, value, type_, 3)
    assert isinstance(answer.worded, str)


def test_a_list_is_kept_changed_and_deleted(aiko, ben, chidi):
    kept = keep_list(owner=aiko, name="Board", people=Selection.of([ben]))
    keep_list(owner=aiko, name="The board", people=Selection.of([chidi]), saved_list=kept)

    kept.refresh_from_db()
    assert (kept.name, kept.selection) == ("The board", Selection.of([chidi]))
    remove_list(kept)
    assert not aiko.report_lists.exists()


def test_a_name_stands_once_among_ones_own_lists(aiko, ben):
    keep_list(owner=aiko, name="Board", people=Selection.of([ben]))
    keep_list(owner=ben, name="Board", people=Selection.of([aiko]))

    with pytest.raises(Refused, match="already"):
        keep_list(owner=aiko, name="Board", people=Selection.of([ben]))


def test_nobody_keeps_lists_without_end(aiko, ben):
    for number in range(MOST_LISTS):
        keep_list(owner=aiko, name=f"List {number}", people=Selection.of([ben]))

    with pytest.raises(Refused, match="delete one first"):
        keep_list(owner=aiko, name="One more", people=Selection.of([ben]))
