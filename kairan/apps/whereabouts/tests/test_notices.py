from datetime import UTC, datetime

import pytest
import time_machine

from kairan.apps.whereabouts.notices import MessageLeft
from kairan.apps.whereabouts.operations.messages import leave, open_message
from kairan.apps.whereabouts.operations.standings import prefer
from kairan.mailservers.models import MailServerSettings
from kairan.notices import preferences
from kairan.people.models import Address

ANSWER = "https://kairan.example.test/whereabouts/answer/"


def text_of(letter):
    return letter.get_body(("plain",)).get_content()


def whole(letter):
    parts = [part.get_content() for part in letter.walk() if part.get_content_maintype() == "text"]
    return "\n".join([*map(str, letter.values()), *parts])


@pytest.fixture
def asked(request_of):
    """What callers ask for most."""
    return request_of("Please call back")


def test_a_message_reaches_its_recipient_in_their_language_and_time_zone(
    aiko, ben, chidi, taken, asked, mail_server, post_round
):
    with time_machine.travel(datetime(2030, 5, 17, 0, 30, tzinfo=UTC)):
        leave(taken(ben, request=asked, contact="03-5555-0100"), writer=aiko)
        [(recipient, letter)] = post_round().sent

    assert recipient == "ben@example.test"
    assert letter["Subject"] == "[行先] 折り返しお電話ください：Nitto Mr Suzuki 様"
    text = text_of(letter)
    assert "2030年5月17日9:30" in text
    assert "03-5555-0100" in text
    assert "About the order." in text
    assert ANSWER in text


def test_an_english_reader_gets_an_english_mail(
    aiko, ben, chidi, taken, asked, mail_server, post_round
):
    leave(taken(chidi, request=asked, contact="03-5555-0100"), writer=ben)

    [(recipient, letter)] = post_round().sent

    assert recipient == "chidi@example.test"
    assert letter["Subject"] == "[Whereabouts] Please call back: Mr Suzuki, Nitto"
    assert "I have seen it" in text_of(letter)


def test_it_goes_to_the_addresses_that_were_ticked_for_it(
    aiko, ben, taken, mail_server, post_round
):
    home = Address.objects.create(user=ben, kind=Address.Kind.HOME, address="ben@home.test")
    preferences.choose_addresses(ben, MessageLeft.kind, [home.pk])

    leave(taken(ben), writer=aiko)

    assert [recipient for recipient, _letter in post_round().sent] == ["ben@home.test"]


@pytest.mark.parametrize(
    ("when", "where", "mails"),
    [
        ("always", "In", 1),
        ("out", "In", 0),
        ("out", "Out", 1),
        ("out", None, 1),
        ("never", "Out", 0),
    ],
)
def test_the_mail_leaves_under_the_condition_of_its_recipient(
    aiko, ben, taken, stands, mail_server, post_round, when, where, mails
):
    prefer(ben, mails_when=when, follows_schedule=False)
    if where:
        stands(ben, where)

    leave(taken(ben), writer=aiko)

    assert len(post_round().sent) == mails
    told = ben.notifications.get()
    assert (told.way, told.reason) == (("mail", "") if mails else ("bell", "bell-only"))


def test_the_mail_of_a_confidential_message_tells_nothing_of_it(
    aiko, ben, chidi, taken, asked, mail_server, post_round
):
    message = leave(
        taken(ben, chidi, request=asked, contact="03-5555-0100", is_confidential=True),
        writer=aiko,
    )

    sent = dict(post_round().sent)

    assert sent["chidi@example.test"]["Subject"] == (
        "[Whereabouts] A confidential message is left for you"
    )
    assert sent["ben@example.test"]["Subject"] == "[行先] 親展の伝言があります"
    for letter in sent.values():
        for secret in ("Suzuki", "Nitto", "the order", "5555", "call back", "折り返し", "/answer/"):
            assert secret not in whole(letter)
        assert f"https://kairan.example.test{message.get_absolute_url()}" in text_of(letter)


def test_what_waits_to_be_sent_of_a_confidential_message_is_nothing_of_it(aiko, ben, taken):
    message = leave(taken(ben, is_confidential=True), writer=aiko)

    payload = str(MessageLeft.of(message).payload())

    assert "Suzuki" not in payload
    assert "order" not in payload


def test_the_link_of_the_mail_says_that_it_was_seen(client, ben, message, mail_server, post_round):
    [(_recipient, letter)] = post_round().sent
    [link] = [word for word in text_of(letter).split() if word.startswith(ANSWER)]

    client.post(link.removeprefix("https://kairan.example.test"))

    assert message.copies.get().opened_at


def test_who_opened_it_before_the_mail_left_gets_none(message, ben, mail_server, post_round):
    open_message(message, reader=ben)

    assert post_round().sent == []


def test_with_notification_by_mail_switched_off_none_leaves_and_the_pages_say_why(
    as_, aiko, ben, taken, mail_server, post_round
):
    MailServerSettings.objects.update(uses_notifications=False)
    message = leave(taken(ben), writer=aiko)

    assert post_round().sent == []
    sentence = MailServerSettings.current().why_nothing_is_mailed()
    assert sentence
    for page in (
        message.get_absolute_url(),
        "/whereabouts/messages/new/",
        "/whereabouts/settings/",
    ):
        assert str(sentence) in as_(aiko).get(page).content.decode()


def test_a_notice_can_be_worded_after_its_message_is_gone(message):
    notice = MessageLeft.of(message)
    message.copies.all().delete()
    message.delete()

    assert MessageLeft.from_payload(notice.payload()) == notice
    assert notice.title() == "Please call back: Mr Suzuki, Nitto"


def test_a_message_without_a_caller_is_known_by_its_writer(aiko, ben, taken, asked):
    nobody = {"caller": "", "company": ""}

    assert str(leave(taken(ben, **nobody), writer=aiko)) == "Message from Aiko Mori"
    assert str(leave(taken(ben, **nobody, request=asked), writer=aiko)) == "Please call back"
    assert str(leave(taken(ben, own_words="Bring cake"), writer=aiko)) == (
        "Bring cake: Mr Suzuki, Nitto"
    )


INJECTIONS = ["x\r\nBcc: evil@example.test", "x\nBcc: evil@example.test", "x\rBcc: e@e.test"]


@pytest.mark.parametrize("evil", INJECTIONS)
def test_no_field_of_a_message_adds_a_header(aiko, ben, taken, mail_server, post_round, evil):
    aiko.first_name = evil
    aiko.save()
    leave(
        taken(ben, caller=evil, company=evil, own_words=evil, contact=evil, details=evil),
        writer=aiko,
    )

    [(_recipient, letter)] = post_round().sent

    assert letter["Bcc"] is None
    head = letter.as_string().partition("\n\n")[0]
    assert "Bcc: evil" not in {line.strip() for line in head.splitlines()}
