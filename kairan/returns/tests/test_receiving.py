"""The notification mailbox: stored durably, then deleted there, and settled exactly once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kairan.attachments import contents
from kairan.attachments.models import Content
from kairan.mail.errors import Kind
from kairan.mailservers.mailbox_turns import turn
from kairan.mailservers.models import IncomingServer, MailServerSettings
from kairan.mailservers.operations import settle as settle_settings
from kairan.returns import receiving, settling
from kairan.returns.models import ReturnedMail, Visit
from kairan.returns.purging import purge
from kairan.returns.rounds import EVERY, LONGEST_PAUSE, pause_after, receive_and_settle
from kairan.returns.tests.letters import answer

Outcome, Why = ReturnedMail.Outcome, ReturnedMail.Why
NOTES = [answer("office@lantern.test", author=f"p{n}@x.test", text=f"Note {n}") for n in range(3)]


def later(minutes=60):
    return timezone.now() + timedelta(minutes=minutes)


def serve(pop3, *mails):
    pop3.messages.update(enumerate(mails, 1))


def test_what_lies_in_the_mailbox_is_stored_byte_for_byte_and_deleted_there(mailbox, go_round):
    serve(mailbox, *NOTES)

    go_round()

    rows = ReturnedMail.objects.order_by("pk")
    assert [contents.read(row.content_id) for row in rows] == NOTES
    assert [row.sender for row in rows] == ["p0@x.test", "p1@x.test", "p2@x.test"]
    assert mailbox.messages == {}
    assert Visit.objects.get().failures == 0


def test_a_piece_is_fetched_whole_before_anything_of_it_is_deleted(mailbox, go_round):
    serve(mailbox, *NOTES)

    go_round()

    assert mailbox.commands.index("RETR 3") < mailbox.commands.index("DELE 1")


def test_a_mail_that_could_not_be_deleted_comes_once(mailbox, go_round):
    serve(mailbox, *NOTES)
    mailbox.replies["QUIT"] = b"HANG UP"
    go_round()
    assert len(mailbox.messages) == 3
    assert ReturnedMail.objects.count() == 3
    assert Visit.objects.get().failures == 1

    del mailbox.replies["QUIT"]
    receive_and_settle(later())

    assert mailbox.messages == {}
    assert ReturnedMail.objects.count() == 3
    assert Content.objects.count() == 3


def test_a_connection_that_breaks_keeps_what_came_and_gets_the_rest_later(mailbox, go_round):
    serve(mailbox, *NOTES)
    mailbox.replies["RETR 2"] = b"HANG UP"
    go_round()
    assert len(mailbox.messages) == 3

    del mailbox.replies["RETR 2"]
    receive_and_settle(later())

    assert ReturnedMail.objects.count() == 3
    assert mailbox.messages == {}


def test_a_mailbox_in_use_is_tried_again_a_little_later(mailbox, go_round):
    mailbox.replies["PASS secret"] = b"-ERR [IN-USE] somebody reads it\r\n"
    due = go_round()

    row = Visit.objects.get()
    assert row.trouble["kind"] == Kind.MAILBOX_LOCKED.value
    assert row.next_at == due
    assert due - timezone.now() < 2 * EVERY + timedelta(seconds=5)


def test_one_logs_in_at_a_time(mailbox, go_round, monkeypatch):
    monkeypatch.setattr(receiving, "PATIENCE", timedelta(0))
    server = IncomingServer.objects.get()
    with turn(server.mailbox, at_most=timedelta(minutes=1), wait=timedelta(0)):
        go_round()

    assert mailbox.logins == []
    assert Visit.objects.get().trouble["kind"] == Kind.MAILBOX_LOCKED.value


def test_of_two_workers_one_visits(mailbox, go_round):
    go_round()
    go_round()

    assert mailbox.logins == ["USER office"]


def test_the_pause_grows_with_each_failure_and_ends_when_the_server_is_settled_anew(
    mailbox, go_round
):
    assert pause_after(0) == EVERY
    assert pause_after(3) == 8 * EVERY
    assert pause_after(1000) == LONGEST_PAUSE
    mailbox.replies["PASS secret"] = b"-ERR wrong\r\n"
    go_round()
    mailbox.replies.clear()
    serve(mailbox, *NOTES)

    settle_settings(MailServerSettings.current())
    receive_and_settle(timezone.now())

    assert ReturnedMail.objects.count() == 3
    assert Visit.objects.get().failures == 0


def test_a_mail_that_is_too_large_leaves_its_head_and_stays_on_the_server(
    mailbox, go_round, monkeypatch
):
    monkeypatch.setattr(receiving, "LARGEST", 1000)
    serve(mailbox, NOTES[0], answer("o@x.test", author="p@x.test", text="many words " * 300))

    go_round()
    receive_and_settle(later())

    kept = ReturnedMail.objects.get(why=Why.TOO_LARGE)
    assert kept.outcome == Outcome.KEPT
    assert kept.sender == "p@x.test"
    assert list(mailbox.messages) == [2]
    assert ReturnedMail.objects.count() == 2


def test_without_a_notification_mailbox_nothing_is_asked(mailbox, go_round):
    MailServerSettings.objects.update(notification_mailbox="none")
    Visit.objects.create(pk=1, next_at=timezone.now(), failures=9)

    go_round()

    assert mailbox.logins == []
    assert Visit.objects.get().failures == 0


def test_a_mail_that_cannot_be_read_is_kept_and_the_others_go_on(mailbox, comes, monkeypatch):
    broken = {"left": 1}
    judge = settling.judge

    def breaks_once(*arguments, **named):
        if broken["left"]:
            broken["left"] -= 1
            raise ZeroDivisionError("a fault")
        return judge(*arguments, **named)

    monkeypatch.setattr(settling, "judge", breaks_once)

    first = comes(NOTES[0])
    second = comes(NOTES[1])

    assert (first.outcome, first.why) == (Outcome.KEPT, Why.FAULT)
    assert "ZeroDivisionError" in first.fault
    assert second.why == Why.NO_SECRET


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Auto_Submitted": "auto-generated"},
        {"Precedence": "auto_reply"},
        {"Precedence": "bulk"},
        {"X_Autoreply": "yes"},
        {"Return_Path": "<>"},
    ],
    ids=str,
)
def test_what_a_machine_writes_is_ignored(mailbox, comes, headers):
    came = comes(answer("office@lantern.test", author="ben@example.test", **headers))

    assert came.outcome == Outcome.AUTOMATIC


def test_what_is_old_is_forgotten_with_its_bytes(mailbox, comes):
    old = comes(NOTES[0])
    comes(NOTES[1])
    ReturnedMail.objects.filter(pk=old.pk).update(received_at=timezone.now() - timedelta(days=366))

    purge(timezone.now())

    assert ReturnedMail.objects.count() == 1
    assert Content.objects.count() == 1
