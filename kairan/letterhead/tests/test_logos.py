import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from kairan.letterhead import logos
from kairan.letterhead.logos import HIGHEST, WIDEST, NotALogo, read_logo
from kairan.letterhead.tests.pictures import Orientation, opened, picture


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
def test_every_usual_kind_of_picture_is_taken(kind):
    logo = read_logo(io.BytesIO(picture(300, 120, kind=kind)))

    assert (logo.width, logo.height) == (150, 60)
    assert opened(logo.data).size == (300, 120)
    assert logo.media_type in {"image/png", "image/jpeg"}


@given(st.integers(1, 900), st.integers(1, 900))
@settings(max_examples=40, deadline=None)
def test_a_logo_fits_its_place_and_keeps_its_shape(width, height):
    logo = read_logo(io.BytesIO(picture(width, height)))

    assert 1 <= logo.width <= WIDEST
    assert 1 <= logo.height <= HIGHEST
    assert logo.width <= width
    assert logo.height <= height
    if min(logo.width, logo.height) > 10:
        assert logo.width / logo.height == pytest.approx(width / height, rel=0.15)


def test_nothing_of_the_file_travels_on():
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    data = picture(kind="JPEG", exif=exif) + b"<script>alert(1)</script>"
    logo = read_logo(io.BytesIO(data))

    assert b"taken at home" not in logo.data
    assert b"script" not in logo.data


def test_a_photograph_on_its_side_is_put_upright():
    exif = Image.Exif()
    exif[Orientation] = 6
    logo = read_logo(io.BytesIO(picture(40, 20, kind="JPEG", exif=exif)))

    assert (logo.width, logo.height) == (20, 40)


def test_what_is_transparent_becomes_white():
    logo = read_logo(io.BytesIO(picture(40, 20, colour=(0, 0, 0, 0))))

    assert opened(logo.data).convert("RGB").getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no picture",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"%!PS-Adobe-3.0 EPSF-3.0",
        picture()[:60],
        picture(kind="JPEG")[:200],
        picture(kind="BMP"),
    ],
    ids=["empty", "text", "svg", "postscript", "half a png", "half a jpeg", "bmp"],
)
def test_what_is_no_picture_is_refused_with_a_sentence(data):
    with pytest.raises(NotALogo, match="Choose a PNG, JPEG, GIF or WebP file"):
        read_logo(io.BytesIO(data))


@given(st.binary(max_size=300))
def test_no_bytes_break_it(data):
    beginning = picture()[:40]
    for each in (data, beginning + data, b"GIF89a" + data, b"RIFF" + data):
        with pytest.raises(NotALogo):
            read_logo(io.BytesIO(each))


def test_a_picture_that_would_fill_the_memory_is_not_decoded():
    bomb = io.BytesIO()
    Image.new("1", (12_000, 12_000)).save(bomb, "PNG")
    bomb.seek(0)

    with pytest.raises(NotALogo, match="12000 × 12000 pixels, which is too many"):
        read_logo(bomb)


def test_a_file_that_is_too_large_is_not_read(monkeypatch):
    monkeypatch.setattr(logos, "MOST_BYTES", 100)

    with pytest.raises(NotALogo, match="larger than 2 MB"):
        read_logo(io.BytesIO(picture() + b"x" * 200))
