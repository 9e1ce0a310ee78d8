import pytest
from hypothesis import given
from hypothesis import strategies as st

from kairan.apps.expense import money

CODES = st.sampled_from(sorted(money.CURRENCIES))
AMOUNTS = st.integers(min_value=0, max_value=money.LARGEST - 1)


@given(AMOUNTS, CODES)
def test_what_is_written_is_read_as_the_same_amount(amount, code):
    assert money.read(money.plain(amount, code), code) == amount
    assert money.read(money.write(amount, code), code) == amount


@given(st.text(max_size=50), CODES)
def test_whatever_is_typed_is_an_amount_or_is_refused(text, code):
    try:
        amount = money.read(text, code)
    except money.NotMoney:
        return
    assert isinstance(amount, int)
    assert amount >= 0


@given(st.lists(AMOUNTS, max_size=30), CODES)
def test_sums_of_many_amounts_lose_nothing(amounts, code):
    read = [money.read(money.plain(amount, code), code) for amount in amounts]

    assert sum(read) == sum(amounts)


UNDERSTOOD = [
    ("1200", "JPY", 1200),
    ("１，２００円", "JPY", 1200),
    ("¥1,200", "JPY", 1200),
    ("￥1,200", "JPY", 1200),
    ("1 200", "JPY", 1200),
    ("12.5", "GBP", 1250),
    ("£12.50", "GBP", 1250),
    ("12.50 GBP", "GBP", 1250),
    ("12.500", "GBP", 1250),
    ("0.07", "USD", 7),
    ("1,234,567.89", "EUR", 123456789),
    ("1.234", "KWD", 1234),
]


@pytest.mark.parametrize(("typed", "code", "amount"), UNDERSTOOD)
def test_people_write_amounts_in_their_way(typed, code, amount):
    assert money.read(typed, code) == amount


@pytest.mark.parametrize(
    "typed", ["", "-5", "+5", "1e3", "12,34", "1,2345", "0x10", "٣", "½", "NaN", "$5", "1.2.3", "."]
)
def test_what_is_no_amount_is_refused(typed):
    with pytest.raises(money.NotMoney):
        money.read(typed, "GBP")


@pytest.mark.parametrize(("typed", "code"), [("12.5", "JPY"), ("12.505", "GBP")])
def test_a_currency_has_its_decimals(typed, code):
    with pytest.raises(money.TooFine):
        money.read(typed, code)


def test_people_read_amounts_with_their_sign():
    assert money.write(1234567, "JPY") == "¥1,234,567"
    assert money.write(123456, "GBP") == "£1,234.56"
    assert money.plain(5, "USD") == "0.05"
