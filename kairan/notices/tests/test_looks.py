"""How a mail looks: on the letterhead of the office, with nothing fetched from elsewhere."""

import io
import re

import pytest

from kairan.letterhead.logos import read_logo
from kairan.letterhead.models import Letterhead
from kairan.letterhead.operations import settle
from kairan.letterhead.tests.pictures import picture
from kairan.notices.operations import announce
from kairan.notices.tests.parade import ParadePlanned


@pytest.fixture
def mail(ben, word):
    """Word a parade and return the mail as Ben gets it."""

    def worded(**letterhead):
        if letterhead:
            logo = letterhead.pop("logo", None)
            chosen = Letterhead(**letterhead)
            chosen.put(logo)
            settle(chosen)
        announce(ParadePlanned(text="Read https://x.test/plan"), to=[ben])
        return word()["ben@example.test"]

    return worded


def shown(letter):
    """The pictures that the HTML of a letter asks for."""
    return re.findall(r'src="([^"]*)"', letter.html)


def test_name_and_colour_of_the_letterhead_stand_on_the_mail(mail):
    letter = mail(name="Kites & Sons", colour="#b8321f")

    assert "Kites &amp; Sons" in letter.html
    assert letter.text.rstrip().endswith("Kites & Sons")
    assert re.search(r'class="button[^>]*background-color: ?#b8321f', letter.html)


def test_without_a_letterhead_the_name_is_that_of_the_office(mail):
    letter = mail()

    assert "Lantern Works" in letter.html
    assert letter.text.rstrip().endswith("Lantern Works")
    assert shown(letter) == []


def test_the_logo_travels_inside_the_mail_and_the_html_shows_that_one(mail):
    logo = read_logo(io.BytesIO(picture()))
    letter = mail(name="Lantern Works", logo=logo)

    [found] = [part for part in letter.mail.walk() if part["Content-ID"]]
    assert shown(letter) == [f"cid:{found['Content-ID'].strip('<>')}"]
    assert found.get_payload(decode=True) == logo.data
    assert found.get_content_disposition() == "inline"
    related = [part.get_content_type() for part in letter.mail.walk()]
    assert related == [
        "multipart/alternative",
        "text/plain",
        "multipart/related",
        "text/html",
        logo.media_type,
    ]


def test_opening_a_mail_asks_nobody_for_anything(mail):
    letter = mail(name="Lantern Works", logo=read_logo(io.BytesIO(picture())))

    assert [each for each in shown(letter) if not each.startswith("cid:")] == []
    assert not re.search(r"<(link|script|iframe|object|embed|video)|url\(|@import", letter.html)


def test_what_a_program_without_style_sheets_leaves_is_still_laid_out(mail):
    stripped = re.sub(r"<style.*?</style>", "", mail(colour="#ffd800").html, flags=re.DOTALL)

    assert "max-width: 600px" in stripped
    # Black words on yellow, and a link dark enough for white paper.
    assert re.search(r'class="button[^>]*color: ?#000000', stripped)
    assert "#ffd800" not in re.findall(r"<a [^>]*[^-]color: ?(#\w+)", stripped)
