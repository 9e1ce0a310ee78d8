import pytest

from kairan.delivery import schedule


@pytest.mark.parametrize(
    ("tries", "seconds"), [(1, 60), (2, 120), (3, 240), (7, 3840), (8, 7200), (500, 7200)]
)
def test_each_wait_is_twice_the_last_up_to_two_hours(tries, seconds):
    assert schedule.wait_after(tries, chance=0.5) == seconds


def test_jitter_spreads_a_wait_by_a_fifth_either_way():
    assert schedule.wait_after(1, chance=0.0) == pytest.approx(48)
    assert schedule.wait_after(1, chance=1.0) == pytest.approx(72)


@pytest.mark.parametrize(
    ("left", "expected"),
    [(1000, 60), (61, 60), (45, 44), (30, None), (0, None), (-5, None)],
)
def test_the_last_try_comes_right_before_the_end(left, expected):
    found = schedule.next_try(1, now=5000, expires_at=5000 + left, chance=0.5)
    assert found == (None if expected is None else 5000 + expected)


@pytest.mark.parametrize(
    ("failures", "is_lasting", "seconds"),
    [(1, False, 5), (2, False, 10), (30, False, 900), (1, True, 60), (30, True, 3600)],
)
def test_a_server_rests_longer_each_time(failures, is_lasting, seconds):
    assert schedule.pause_after(failures, is_lasting=is_lasting, chance=0.5) == seconds
