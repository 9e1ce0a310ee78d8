"""Files of a mail are looked at on its page by whoever has the mail, and by nobody else."""

from email.message import EmailMessage

import pytest

from kairan.attachments.previews.drawn import AT_ONCE
from kairan.attachments.tests.test_previews import BOMBS, SCRIPT, SCRIPTED, pdf, picture


@pytest.fixture
def preview(as_, aiko, received):
    """Receive a mail with one file; return how Aiko asks for something of it."""

    def ask(data, name="file.bin", what="preview"):
        mail = EmailMessage()
        mail["From"], mail["Subject"] = "mori@example.jp", "Files"
        mail.set_content("See there.")
        mail.add_attachment(data, maintype="application", subtype="pdf", filename=name)
        message = received(aiko, mail.as_bytes())
        return as_(aiko).get(f"/webmail/messages/{message.pk}/files/0/{what}/")

    return ask


@pytest.mark.parametrize(
    ("data", "what"),
    [(picture("PNG"), "thumbnail"), (picture("PNG"), "pages/1"), (pdf(2), "pages/2")],
)
def test_what_is_drawn_is_a_picture_and_nothing_else(preview, data, what):
    answer = preview(data, what=what)

    assert answer.content[8:12] == b"WEBP"
    assert answer["Content-Type"] == "image/webp"
    assert answer["Content-Disposition"].startswith("inline")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_a_polyglot_is_a_picture_whatever_it_is_called(preview):
    answer = preview(picture("GIF") + SCRIPT, name="page.html", what="pages/1")

    assert answer["Content-Type"] == "image/webp"
    assert b"script" not in answer.content


def test_a_text_that_is_html_is_shown_as_its_source(preview):
    page = preview(SCRIPT, name="picture.png").content.decode()

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert(1)" not in page


def test_a_document_is_leafed_through(preview):
    page = preview(pdf(2)).content.decode()

    assert "Page 1 of 2" in page
    assert 'href="?page=2"' in page
    assert "pages/1/" in page


@pytest.mark.parametrize("data", [*BOMBS.values(), b"%PDF-1.4"], ids=[*BOMBS, "pdf"])
def test_what_cannot_be_shown_is_said(preview, data):
    assert "cannot be shown here" in preview(data).content.decode()
    assert preview(data, what="pages/1").status_code == 404


@pytest.mark.parametrize("what", ["preview", "thumbnail", "pages/1"])
def test_who_comes_while_others_look_is_asked_to_come_again(preview, what):
    with AT_ONCE, AT_ONCE:
        answer = preview(picture("PNG"), what=what)

    assert answer.status_code == 503
    assert int(answer["Retry-After"]) > 0
    if what == "preview":
        assert "Others look at previews just now." in answer.content.decode()


def test_a_document_with_a_script_is_shown_without_it(preview):
    assert b"app.alert" not in preview(SCRIPTED, what="pages/1").content


@pytest.mark.parametrize("what", ["preview", "thumbnail", "pages/1"])
def test_what_has_no_preview_has_no_page(preview, what):
    assert preview(b"PK\x03\x04", what=what).status_code == 404


@pytest.mark.parametrize("what", ["thumbnail", "pages/1"])
def test_a_text_is_never_a_picture(preview, what):
    assert preview(b"<svg onload='alert(1)'/>", name="a.svg", what=what).status_code == 404


def test_nobody_looks_at_the_files_of_another(as_, aiko, ben, preview, received):
    preview(picture("PNG"))
    pk = aiko.mail_messages.get().pk
    for what in ["preview", "thumbnail", "pages/1"]:
        assert as_(ben).get(f"/webmail/messages/{pk}/files/0/{what}/").status_code == 404


def test_the_page_of_the_mail_leads_there(as_, aiko, preview):
    preview(picture("PNG"), name="map.png")
    pk = aiko.mail_messages.get().pk

    page = as_(aiko).get(f"/webmail/messages/{pk}/").content.decode()

    assert f'href="/webmail/messages/{pk}/files/0/preview/"' in page
    assert 'alt="Preview of map.png"' in page
