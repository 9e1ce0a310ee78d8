"""What a notification says, byte for byte: to whom, in whose words, with which headers."""

import re
from datetime import date

import pytest
from django.test import Client
from django.utils import translation
from django.utils.formats import date_format
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kairan.attachments.operations import keep_file
from kairan.mailservers.models.settings import SenderForm
from kairan.notices import preferences, tokens
from kairan.notices.operations import announce
from kairan.notices.tests.parade import ParadePlanned


@pytest.fixture
def letters(aiko, ben, chidi, word):
    announce(
        ParadePlanned(
            subject="Lanterns & drums", text="Bring <one> lantern.\nhttps://x.test/?a=1&b=2"
        ),
        to=[ben, chidi],
        by=aiko,
    )
    return word()


def links(text):
    return re.findall(r"https://kairan\.example\.test[^\s\"<>]+", text)


def test_each_person_has_a_letter_of_their_own(letters):
    ben, chidi = letters["ben@example.test"].mail, letters["chidi@example.test"].mail

    assert ben["To"] == "Sato Ben <ben@example.test>"
    assert chidi["To"] == "Chidi Obi <chidi@example.test>"
    assert ben["Message-ID"] != chidi["Message-ID"]


def test_the_headers_are_those_of_a_notification(letters):
    mail = letters["chidi@example.test"].mail

    assert mail["From"] == "Aiko Mori <office@lantern.test>"
    assert mail["Reply-To"] == "Aiko Mori <aiko@example.test>"
    assert mail["Subject"] == "[Parade] Planned: Lanterns & drums"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["X-Auto-Response-Suppress"] == "All"
    assert mail["List-Id"] == "<parade.planned.lantern.test>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["References"] == "<parade.7.thread@lantern.test>"
    assert mail["Message-ID"].endswith("@lantern.test>")
    assert mail["Content-Language"] == "en"


def test_every_mail_about_a_record_has_the_same_root(aiko, ben, word):
    announce(ParadePlanned(parade_id=3), to=[ben])
    first = word()["ben@example.test"].mail
    announce(ParadePlanned(parade_id=3, subject="Moved"), to=[ben])

    assert word()["ben@example.test"].mail["References"] == first["References"]


def test_without_message_ids_nothing_in_the_bytes_looks_like_one(aiko, ben, word, settings_page):
    settings_page.adds_message_id = False
    settings_page.save()
    announce(ParadePlanned(), to=[ben], by=aiko)

    content = word()["ben@example.test"].content.lower()

    assert b"message-id" not in content
    assert b"references:" not in content


@pytest.mark.parametrize(
    ("form", "sender"),
    [
        (SenderForm.PERSON_AT_OFFICE, "Aiko Mori <office@lantern.test>"),
        (SenderForm.PERSON, "Aiko Mori <aiko@example.test>"),
        (SenderForm.OFFICE, "Lantern Works <office@lantern.test>"),
    ],
)
def test_the_sender_is_as_chosen(aiko, ben, word, settings_page, form, sender):
    settings_page.sender_form = form
    settings_page.save()
    announce(ParadePlanned(), to=[ben], by=aiko)

    assert word()["ben@example.test"].mail["From"] == sender


def test_text_and_html_say_the_same(letters):
    letter = letters["chidi@example.test"]

    with translation.override("en"):
        held_on = date_format(date(2030, 5, 17))

    for said in ("Planned: Lanterns & drums", "Held on", held_on, "Aiko Mori reads it"):
        assert said in letter.text
        assert said.replace("&", "&amp;") in letter.html
    assert "Bring <one> lantern." in letter.text
    assert "Bring &lt;one&gt; lantern." in letter.html
    assert "Lantern Works" in letter.text
    assert "Lantern Works" in letter.html
    assert set(links(letter.text)) == set(links(letter.html))


def test_each_reader_is_written_to_in_their_language(letters):
    assert "2030年5月17日" in letters["ben@example.test"].text
    assert "Aiko Mori さんに届きます" in letters["ben@example.test"].text
    assert letters["ben@example.test"].mail["Content-Language"] == "ja"
    assert 'lang="ja"' in letters["ben@example.test"].html
    assert str(letters["ben@example.test"].mail["Date"]).endswith("+0900")


def test_links_carry_the_readers_own_secret(letters, ben, chidi):
    for person in (ben, chidi):
        [join] = [
            link
            for link in links(letters[f"{person.login_id}@example.test"].text)
            if "/parade/" in link
        ]
        token = join.rstrip("/").rpartition("/")[2]
        assert tokens.read(token, "parade.planned") == tokens.Bearer(person, "parade:7")


def test_no_mail_holds_the_address_or_secret_of_somebody_else(letters):
    bens, chidis = letters["ben@example.test"], letters["chidi@example.test"]

    assert b"chidi" not in bens.content.lower()
    assert b"ben@" not in chidis.content.lower()
    shared = set(links(bens.text)) & set(links(chidis.text))
    assert shared == {
        "https://kairan.example.test/notices/#parade-7",
        "https://kairan.example.test/notices/preferences/",
    }


def test_one_click_in_the_header_is_the_link_in_the_footer_and_works(letters, chidi):
    letter = letters["chidi@example.test"]
    url = letter.mail["List-Unsubscribe"].strip("<>")
    assert url in letter.text

    Client(enforce_csrf_checks=True).post(
        url.removeprefix("https://kairan.example.test"), {"List-Unsubscribe": "One-Click"}
    )

    assert preferences.switched_off(chidi) == {"parade.planned"}


def test_a_robot_that_follows_every_link_changes_nothing(letters, chidi, client):
    for link in links(letters["chidi@example.test"].text):
        path = link.removeprefix("https://kairan.example.test")
        client.get(path)
        client.head(path)

    assert preferences.switched_off(chidi) == set()


def test_styles_stand_in_the_elements_and_dark_and_narrow_ones_in_the_head(letters):
    html = letters["chidi@example.test"].html

    assert "prefers-color-scheme: dark" in html
    assert "max-width: 480px" in html
    assert '<h1 style="' in html
    assert ".facts th {" not in html.split("@media")[0]


def test_an_answer_goes_to_the_office_where_nobody_acted(ben, aiko, word):
    announce(ParadePlanned(), to=[aiko])

    letter = word()["aiko@example.test"]

    assert letter.mail["Reply-To"] is None
    assert "If you answer this mail, it goes to office@lantern.test." in letter.text


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    words=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=80)
)
def test_no_text_adds_a_header_or_opens_a_slot(aiko, ben, word, words):
    announce(ParadePlanned(subject=words, text=words), to=[ben], by=aiko)
    plain = ParadePlanned(subject="x", text="x")
    announce(plain, to=[aiko])

    letters = word()
    names = {name.lower() for name in letters["ben@example.test"].mail}

    assert names == {name.lower() for name in letters["aiko@example.test"].mail} | {"reply-to"}
    assert letters["ben@example.test"].mail["To"] == "Sato Ben <ben@example.test>"


@pytest.mark.parametrize(
    "evil",
    [
        "Hello\r\nBcc: chidi@example.test",
        "Hello\nBcc: chidi@example.test",
        "Hello\r\n\r\nBcc: chidi@example.test",
        "Hello\u2028Bcc: chidi@example.test",
        "\ufdd0unsubscribe\ufdd1",
        "\ufdd0bcc\ufdd1",
        "-token-of-the-reader-",
    ],
)
def test_header_injection_fails_in_every_field(aiko, ben, word, settings_page, evil):
    aiko.first_name = ben.first_name = evil
    aiko.save()
    ben.save()
    settings_page.company_name = evil
    settings_page.save()
    announce(ParadePlanned(subject=evil, text=evil), to=[ben], by=aiko)

    letter = word()["ben@example.test"]

    assert letter.mail["Bcc"] is None
    assert letter.mail.defects == []
    assert letter.mail["To"].addresses[0].addr_spec == "ben@example.test"
    assert len(letter.mail["To"].addresses) == len(letter.mail["From"].addresses) == 1


def parts(mail):
    return {part.get_content_type(): part for part in mail.walk() if not part.is_multipart()}


def test_a_file_and_a_calendar_travel_with_the_mail(aiko, ben, word):
    table = keep_file("項目,金額\r\n".encode(), name="精算.csv", by=aiko)
    announce(ParadePlanned(files=(table.pk,), ics="BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"), to=[ben])
    found = parts(word()["ben@example.test"].mail)

    assert found["text/csv"].get_filename() == "精算.csv"
    assert found["text/csv"].get_payload(decode=True).decode() == "項目,金額\r\n"
    assert found["text/calendar"]["Content-Type"].params["method"] == "REQUEST"
    assert found["text/calendar"].get_content().startswith("BEGIN:VCALENDAR")


def test_a_file_that_was_taken_off_does_not_stop_the_mail(aiko, ben, word):
    gone, kept = (keep_file(b"x", name=name, by=aiko) for name in ("gone.csv", "kept.csv"))
    announce(ParadePlanned(files=(gone.pk, kept.pk)), to=[ben])
    gone.delete()

    mail = word()["ben@example.test"].mail
    assert [file.get_filename() for file in mail.iter_attachments()] == ["kept.csv"]
