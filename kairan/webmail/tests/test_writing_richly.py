"""Letters with formatting: cleaned on the way in, read by other mail programs on the way out."""

from base64 import b64encode
from email import message_from_bytes, policy
from html.parser import HTMLParser
from itertools import chain
from time import process_time
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kairan.delivery.testing import run_delivery
from kairan.mail.charsets import Code
from kairan.mail.clean_html.elements import ATTRIBUTES, GENERAL, TAGS
from kairan.mail.testing.attacks import attacks
from kairan.mail.written_text import written_text
from kairan.mailservers.models import MailServerSettings
from kairan.webmail.models import Draft, Identity, Keeping, Message
from kairan.webmail.tests.letters import post, read, text_of
from kairan.webmail.tests.rich import add_picture, parts_of, png, post_richly
from kairan.webmail.writing import beginnings
from kairan.webmail.writing.rich import as_html, cleaned

NEW = "/webmail/letters/new/"
HTML = (
    '<div>Dear <b>Yui</b>,</div><ul><li>tea</li></ul><blockquote>old</blockquote>'
    '<div><span style="color:#b8321f">red</span> <a href="https://example.jp/">here</a></div>'
)  # fmt: skip


@pytest.fixture
def desk(aiko, writes, mail_server):
    return writes(aiko, mail_server)


@pytest.fixture
def sent(mail_server):
    def one():
        run_delivery()
        return read(mail_server.accepted[-1])

    return one


class Elements(HTMLParser):
    """What a piece of HTML is made of."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.attributes, self.addresses = set(), set(), []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.addresses += [value for name, value in attrs if name == "href"]


def clean(html):
    return cleaned(html, cid=lambda name: f"cid:{name}")


def test_a_letter_says_the_same_as_text_and_as_html(as_, aiko, desk, sent):
    post_richly(as_(aiko), desk, HTML)

    mail = sent()
    assert parts_of(mail) == ["multipart/alternative", "text/plain", "text/html"]
    assert text_of(mail) == "Dear Yui,\n- tea\n> old\nred here <https://example.jp/>\n"
    html = mail.get_body(("html",)).get_content()
    for kept in ("<b>Yui</b>", "<li>tea</li>", "color:#b8321f", 'href="https://example.jp/"'):
        assert kept in html
    assert "<style" not in html
    assert "border-left: 2px solid" in html.split("<blockquote", 1)[1].split(">", 1)[0]


@pytest.mark.parametrize("attack", attacks("http://office.example"))
def test_hostile_html_is_cleaned_before_it_is_kept(attack):
    kept = clean(attack)

    found = Elements(kept)
    assert found.tags <= TAGS
    assert found.attributes <= {*GENERAL, *chain(*ATTRIBUTES.values())} - {"class", "id"}
    assert not [
        each for each in found.addresses if not each.startswith(("http", "mailto:", "tel:"))
    ]
    assert clean(clean(kept)) == clean(kept)


PIECES = st.sampled_from(
    ["<div>", "</div>", "<b>", "</b>", "<p style='color:red;", "position:fixed'>", "<style>b{", "}",
     "color:red", "</style>", "<blockquote>", "</blockquote>", "<li>", "<ul>", "</ul>", "<table>",
     "<td>", "<img src='cid:a@kairan'", " alt='x'>", "<a href='http://a.example/'>", "</a>", "<!--",
     "&lt;", "&nbsp;", "<style", "<pre>", "<br>", "text", " ", "会議", "title='<style>'", ">", "\0"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=25).map("".join))
def test_what_was_cleaned_is_the_same_when_it_is_cleaned_again(html):
    once = clean(clean(html))

    assert clean(once) == once


TEXTS = st.lists(
    st.sampled_from(["Dear Yui,", "", "> quoted", "> > twice", "a <b> & c", "会議 は"])
)


@given(TEXTS.map("\n".join))
def test_a_text_comes_back_from_its_html_whatever_it_says(text):
    kept = text.strip("\n")

    assert written_text(as_html(text)) == (f"{kept}\n" if kept else "")


def test_hostile_html_posted_straight_to_the_form_reaches_nobody(as_, aiko, desk, sent):
    hostile = (
        '<script>alert(1)</script><img src="https://evil.test/p.gif"><img src="cid:other@kairan">'
        '<div onclick="alert(1)" style="position:fixed;color:red">Hello</div>'
        '<a href="javascript:alert(1)">x</a><form action="//evil.test"><input></form>'
    )
    post_richly(as_(aiko), desk, hostile)

    html = sent().get_body(("html",)).get_content()
    for bad in ("script", "onclick", "fixed", "evil.test", "cid:", "<form", "<input", "<img"):
        assert bad not in html
    assert "color:red" in html


def test_style_sheets_move_into_the_elements():
    kept = clean("<style>.big { font-size: 26px } p { color: red }</style><p class='big'>Hi</p>")

    assert "26px" in kept
    assert "red" in kept
    assert "class" not in kept
    assert clean(kept) == kept


@pytest.mark.parametrize(
    "sheet",
    [
        "*{" + "".join(f"mso-{chr(97 + at % 26) * (at // 26 + 1)}:1;" for at in range(1000)) + "}",
        "*{color:red}" * 3_000,
    ],
)
def test_a_style_sheet_that_would_blow_up_a_letter_does_not(sheet):
    html = f"<style>{sheet}</style>" + "<p>x</p>" * 3_000

    began = process_time()
    kept = clean(html)

    assert len(kept) < 4 * len(html)
    assert process_time() - began < 3


@pytest.mark.parametrize("code", [Code.ISO_2022_JP, Code.UTF_8, Code.ISO_8859_1])
def test_both_forms_are_in_the_code_of_the_office_or_in_utf_8(as_, aiko, desk, sent, code):
    MailServerSettings.objects.update(code=code.value)
    post_richly(as_(aiko), desk, "<div>回覧&nbsp;<b>会議</b></div>", cc="", bcc="")

    mail = sent()
    expected = "utf-8" if code is Code.ISO_8859_1 else code.value.lower()
    for kind in ("plain", "html"):
        assert mail.get_body((kind,)).get_content_charset() == expected
        assert "会議" in mail.get_body((kind,)).get_content()


def test_a_picture_in_the_text_travels_with_it(as_, aiko, desk, sent):
    client, key = as_(aiko), uuid4()
    _, cid = add_picture(client, key)
    add_picture(client, key, name="forgotten.png", data=png("blue"))
    post_richly(client, desk, f'<div>Look: <img src="{cid}" alt="chart"></div>', key=key)

    mail = sent()
    related = ["multipart/related", "text/html", "image/png"]
    assert parts_of(mail) == ["multipart/alternative", "text/plain", related]
    [picture] = [part for part in mail.walk() if part.get_content_maintype() == "image"]
    assert picture["Content-ID"] == f"<{cid.removeprefix('cid:')}>"
    assert picture.get_content_disposition() == "inline"
    assert picture.get_content() == png()
    assert f'src="{cid}"' in mail.get_body(("html",)).get_content()
    assert "[chart]" in text_of(mail)


def test_ones_own_reading_page_shows_the_picture(as_, aiko, desk):
    client, key = as_(aiko), uuid4()
    _, cid = add_picture(client, key)
    post_richly(client, desk, f'<div>Look: <img src="{cid}" alt="chart"></div>', key=key)

    copy = Message.objects.get(folder__kind="sent")
    body = client.get(f"/webmail/messages/{copy.pk}/body/").content.decode()
    assert 'src="data:image/png;base64,' in body
    assert "chart.png" not in client.get(f"/webmail/messages/{copy.pk}/").content.decode()


def test_files_stand_beside_a_letter_with_pictures(as_, aiko, desk, sent, upload):
    client, key = as_(aiko), uuid4()
    _, cid = add_picture(client, key)
    upload(client, key, "plan.txt", b"x")
    post_richly(client, desk, f'<img src="{cid}">', key=key)

    kinds = parts_of(sent())
    assert (kinds[0], kinds[2]) == ("multipart/mixed", "text/plain")
    assert kinds[1][0] == "multipart/alternative"


def test_the_draft_keeps_the_html_through_sending_and_taking_back(as_, aiko, desk):
    desk.undo_seconds = 30
    desk.save()
    client, key = as_(aiko), uuid4()
    _, cid = add_picture(client, key)
    html = f'<div><b>Bold</b> <img src="{cid}"></div>'
    post_richly(client, desk, html, key=key)
    draft = Draft.objects.get()

    client.post(f"/webmail/drafts/{draft.pk}/taking-back/")

    draft.refresh_from_db()
    assert draft.is_rich
    assert draft.html == html
    assert draft.pictures.count() == 1


def test_without_scripts_formatting_stays_while_the_text_is_left_alone(as_, aiko, desk):
    client, key = as_(aiko), uuid4()
    post_richly(client, desk, HTML, key=key, then="keep")
    draft = Draft.objects.get()
    page = client.get(f"/webmail/drafts/{draft.pk}/").content.decode()
    assert "This letter has formatting." in page
    typed = draft.body.replace("\n", "\r\n")

    post(client, desk, key=key, body=typed, subject="Other", then="keep")
    draft.refresh_from_db()
    assert (draft.subject, draft.is_rich) == ("Other", True)
    assert "<b>Yui</b>" in draft.html

    post(client, desk, key=key, body=typed + "PS", then="keep")
    draft.refresh_from_db()
    assert (draft.is_rich, draft.html) == (False, "")
    assert draft.body.endswith("PS")


def test_the_switch_is_remembered_and_loses_nothing_until_one_types(as_, aiko, desk):
    client, key = as_(aiko), uuid4()
    assert not beginnings.blank(aiko).is_rich
    post(client, desk, key=key, body="Dear Yui,\r\n\r\n> a < b\r\n", then="rich")
    draft = Draft.objects.get()
    assert draft.is_rich
    assert "<blockquote>" in draft.html
    assert beginnings.blank(aiko).is_rich

    post_richly(client, desk, HTML, key=key, then="text")
    draft.refresh_from_db()
    assert not draft.is_rich
    assert draft.body.startswith("Dear Yui,\n- tea")
    assert not Keeping.of(aiko).writes_richly
    post(client, desk, key=key, body=draft.body, then="rich")
    draft.refresh_from_db()
    assert "<b>Yui</b>" in draft.html


@pytest.mark.parametrize(
    "text",
    [
        "Dear Yui,\n\nSee you.\n",
        "Hi\n\n-- \nAiko\n",
        "Yes.\n\nOn Monday:\n> Well?\n>\n> Yui\n",
        "a <b> & c\n",
    ],
)
def test_a_text_comes_back_from_its_html(as_, aiko, desk, text):
    client, key = as_(aiko), uuid4()
    post_richly(client, desk, as_html(text), key=key, then="keep")

    assert Draft.objects.get().body == text


FOREIGN = b"""From: mori@example.jp\r
To: aiko@example.test\r
Subject: Slides\r
Message-ID: <one@example.jp>\r
MIME-Version: 1.0\r
Content-Type: multipart/related; boundary=b\r
\r
--b\r
Content-Type: text/html; charset=utf-8\r
\r
<style>h1 { color: #123456 }</style><h1>Slides</h1><script>alert(1)</script>\r
<img src="cid:logo@example.jp" alt="logo"><img src="https://evil.test/p.gif">\r
--b\r
Content-Type: image/png; name=logo.png\r
Content-ID: <logo@example.jp>\r
Content-Disposition: inline\r
Content-Transfer-Encoding: base64\r
\r
PICTURE\r
--b--\r
"""


@pytest.fixture
def slides(received):
    def came(person, account=None):
        mail = message_from_bytes(FOREIGN, policy=policy.SMTP)
        mail.get_payload()[1].set_content(
            png(), maintype="image", subtype="png", cid="<logo@example.jp>", filename="logo.png",
            disposition="inline",
        )  # fmt: skip
        return received(person, mail.as_bytes(), account=account)

    return came


@pytest.mark.parametrize("how", ["reply", "forward"])
def test_html_is_quoted_with_its_pictures_by_who_writes_with_formatting(
    as_, aiko, desk, sent, slides, how
):
    Identity.objects.update(signature="Aiko Mori")
    Keeping.objects.create(owner=aiko, writes_richly=True)
    draft = getattr(beginnings, how)(slides(aiko, desk), by=aiko)

    [picture] = draft.pictures.all()
    assert f'src="cid:{picture.content_id}"' in draft.html
    assert "#123456" in draft.html
    assert "Aiko Mori" in draft.html
    assert "alert" not in draft.html
    assert "evil.test" not in draft.html
    assert not draft.files.exists()
    post_richly(as_(aiko), desk, draft.html, key=draft.key, to="a@example.com", cc="", bcc="")
    mail = sent()
    assert "image/png" in [part.get_content_type() for part in mail.walk()]
    assert ("> Slides" if how == "reply" else "Slides") in text_of(mail)


def test_pictures_that_stand_in_a_mail_as_data_become_pictures_of_the_letter(aiko, desk, received):
    Keeping.objects.create(owner=aiko, writes_richly=True)
    data = b64encode(png()).decode()
    raw = (
        "From: a@example.com\r\nSubject: x\r\nContent-Type: text/html\r\n\r\n"
        f'<p>one <img src="data:image/png;base64,{data}"> two '
        '<img src="data:image/png;base64,AAAA"></p>\r\n'
    )

    draft = beginnings.reply(received(aiko, raw.encode(), account=desk), by=aiko)

    [picture] = draft.pictures.all()
    assert f'src="cid:{picture.content_id}"' in draft.html
    assert "data:" not in draft.html


def test_an_answer_begun_as_text_quotes_the_html_when_one_switches_at_once(as_, aiko, desk, slides):
    draft = beginnings.reply(slides(aiko, desk), by=aiko)
    assert not draft.is_rich

    post(as_(aiko), desk, key=draft.key, to=draft.to, body=draft.body, then="rich")

    draft.refresh_from_db()
    assert "#123456" in draft.html
    assert draft.pictures.count() == 1


def test_a_letter_that_is_thrown_away_takes_its_pictures_along(
    as_, aiko, desk, kept_bytes, django_capture_on_commit_callbacks
):
    client, key = as_(aiko), uuid4()
    before = kept_bytes()
    add_picture(client, key)
    assert kept_bytes() == before + 1

    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/webmail/drafts/{Draft.objects.get().pk}/removal/")

    assert kept_bytes() == before
