from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kairan.apps.workflow.figures import (
    CURRENCIES,
    NoNumber,
    minor_units,
    number,
    written_amount,
    written_money,
    written_number,
)
from kairan.apps.workflow.forms.administration import CURRENCY_NAMES


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1200", "1200"),
        ("1,200", "1200"),
        ("１，２００", "1200"),
        (" 0.50 ", "0.5"),
        ("-3", "-3"),
        ("100.0", "100"),
        ("1,234,567.8901", "1234567.8901"),
        ("007", "7"),
    ],
)
def test_figures_are_read_as_people_write_them(typed, value):
    assert str(number(typed)) == value


@pytest.mark.parametrize(
    "typed", ["", "x", "1,50", "1,2345", "1.2.3", "1e5", "NaN", "∞", "1" * 16, "0.12345", "--1"]
)
def test_what_is_unclear_is_no_number(typed):
    with pytest.raises(NoNumber):
        number(typed)


@pytest.mark.parametrize(
    ("typed", "currency", "units"),
    [
        ("12,500", "JPY", 12500),
        ("¥12,500", "JPY", 12500),
        ("￥12500", "JPY", 12500),
        ("12,500円", "JPY", 12500),
        ("12.5", "EUR", 1250),
        ("€ 0.05", "EUR", 5),
        ("CHF 3", "CHF", 300),
    ],
)
def test_money_is_read_in_minor_units(typed, currency, units):
    assert minor_units(typed, currency) == units


@pytest.mark.parametrize(
    ("typed", "currency"), [("12.5", "JPY"), ("1.005", "EUR"), ("-1", "USD"), ("ten", "USD")]
)
def test_no_part_of_a_minor_unit_is_lost(typed, currency):
    with pytest.raises(NoNumber):
        minor_units(typed, currency)


@given(st.integers(min_value=0, max_value=10**13), st.sampled_from(sorted(CURRENCIES)))
def test_money_that_is_written_is_read_the_same(units, currency):
    assert minor_units(written_amount(units, currency), currency) == units
    assert minor_units(written_money(units, currency), currency) == units


@given(st.decimals(min_value=-(10**14), max_value=10**14, places=4, allow_nan=False))
def test_a_number_that_is_written_is_read_the_same(value):
    assert number(written_number(value)) == value


def test_every_currency_has_a_name():
    assert {code for code, _name in CURRENCY_NAMES} == set(CURRENCIES)


@given(st.text(max_size=30))
def test_anything_typed_is_a_number_or_none(typed):
    with suppress(NoNumber):
        assert isinstance(number(typed), Decimal)
