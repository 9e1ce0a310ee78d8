from datetime import timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from kairan.notices import tokens


def test_a_token_names_its_bearer_and_the_record(ben):
    token = tokens.make(person_id=ben.pk, purpose="parade.planned", about="parade:7")

    assert tokens.read(token, "parade.planned") == tokens.Bearer(person=ben, about="parade:7")


def test_a_token_is_for_one_purpose(ben):
    token = tokens.make(person_id=ben.pk, purpose="parade.planned", about="parade:7")

    with pytest.raises(tokens.Invalid):
        tokens.read(token, "parade.cancelled")


def test_a_token_of_one_person_is_not_anothers(ben, chidi):
    token = tokens.make(person_id=ben.pk, purpose="parade.planned", about="parade:7")
    other = tokens.make(person_id=chidi.pk, purpose="parade.planned", about="parade:7")
    signature = token.split(":", 1)[1]

    with pytest.raises(tokens.Invalid):
        tokens.read(f"{other.split(':', 1)[0]}:{signature}", "parade.planned")


def test_a_token_dies_with_the_account(ben):
    token = tokens.make(person_id=ben.pk, purpose="parade.planned", about="parade:7")
    ben.is_active = False
    ben.save()

    with pytest.raises(tokens.Invalid):
        tokens.read(token, "parade.planned")


def test_a_token_lives_for_a_year(ben):
    with time_machine.travel("2030-01-01T00:00Z", tick=False) as clock:
        token = tokens.make(person_id=ben.pk, purpose="parade.planned", about="parade:7")
        clock.shift(timedelta(days=364))
        assert tokens.read(token, "parade.planned").person == ben
        clock.shift(timedelta(days=2))
        with pytest.raises(tokens.Invalid):
            tokens.read(token, "parade.planned")


@given(st.text(max_size=200))
def test_whatever_is_no_token_is_invalid(text):
    with pytest.raises(tokens.Invalid):
        tokens.read(text, "parade.planned")


@given(st.text(max_size=50))
def test_a_token_can_stand_in_a_path_whatever_the_record_is_called(about):
    token = tokens.make(person_id=1, purpose="parade.planned", about=about)

    assert set(token) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_:.")
