"""Files and pictures come to a letter one by one, and stay with it."""

import io
import re
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

import pytest
from django.contrib.staticfiles import finders
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from kairan.delivery.testing import run_delivery
from kairan.webmail.models import Draft, InlinePicture
from kairan.webmail.tests.letters import TYPED, post, read
from kairan.webmail.tests.rich import PICTURES, add_picture, png, post_richly
from kairan.webmail.writing import sizes
from kairan.webmail.writing.pictures import media_type_of

REMOVAL = "/webmail/letters/files/removal/"


@pytest.fixture
def desk(aiko, writes, mail_server):
    return writes(aiko, mail_server)


def test_a_file_is_with_the_draft_before_anything_else_is_kept(
    as_, aiko, desk, upload, mail_server
):
    client, key = as_(aiko), uuid4()

    told = upload(client, key, "plan.txt", b"Boxes first.").json()

    assert "plan.txt" in told["listed"]
    assert "12\xa0bytes together" in told["listed"]
    assert [each.name for each in Draft.objects.get(key=key).files.all()] == ["plan.txt"]
    kept = client.post(
        "/webmail/drafts/saving/", {**TYPED, "identity": desk.identity.pk, "key": key, "version": 0}
    )
    assert kept.status_code == 200
    post(client, desk, key=key, version=kept.json()["version"])
    run_delivery()
    [file] = read(mail_server.accepted[0]).iter_attachments()
    assert (file.get_filename(), file.get_content()) == ("plan.txt", "Boxes first.")


def test_a_file_is_taken_off_again(
    as_, aiko, desk, upload, kept_bytes, django_capture_on_commit_callbacks
):
    client, key = as_(aiko), uuid4()
    before = kept_bytes()
    upload(client, key)
    file = Draft.objects.get().files.get()

    with django_capture_on_commit_callbacks(execute=True):
        told = client.post(REMOVAL, {"key": key, "file": file.pk}).json()

    assert "plan.txt" not in told["listed"]
    assert kept_bytes() == before
    assert not Draft.objects.get().files.exists()


def test_a_file_that_is_too_large_gets_a_sentence_and_the_others_stay(
    as_, aiko, desk, upload, monkeypatch
):
    monkeypatch.setattr(sizes, "MOST_TOGETHER", 20)
    client, key = as_(aiko), uuid4()
    upload(client, key, "first.txt", b"x" * 15)

    told = upload(client, key, "second.txt", b"x" * 15)

    assert told.status_code == 409
    assert told.json()["sentence"].startswith("With “second.txt” the files of this letter would be")
    assert [each.name for each in Draft.objects.get().files.all()] == ["first.txt"]
    page = post(
        client, desk, key=key, attached=[SimpleUploadedFile("third.txt", b"x" * 15)], body="Typed"
    )
    assert "With “third.txt”" in page.content.decode()
    assert "Typed" in page.content.decode()


def test_pictures_weigh_as_long_as_they_stand_in_the_text(as_, aiko, desk, upload):
    client, key = as_(aiko), uuid4()
    _, cid = add_picture(client, key)
    together = f"{len(png()) + 12}\xa0bytes together"
    assert together in upload(client, key).json()["listed"]

    for html, weight in (
        (f'<img src="{cid}">', together),
        ("<div>gone</div>", "12\xa0bytes together"),
    ):
        post_richly(client, desk, html, key=key, then="keep")
        page = client.get(f"/webmail/drafts/{Draft.objects.get().pk}/").content.decode()
        assert weight in page


@pytest.mark.parametrize("undo_seconds", [30, 0])
def test_nothing_comes_to_a_letter_that_has_left(as_, aiko, desk, upload, undo_seconds):
    desk.undo_seconds = undo_seconds
    desk.save()
    client, key = as_(aiko), uuid4()
    post(client, desk, key=key)

    told = upload(client, key)

    assert (told.status_code, told.json()) == (409, {"sentence": "This letter has left already."})
    assert not Draft.objects.being_written().exists()


def test_an_upload_without_a_key_or_a_file_says_so(as_, aiko, desk, upload):
    client = as_(aiko)

    assert upload(client, "").status_code == 400
    assert client.post("/webmail/letters/files/", {"key": uuid4()}).status_code == 400
    assert not Draft.objects.exists()


def test_what_is_no_picture_does_not_stand_in_a_text(as_, aiko, desk):
    for name, data in {
        "x.png": b"<svg onload=alert(1)>",
        "x.svg": b"<svg/>",
        "empty.png": b" ",
    }.items():
        told = as_(aiko).post(PICTURES, {"key": uuid4(), "file": SimpleUploadedFile(name, data)})
        assert told.status_code == 409
        assert f"“{name}” is no picture" in told.json()["sentence"]
    assert not InlinePicture.objects.exists()


@pytest.mark.parametrize(
    ("made_by", "told"),
    [
        ("PNG", "image/png"),
        ("JPEG", "image/jpeg"),
        ("MPO", "image/jpeg"),  # A photograph with a second one in it, as phones take them.
        ("GIF", "image/gif"),
        ("WEBP", "image/webp"),
        ("BMP", "image/bmp"),
    ],
)
def test_a_picture_leaves_as_a_type_that_everybody_knows(made_by, told):
    out = io.BytesIO()
    second = [Image.new("RGB", (4, 3), "blue")] if made_by == "MPO" else []
    more = {"save_all": True, "append_images": second} if second else {}
    Image.new("RGB", (4, 3), "red").save(out, made_by, **more)

    assert media_type_of(out.getvalue(), name="photo.jpg") == told


def test_a_picture_is_what_its_bytes_say(as_, aiko, desk):
    url, _ = add_picture(as_(aiko), uuid4(), name="really.html", data=png())

    answer = as_(aiko).get(url)

    assert answer["Content-Type"] == "image/png"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer.content == png()


def test_a_picture_is_shown_to_nobody_else(as_, aiko, ben, chidi, desk, writes, mail_server):
    key = uuid4()
    url, cid = add_picture(as_(aiko), key)

    assert as_(ben).get(url).status_code == 404
    assert as_(chidi).get(url).status_code == 404
    theirs = writes(ben, mail_server)
    post(as_(ben), theirs, html=f'<img src="{cid}">', is_rich="1", then="keep")
    assert "cid:" not in Draft.objects.get(owner=ben).html


def test_nobody_adds_to_or_takes_off_the_letter_of_another(
    as_, aiko, ben, desk, writes, mail_server, upload
):
    key = uuid4()
    writes(ben, mail_server)
    upload(as_(aiko), key)
    file = Draft.objects.get(owner=aiko).files.get()

    assert upload(as_(ben), key, "bad.txt").status_code == 409
    as_(ben).post(REMOVAL, {"key": key, "file": file.pk})

    assert [each.name for each in Draft.objects.get(owner=aiko).files.all()] == ["plan.txt"]


def test_the_page_in_the_frame_runs_only_what_is_ours(as_, aiko, desk):
    answer = as_(aiko).get("/webmail/letters/editor/")

    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "connect-src" not in policy
    assert answer["X-Frame-Options"] == "SAMEORIGIN"


def test_scripts_of_others_are_what_their_table_says():
    folder = Path(finders.find("webmail/vendor/README.md")).parent
    table = (folder / "README.md").read_text()
    told = dict(re.findall(r"^\| `([\w.]+\.js)` .*`([0-9a-f]{64})` \|$", table, re.MULTILINE))

    scripts = {each.name: sha256(each.read_bytes()).hexdigest() for each in folder.glob("*.js")}
    assert scripts == told
