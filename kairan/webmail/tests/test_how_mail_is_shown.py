"""What a reader decides about one mail: its characters, its sender's pictures, all its files."""

import io
import zipfile

import pytest

from kairan.webmail.models import ShownSender

GARBLED = b"From: mori@example.jp\r\nSubject: x\r\nContent-Type: text/plain; charset=%s\r\n\r\n%s"
PICTURE = (
    b"From: News <NEWS@shop.example>\r\nContent-Type: text/html\r\n\r\n"
    b"<p>Sale</p><img src='https://pictures.example/a.png' width=90 height=90>"
    b"<img src='https://pictures.example/beacon.png' width=1 height=1>"
)
FILES = (
    b"Subject: Plans\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
    b"--b\r\nContent-Type: text/plain\r\n\r\nHere.\r\n"
    b'--b\r\nContent-Type: image/png; name="../../plan.png"\r\n\r\none\r\n'
    b'--b\r\nContent-Type: image/png; name="PLAN.png"\r\n\r\ntwo\r\n'
    b'--b\r\nContent-Type: image/png; name=".._.._plan.png"\r\n\r\nthree\r\n--b--\r\n'
)


def page(client, message, part=""):
    return client.get(f"/webmail/messages/{message.pk}/{part}").content.decode()


def policy(client, message):
    return client.get(f"/webmail/messages/{message.pk}/body/")["Content-Security-Policy"]


def test_a_mail_that_lies_about_its_charset_is_read_in_the_one_chosen(as_, ben, received):
    message = received(ben, GARBLED % (b"iso-8859-1", "会議の件".encode("euc-jp")))
    client = as_(ben)
    assert "会議の件" not in page(client, message)

    client.post(f"/webmail/messages/{message.pk}/charset/", {"charset": "EUC-JP"})
    assert "会議の件" in page(client, message)
    assert '<option value="EUC-JP" selected>' in page(client, message)

    client.post(f"/webmail/messages/{message.pk}/charset/", {"charset": ""})
    assert "会議の件" not in page(client, message)


def test_a_charset_that_is_none_changes_nothing(as_, ben, received):
    message = received(ben)

    as_(ben).post(f"/webmail/messages/{message.pk}/charset/", {"charset": "\0" * 50})

    message.refresh_from_db()
    assert message.charset == ""


def test_pictures_of_a_sender_are_always_shown_until_asked_not_to(as_, ben, received):
    first, other = received(ben, PICTURE), received(ben, PICTURE, uid="2")
    client = as_(ben)
    assert "pictures.example" not in page(client, first, "body/")

    client.post(f"/webmail/messages/{first.pk}/sender/", {"pictures": "show"})
    for message in (first, other):
        assert "https://pictures.example/a.png" in page(client, message, "body/")
        assert "img-src data: https://pictures.example;" in policy(client, message)
        assert "beacon" not in page(client, message, "body/")

    client.post(f"/webmail/messages/{other.pk}/sender/", {"pictures": "ask"})
    assert "pictures.example" not in page(client, first, "body/") + policy(client, first)


def test_what_one_reader_decides_is_nobody_elses(as_, ben, chidi, received):
    mine, theirs = received(ben, PICTURE), received(chidi, PICTURE)

    as_(ben).post(f"/webmail/messages/{mine.pk}/sender/", {"pictures": "show"})

    assert "pictures.example" not in page(as_(chidi), theirs, "body/")
    assert not ShownSender.objects.visible_to(chidi).exists()


def test_all_files_come_in_one_archive_under_names_that_lead_nowhere(as_, ben, received):
    message = received(ben, FILES)

    answer = as_(ben).get(f"/webmail/messages/{message.pk}/files/")

    assert 'filename="Plans.zip"' in answer["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        found = {name: archive.read(name) for name in archive.namelist()}
    assert sorted(found.values()) == [b"one", b"three", b"two"]
    assert not any("/" in name or name.startswith(".") for name in found)
    assert len({name.casefold() for name in found}) == 3


@pytest.mark.parametrize("deed", ["charset/", "sender/"])
def test_strangers_decide_nothing(as_, ben, chidi, received, deed):
    message = received(ben, FILES)

    assert as_(chidi).post(f"/webmail/messages/{message.pk}/{deed}").status_code == 404
    assert as_(chidi).get(f"/webmail/messages/{message.pk}/files/").status_code == 404


def test_a_link_that_says_another_host_shows_where_it_leads(as_, ben, received):
    raw = (
        b"Content-Type: text/html\r\n\r\n<style>b,#x b{display:none!important}</style>"
        b"<a id=x href='http://evil.example/login'>https://bank.example/</a>"
    )
    html = page(as_(ben), received(ben, raw), "body/")

    assert " [evil.example]</b></a>" in html
    assert "display:inline!important" in html
