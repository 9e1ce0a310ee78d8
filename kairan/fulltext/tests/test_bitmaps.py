from hypothesis import given
from hypothesis import strategies as st

from kairan.fulltext import bitmaps

SETS = st.sets(st.integers(0, 5000) | st.integers(0, 40) | st.just(65535), min_size=1)


@given(SETS)
def test_a_set_comes_back_as_it_was_stored(numbers):
    stored = bitmaps.packed(sorted(numbers))

    assert list(bitmaps.unpacked_numbers(stored)) == sorted(numbers)
    assert list(bitmaps.ascending(bitmaps.unpacked(stored))) == sorted(numbers)
    assert list(bitmaps.descending(bitmaps.unpacked(memoryview(stored)))) == sorted(
        numbers, reverse=True
    )


@given(SETS)
def test_a_set_is_stored_in_the_shorter_way(numbers):
    # One byte says which way it is.
    assert len(bitmaps.packed(sorted(numbers))) <= 1 + min(2 * len(numbers), max(numbers) // 8 + 1)


def test_between_leaves_its_end_out():
    assert list(bitmaps.ascending(bitmaps.between(3, 6))) == [3, 4, 5]
    assert bitmaps.between(6, 3) == 0
