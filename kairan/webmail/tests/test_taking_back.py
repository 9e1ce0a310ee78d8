"""A letter waits a moment, or until its time, before it leaves; until then it can be taken back."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import now

from kairan.attachments.models import Attachment
from kairan.delivery.models import Envelope
from kairan.delivery.testing import run_delivery
from kairan.shell.refusals import Refused
from kairan.webmail.accounts import remove_account
from kairan.webmail.models import Draft, Message
from kairan.webmail.tests.letters import post, read
from kairan.webmail.writing.operations import forget_gone, take_back

NOON = datetime(2026, 6, 1, 3, 0, tzinfo=UTC)  # 12:00 in Tokyo


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to(NOON, tick=False)
    return time_machine


@pytest.fixture
def desk(aiko, writes, mail_server):
    """An account of Aiko's that gives her ten seconds."""
    account = writes(aiko, mail_server)
    account.undo_seconds = 10
    account.save()
    return account


def pass_by(clock, **time):
    clock.move_to(now() + timedelta(**time), tick=False)
    run_delivery()
    forget_gone(now())


def test_a_letter_waits_ten_seconds_and_leaves(as_, aiko, desk, mail_server, clock):
    client = as_(aiko)
    answer = post(client, desk)
    assert "Until then you can take it back" in client.get(answer["Location"]).content.decode()
    pass_by(clock, seconds=9)
    assert mail_server.accepted == []

    pass_by(clock, seconds=1)

    assert len(mail_server.accepted) == 3
    assert not Draft.objects.exists()
    assert "take it back" not in client.get(answer["Location"]).content.decode()


def test_what_is_taken_back_is_a_draft_again_with_all_its_files(
    as_, aiko, desk, received, mail_server, clock
):
    message = received(aiko, account=desk)
    client = as_(aiko)
    begun = client.post(f"/webmail/messages/{message.pk}/answer/", {"then": "reply"})
    plan = SimpleUploadedFile("plan.txt", b"Boxes first.")
    key = Draft.objects.get().key
    post(client, desk, begun["Location"], key=key, attached=[plan])
    draft = Draft.objects.get()

    back = client.post(f"/webmail/drafts/{draft.pk}/taking-back/")

    assert back["Location"] == f"/webmail/drafts/{draft.pk}/"
    page = client.get(back["Location"]).content.decode()
    assert "secret@example.test" in page
    assert "plan.txt" in page
    assert not Message.objects.filter(folder__kind="sent").exists()
    assert set(Envelope.objects.values_list("state", "reason")) == {("cancelled", "taken-back")}
    pass_by(clock, hours=1)
    assert mail_server.accepted == []
    message.refresh_from_db()
    assert not message.is_answered

    post(client, desk, back["Location"], key=draft.key)
    pass_by(clock, seconds=11)
    assert read(mail_server.accepted[0]).get_content_type() == "multipart/mixed"
    message.refresh_from_db()
    assert message.is_answered
    assert not Attachment.objects.exists()


def test_what_has_left_to_anybody_cannot_be_taken_back(aiko, as_, desk, mail_server, clock):
    post(as_(aiko), desk)
    draft = Draft.objects.get()
    clock.move_to(now() + timedelta(seconds=10), tick=False)
    run_delivery()

    with pytest.raises(Refused, match="has left already"):
        take_back(draft)

    assert Message.objects.filter(folder__kind="sent").count() == 1


def test_a_letter_for_later_leaves_at_its_time_and_is_dated_so(as_, aiko, desk, mail_server, clock):
    client = as_(aiko)
    aiko.time_zone = "Asia/Tokyo"
    aiko.save()
    answer = post(client, desk, leaves_at="2026-06-02T09:00")
    drafts = client.get("/webmail/drafts/").content.decode()
    assert "Letters that wait to leave" in drafts
    assert (
        client.get(f"/webmail/drafts/{Draft.objects.get().pk}/")["Location"] == answer["Location"]
    )
    pass_by(clock, hours=20)
    assert mail_server.accepted == []

    pass_by(clock, hours=1)

    assert read(mail_server.accepted[0])["Date"].datetime == datetime(2026, 6, 2, tzinfo=UTC)
    assert "Letters that wait" not in client.get("/webmail/drafts/").content.decode()


def test_a_moment_that_is_over_is_refused_and_nothing_is_lost(as_, aiko, desk):
    page = post(as_(aiko), desk, leaves_at="2026-05-31T09:00").content.decode()

    assert "Choose a moment from now on" in page
    assert "見積もり" in page
    assert not Envelope.objects.exists()


def test_nobody_else_takes_it_back_and_its_account_stays(as_, aiko, ben, desk):
    post(as_(aiko), desk)
    draft = Draft.objects.get()

    assert as_(ben).post(f"/webmail/drafts/{draft.pk}/taking-back/").status_code == 404
    with pytest.raises(Refused, match="waits to leave"):
        remove_account(desk)
    assert Draft.objects.leaving().count() == 1


def test_an_account_may_let_letters_leave_at_once(as_, aiko, writes, mail_server):
    post(as_(aiko), writes(aiko, mail_server))
    run_delivery()

    assert len(mail_server.accepted) == 3
    assert not Draft.objects.exists()
