import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kairan.letterhead.models import STANDARD_COLOUR, Letterhead
from kairan.letterhead.tests.pictures import opened, picture

PAGE, SAMPLE, STANDARD = "/letterhead/", "/letterhead/sample/", "/letterhead/standard/"
TYPED = {"name": "Lantern Works", "colour": "#b8321f"}


def upload(data=None, name="logo.png"):
    return SimpleUploadedFile(name, picture() if data is None else data)


@pytest.mark.parametrize("path", [PAGE, SAMPLE])
def test_the_letterhead_is_for_administrators(as_, ben, path):
    for act in (as_(ben).get, as_(ben).post):
        assert act(path).status_code == 403
    assert as_(ben).post(STANDARD).status_code == 403


def test_until_somebody_chooses_it_is_the_standard_one(db):
    current = Letterhead.current()

    assert (current.name, current.colour, current.logo) == ("", STANDARD_COLOUR, None)
    assert Letterhead.objects.count() == 0


def test_an_administrator_chooses_name_colour_and_logo(as_, aiko):
    response = as_(aiko).post(PAGE, {**TYPED, "logo": upload()})

    current = Letterhead.current()
    assert response.url == PAGE
    assert (current.name, current.colour) == ("Lantern Works", "#b8321f")
    assert (current.logo.width, current.logo.height) == (150, 60)
    assert opened(current.logo.data).size == (300, 120)


def test_the_logo_stays_until_it_is_removed(as_, aiko):
    client = as_(aiko)
    assert "Remove the logo" not in client.get(PAGE).content.decode()
    client.post(PAGE, {**TYPED, "logo": upload()})
    client.post(PAGE, {**TYPED, "name": "Lanterns"})
    assert Letterhead.current().logo is not None
    assert "Remove the logo" in client.get(PAGE).content.decode()

    client.post(PAGE, {**TYPED, "without_logo": "on"})

    assert Letterhead.current().logo is None


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"colour": "red"}, "Write a colour like #1f4e8c."),
        ({"colour": "#1f4e8c;x"}, "at most 7 characters"),
        ({"name": "A\r\nBcc: b"}, "Write this in one line, without control characters."),
        ({"name": "x" * 101}, "at most 100 characters"),
    ],
)
def test_bad_input_gets_a_sentence_and_changes_nothing(as_, aiko, typed, sentence):
    page = as_(aiko).post(PAGE, {**TYPED, **typed}).content.decode()

    assert sentence in page
    assert Letterhead.objects.count() == 0


def test_a_file_that_is_no_picture_gets_a_sentence_and_what_was_typed_stays(as_, aiko):
    evil = upload(b"<svg onload=alert(1)>", name="logo.svg")
    page = as_(aiko).post(PAGE, {**TYPED, "logo": evil}).content.decode()

    assert "Choose a PNG, JPEG, GIF or WebP file." in page
    assert 'value="Lantern Works"' in page
    assert Letterhead.objects.count() == 0


def test_back_to_the_standard(as_, aiko):
    client = as_(aiko)
    client.post(PAGE, {**TYPED, "logo": upload()})

    assert client.get(STANDARD).status_code == 405
    assert client.post(STANDARD).url == PAGE
    assert Letterhead.objects.count() == 0


def test_the_preview_shows_what_holds_and_what_was_typed_but_saves_nothing(as_, aiko):
    client = as_(aiko)
    before = client.get(SAMPLE).content.decode()
    typed = client.post(SAMPLE, {**TYPED, "logo": upload()}).content.decode()

    assert STANDARD_COLOUR in before
    assert "#b8321f" in typed
    assert "Lantern Works" in typed
    assert "data:image/png;base64," in typed
    assert Letterhead.objects.count() == 0


def test_the_preview_says_what_is_wrong(as_, aiko):
    page = as_(aiko).post(SAMPLE, {**TYPED, "logo": upload(b"no picture")}).content.decode()

    assert "This is no picture that can be used." in page


def test_the_preview_can_do_nothing(as_, aiko):
    headers = as_(aiko).get(SAMPLE).headers

    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "script-src" not in policy
    assert headers["X-Frame-Options"] == "SAMEORIGIN"


def test_a_name_cannot_bring_html_into_mails(as_, aiko):
    page = as_(aiko).post(SAMPLE, {**TYPED, "name": "<script>x</script>"}).content.decode()

    assert "<script>" not in page
    # Escaped in the mail, and once more because the mail stands in an attribute of the preview.
    assert "&amp;lt;script&amp;gt;" in page
    assert "&lt;script&gt;x&lt;/script&gt;" in page
