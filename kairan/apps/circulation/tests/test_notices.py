from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import now

from kairan.apps.circulation.notices import CircularDelivered
from kairan.apps.circulation.operations import circulate, confirm, remind
from kairan.delivery.models import Envelope
from kairan.mail.testing.faults import Fault


def text_of(letter):
    return letter.get_body(("plain",)).get_content()


def test_readers_are_written_to_in_their_language_and_time_zone(
    aiko, ben, draft, mail_server, post_round
):
    until = datetime(2030, 5, 17, 9, 0, tzinfo=ZoneInfo("Asia/Tokyo"))
    circulate(
        draft(ben, confirm_by=until, attached=[SimpleUploadedFile("図.pdf", b"%PDF")]), author=aiko
    )

    [(recipient, letter)] = post_round().sent

    assert recipient == "ben@example.test"
    assert letter["Subject"] == "[回覧] Office move"
    text = text_of(letter)
    assert "Boxes are in the hall." in text
    assert "2030年5月17日9:00" in text
    assert "図.pdf" in text
    assert "https://kairan.example.test/circulation/answer/circulation.delivered/" in text


def test_the_author_hears_by_mail_that_all_have_confirmed(
    aiko, ben, circular, mail_server, post_round
):
    post_round()
    confirm(circular, reader=ben)

    [(recipient, letter)] = post_round().sent

    assert recipient == "aiko@example.test"
    assert letter["Subject"] == "[Circulation] All have confirmed: Office move"


def test_the_link_of_the_mail_confirms_for_its_reader(
    client, ben, circular, mail_server, post_round
):
    [(_recipient, letter)] = post_round().sent
    [link] = [line for line in text_of(letter).split() if "/circulation/answer/" in line]

    client.post(link.removeprefix("https://kairan.example.test"), {"comment": "By mail."})

    assert circular.readings.get(reader=ben).comment == "By mail."


def test_a_reminder_goes_to_the_unconfirmed_alone(aiko, ben, chidi, draft, mail_server, post_round):
    circular = circulate(draft(ben, chidi), author=aiko)
    post_round()
    confirm(circular, reader=ben)
    remind(circular, by=aiko)

    assert [recipient for recipient, _letter in post_round().sent] == ["chidi@example.test"]


def test_who_confirmed_before_the_mail_left_gets_none(aiko, ben, circular, mail_server, post_round):
    confirm(circular, reader=ben)

    assert "ben@example.test" not in [recipient for recipient, _letter in post_round().sent]


def test_a_notice_can_be_worded_after_its_circular_is_gone(circular):
    notice = CircularDelivered.of(circular)
    circular.readings.all().delete()
    circular.delete()

    assert CircularDelivered.from_payload(notice.payload()) == notice
    assert notice.title() == "Office move"


INJECTIONS = ["x\r\nBcc: evil@example.test", "x\nBcc: evil@example.test", "x\rBcc: e@e.test"]


@pytest.mark.parametrize("evil", INJECTIONS)
def test_no_field_of_a_circular_adds_a_header(aiko, ben, draft, mail_server, post_round, evil):
    aiko.first_name = evil
    aiko.save()
    circulate(
        draft(
            ben,
            subject=evil,
            confirm_by=now() + timedelta(days=1),
            attached=[SimpleUploadedFile(evil.replace("\r", "").replace("\n", ""), b"x")],
        ),
        author=aiko,
    )

    [(_recipient, letter)] = post_round().sent

    assert letter["Bcc"] is None
    assert "Bcc: evil" not in {line.strip() for line in letter.as_string().splitlines()}


def test_a_reminder_takes_the_place_of_a_mail_that_was_put_off(
    aiko, ben, circular, mail_server, post_round
):
    mail_server.faults.append(Fault("RCPT", "450 4.2.1 later", times=1))
    post_round()
    remind(circular, by=aiko)
    Envelope.objects.unsent().update(next_try_at=now())

    [letter] = post_round().to("ben@example.test")
    assert "Office move" in letter["Subject"]
    assert list(Envelope.objects.order_by("pk").values_list("state", "reason")) == [
        ("cancelled", "replaced"),
        ("accepted", ""),
    ]
