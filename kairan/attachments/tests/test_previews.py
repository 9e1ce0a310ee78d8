"""Files of strangers are told by their bytes, and drawn anew or not at all."""

import time
from io import BytesIO

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from kairan.attachments.previews import Busy, Kind, NotShown, Size, draw, excerpt, kind_of, pages
from kairan.attachments.previews.drawn import AT_ONCE

SCRIPT = b"<script>alert(1)</script>"
# A PDF that runs a script when it is opened, without a table of its objects.
SCRIPTED = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript"
    b"/JS(app.alert(1);while(1){})>>>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 300]>>endobj\ntrailer<</Root 1 0 R>>\n"
)


def picture(form, size=(400, 200), mode="RGB", **options):
    written = BytesIO()
    Image.new(mode, size).save(written, form, **options)
    return written.getvalue()


def pdf(count, size=(595, 842)):
    document, written = pypdfium2.PdfDocument.new(), BytesIO()
    for _ in range(count):
        document.new_page(*size)
    document.save(written)
    return written.getvalue()


def opened(drawn):
    seen = Image.open(BytesIO(drawn))
    assert seen.format == "WEBP"
    return seen


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (picture("PNG"), Kind.PICTURE),
        (picture("JPEG"), Kind.PICTURE),
        (picture("GIF"), Kind.PICTURE),
        (picture("WEBP"), Kind.PICTURE),
        (pdf(1), Kind.PDF),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", Kind.TEXT),
        (b"<!DOCTYPE html>" + SCRIPT, Kind.TEXT),
        ("議事録".encode("iso2022_jp"), Kind.TEXT),
        ("議事録".encode("shift_jis"), Kind.TEXT),
        ("議事録".encode("utf-16"), Kind.TEXT),
        (picture("TIFF"), None),
        (picture("BMP"), None),
        (b"PK\x03\x04", None),
        (b"\x7fELF", None),
        (b"", None),
        (b" \n", None),
    ],
)
def test_a_file_is_what_its_bytes_say(data, kind):
    assert kind_of(data) == kind


@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF", "WEBP"])
def test_a_picture_is_drawn_small_and_keeps_its_shape(form):
    assert opened(draw(picture(form), Kind.PICTURE, size=Size.THUMBNAIL)).size == (240, 120)


def test_what_shines_through_stays_so_and_what_a_camera_turned_is_turned():
    clear = draw(picture("PNG", mode="RGBA"), Kind.PICTURE, size=Size.PAGE)
    assert opened(clear).mode == "RGBA"
    turned = Image.Exif()
    turned[0x0112] = 6
    drawn = opened(draw(picture("JPEG", exif=turned), Kind.PICTURE, size=Size.PAGE))
    assert drawn.size == (200, 400)
    assert not drawn.getexif()


def test_nothing_of_a_picture_that_is_a_page_too_survives():
    polyglot = picture("GIF") + SCRIPT

    drawn = draw(polyglot, Kind.PICTURE, size=Size.PAGE)

    assert b"script" not in drawn
    assert opened(drawn).size == (400, 200)


BOMBS = {
    "points": picture("PNG", (20_000, 20_000), "1"),
    "broken": picture("PNG")[:60],
    "head": b"\x89PNG\r\n\x1a\n",
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_picture_that_costs_too_much_or_is_none_is_refused(bomb):
    with pytest.raises(NotShown):
        draw(BOMBS[bomb], Kind.PICTURE, size=Size.THUMBNAIL)


def test_nobody_waits_long_while_others_have_pictures_drawn():
    began = time.monotonic()

    with AT_ONCE, AT_ONCE:
        with pytest.raises(Busy):
            draw(picture("PNG"), Kind.PICTURE, size=Size.THUMBNAIL)
        with pytest.raises(Busy):
            pages(pdf(1), Kind.PDF)

    assert time.monotonic() - began < 5
    assert draw(picture("PNG"), Kind.PICTURE, size=Size.THUMBNAIL)


def test_pages_are_counted_and_drawn_one_by_one():
    document = pdf(3)

    assert pages(document, Kind.PDF) == 3
    assert opened(draw(document, Kind.PDF, size=Size.PAGE, page=3)).size == (1131, 1600)
    with pytest.raises(NotShown):
        draw(document, Kind.PDF, size=Size.PAGE, page=4)


def test_a_script_in_a_pdf_does_not_run():
    assert pages(SCRIPTED, Kind.PDF) == 1
    assert opened(draw(SCRIPTED, Kind.PDF, size=Size.PAGE)).size == (800, 1200)


@pytest.mark.parametrize("data", [b"%PDF-1.4", b"%PDF-1.7\n" + b"\xff" * 1000])
def test_a_pdf_that_is_none_is_refused(data):
    with pytest.raises(NotShown):
        pages(data, Kind.PDF)


def test_a_page_without_end_is_drawn_no_larger_than_others():
    assert max(opened(draw(pdf(1, (14_400, 10)), Kind.PDF, size=Size.PAGE)).size) <= 1600


def test_a_text_is_read_in_its_charset_and_cut():
    assert excerpt("議事録".encode("euc_jp")).text == "議事録"
    assert excerpt("Čas".encode("iso8859_2"), label="iso-8859-2").text == "Čas"
    assert excerpt("Кайран".encode("koi8_r"), charset="KOI8-R").text == "Кайран"
    assert excerpt(b"a" * 70_000).text == "a" * 65_536
    assert not excerpt(b"a" * 70_000).is_whole


@settings(max_examples=200)
@given(st.binary(max_size=300))
def test_any_bytes_are_some_kind_or_none_and_any_text_is_read(data):
    if kind_of(data) is Kind.TEXT:
        assert isinstance(excerpt(data).text, str)
