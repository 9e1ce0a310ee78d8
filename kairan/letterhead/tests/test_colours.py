import pytest
from hypothesis import given
from hypothesis import strategies as st

from kairan.letterhead.colours import (
    BLACK,
    DARK_SHEET,
    LIGHT_SHEET,
    READABLE,
    WHITE,
    Colour,
    by_day,
    in_the_dark,
    made_readable,
    readable_on,
)

part = st.integers(0, 255)
colours = st.builds(Colour, part, part, part)


# Figures that every calculator of contrast gives.
@pytest.mark.parametrize(
    ("one", "other", "contrast"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#767676", "#ffffff", 4.54),
        ("#0000ff", "#ffffff", 8.59),
        ("#ffff00", "#ffffff", 1.07),
    ],
)
def test_contrast_is_that_of_wcag(one, other, contrast):
    assert Colour.of(one).against(Colour.of(other)) == pytest.approx(contrast, abs=0.01)


@given(colours)
def test_words_on_any_colour_can_be_read(colour):
    for scheme in (by_day(colour), in_the_dark(colour)):
        assert scheme.accent.against(scheme.on_accent) >= READABLE


@given(colours)
def test_links_of_any_colour_can_be_read_by_day_and_in_the_dark(colour):
    assert by_day(colour).link.against(LIGHT_SHEET) >= READABLE
    assert in_the_dark(colour).link.against(DARK_SHEET) >= READABLE


@given(colours)
def test_a_colour_that_can_be_read_is_left_alone(colour):
    if colour.against(WHITE) >= READABLE:
        assert made_readable(colour, on=WHITE) == colour


@given(colours)
def test_a_colour_is_what_is_written_of_it(colour):
    assert Colour.of(str(colour)) == colour
    assert 0 <= colour.luminance <= 1


def test_black_stands_on_light_colours_and_white_on_dark_ones():
    assert readable_on(Colour.of("#ffd800")) == BLACK
    assert readable_on(Colour.of("#1f4e8c")) == WHITE


@pytest.mark.parametrize("text", ["", "red", "#fff", "#12345g", "#1f4e8c;", "1f4e8c", "#1f4e8c\n"])
def test_what_is_no_colour_is_refused(text):
    with pytest.raises(ValueError, match="no colour"):
        Colour.of(text)
