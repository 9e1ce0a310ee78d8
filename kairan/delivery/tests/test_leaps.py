from hypothesis import given
from hypothesis import strategies as st

from kairan.delivery.engine.leaps import Leaps

ANY_CLOCK = st.floats(0, 4e9)
SMALL = st.floats(-0.9, 0.9)


@given(begin=ANY_CLOCK, corrections=st.lists(SMALL, max_size=20))
def test_small_corrections_are_no_leaps(begin, corrections):
    leaps = Leaps()
    now, steady = begin, 0.0
    for each in [0.0, *corrections]:
        now, steady = now + 10 + each, steady + 10
        assert leaps.rest(now, steady) == 0.0


@given(begin=ANY_CLOCK, leap=st.floats(1.1, 1e8), is_back=st.booleans())
def test_after_a_leap_nothing_is_trusted_for_one_true_minute(begin, leap, is_back):
    leaps = Leaps()
    now = begin - leap if is_back else begin + leap
    leaps.rest(begin, 0.0)

    assert leaps.rest(now, 0.0) == 60.0
    assert leaps.rest(now + 59, 59.0) == 1.0
    assert leaps.rest(now + 60, 60.0) == 0.0
