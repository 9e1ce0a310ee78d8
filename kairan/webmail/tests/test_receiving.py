"""Receiving, against a POP3 server that is told what to do wrong."""

import threading
from datetime import timedelta

import pytest
from django.utils.timezone import now

from kairan.mail.testing.scripted_pop3 import ScriptedPop3
from kairan.webmail.models import Account, Message, Served
from kairan.webmail.receiving import session
from kairan.webmail.receiving.operations import ask, claim, pause_after, receive
from kairan.webmail.templatetags.kairan_webmail import in_words
from kairan.webmail.tests.mailbox import MAILS, again


def test_what_is_stored_is_what_was_served(ben, reads, stored):
    with ScriptedPop3(MAILS) as server:
        report = receive(reads(ben, server))

        assert (report.came, report.set_aside, report.trouble) == (5, 0, None)
        assert stored(ben) == MAILS
        assert len(server.messages) == 5


def test_the_next_time_fetches_nothing_again(ben, reads, django_assert_max_num_queries):
    with ScriptedPop3(MAILS) as server:
        account = reads(ben, server)
        receive(account)
        server.commands.clear()

        with django_assert_max_num_queries(16):
            assert receive(again(account)).came == 0

        assert not [line for line in server.commands if line.startswith("RETR")]


def test_many_mails_cost_few_queries(ben, reads, django_assert_max_num_queries):
    mails = [MAILS[0].replace(b"Subject: 1", b"Subject: %d" % n) for n in range(150)]
    with ScriptedPop3(mails) as server:
        account = reads(ben, server)
        with django_assert_max_num_queries(46):
            assert receive(account).came == 150


# --- what cannot be received ------------------------------------------------------------------


def test_one_that_is_too_large_is_set_aside_and_the_rest_comes_in(ben, reads, stored, monkeypatch):
    monkeypatch.setattr(session, "LIMITS", session.PopLimits(message=2000))
    large = MAILS[0] + b"x" * 70 + b"\r\n" + b"y" * 5000 + b"\r\n"
    with ScriptedPop3([MAILS[1], large, MAILS[2]]) as server:
        account = reads(ben, server, leave=Account.Leave.NEVER)
        report = receive(account)
        server.commands.clear()
        receive(again(account))

        assert (report.came, report.set_aside) == (2, 1)
        assert stored(ben) == MAILS[1:3]
        assert "too large" in Served.objects.get(outcome="set-aside").reason
        assert list(server.messages.values()) == [large]
        assert not [line for line in server.commands if line.startswith("RETR")]


def test_one_that_the_server_does_not_give_is_asked_for_again(ben, reads, stored):
    refusal = {"RETR 2": b"-ERR [SYS/TEMP] not now\r\n"}
    with ScriptedPop3(MAILS[:3], replies=refusal) as server:
        account = reads(ben, server)
        receive(account)
        assert stored(ben) == [MAILS[0], MAILS[2]]
        assert "not now" in Served.objects.get(outcome="refused").reason

        server.replies.clear()
        receive(again(account))

        assert sorted(stored(ben)) == MAILS[:3]
        assert not Served.objects.filter(outcome="refused").exists()


def test_a_connection_that_breaks_in_mid_mail_keeps_what_came_and_goes_on(ben, reads, stored):
    broken = {"RETR 3": b"+OK\r\nSubject: hal" + b"HANG UP"}
    with ScriptedPop3(MAILS, replies=broken) as server:
        account = reads(ben, server, leave=Account.Leave.NEVER)
        report = receive(account)
        assert report.trouble is not None
        assert stored(ben) == MAILS[:2]
        assert len(server.messages) == 5

        server.replies.clear()
        receive(again(account))

        assert stored(ben) == MAILS
        assert not server.messages


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        ({"PASS": b"-ERR [AUTH] wrong\r\n"}, "refused the user or the password"),
        ({"PASS": b"-ERR [IN-USE] locked\r\n"}, "Somebody else is logged in"),
        ({"greeting": b"HANG UP"}, "closed the connection"),
    ],
)
def test_trouble_is_written_down_in_a_sentence_and_the_pauses_grow(chidi, reads, reply, words):
    with ScriptedPop3(MAILS, replies=reply) as server:
        account = reads(chidi, server)
        pauses = []
        for _ in range(3):
            receive(again(account))
            pauses.append(again(account).next_receive_at - now())

        assert words in in_words(again(account))
        assert pauses == sorted(pauses)
        assert pauses[0] > timedelta(minutes=5)

        server.replies.clear()
        receive(again(account))
        assert (again(account).trouble, again(account).failures) == ({}, 0)


def test_no_pause_is_longer_than_two_hours():
    assert max(pause_after(n) for n in range(1, 40)) == timedelta(hours=2)


# --- what is left on the server ---------------------------------------------------------------


def test_mail_is_left_on_the_server_by_the_rule_of_the_account(ben, reads, as_):
    with ScriptedPop3(MAILS) as server:
        account = reads(ben, server, leave=Account.Leave.DAYS, leave_days=3)
        receive(account)
        receive(again(account), now=now() + timedelta(days=2, hours=23))
        assert len(server.messages) == 5
        receive(again(account), now=now() + timedelta(days=3, hours=1))
        assert not server.messages


def test_what_is_deleted_here_for_good_is_deleted_there(ben, reads, as_):
    with ScriptedPop3(MAILS) as server:
        account = reads(ben, server, leave=Account.Leave.WHILE_KEPT)
        receive(account)
        chosen = Message.objects.visible_to(ben).get(subject="2").pk
        for then in ("trash", "delete"):
            as_(ben).post("/webmail/selection/", {"message": chosen, "then": then})

        receive(again(account))

        assert sorted(server.messages.values()) == [MAILS[0], *MAILS[2:]]
        assert Message.objects.visible_to(ben).count() == 4


def test_nothing_is_deleted_unless_it_is_stored(ben, reads, monkeypatch):
    with ScriptedPop3(MAILS) as server:
        account = reads(ben, server, leave=Account.Leave.NEVER)

        def full(*args, **kwargs):
            raise OSError("No space left on device")

        monkeypatch.setattr("kairan.webmail.receiving.session.store", full)
        with pytest.raises(OSError, match="No space"):
            receive(account)

        assert len(server.messages) == 5
        assert "DELE 1" not in server.commands
        assert "Kairan" in in_words(again(account))


@pytest.mark.parametrize("last", ["DELE 1", "DELE 3", "QUIT"])
def test_a_connection_that_breaks_while_deleting_is_made_up_for(ben, reads, stored, last):
    with ScriptedPop3(MAILS, replies={last: b"HANG UP"}) as server:
        account = reads(ben, server, leave=Account.Leave.NEVER)
        receive(account)
        assert len(server.messages) == 5
        assert stored(ben) == MAILS

        server.replies.clear()
        receive(again(account))

        assert not server.messages
        assert stored(ben) == MAILS


# --- workers ----------------------------------------------------------------------------------


def test_two_workers_never_receive_one_account_at_once(ben, reads):
    with ScriptedPop3(MAILS) as server:
        account = reads(ben, server)
        assert claim(account, now())
        assert not claim(account, now())

        ask(account)

        assert again(account) not in Account.objects.due(now())
        assert again(account) in Account.objects.due(now() + timedelta(minutes=10))


def test_who_asks_during_a_session_is_received_again_at_once(ben, reads):
    with ScriptedPop3(MAILS) as server:
        account = reads(ben, server)
        claim(account, now())
        ask(account)

        receive(account)

        assert again(account) in Account.objects.due(now())


def test_a_worker_that_stops_ends_between_two_mails_and_the_next_goes_on(ben, reads, stored):
    with ScriptedPop3(MAILS) as server:
        account = reads(ben, server, leave=Account.Leave.NEVER)
        stop = threading.Event()
        stop.set()

        report = receive(account, stopping=stop.is_set)
        assert not report.is_over
        assert stored(ben) == MAILS[:1]
        assert len(server.messages) == 5
        assert again(account) in Account.objects.due(now())

        receive(again(account))
        assert stored(ben) == MAILS
        assert not server.messages


def test_an_account_that_is_removed_meanwhile_ends_quietly(ben, reads):
    with ScriptedPop3() as server:
        account = reads(ben, server)
        Account.objects.filter(pk=account.pk).delete()

        assert receive(account).trouble is None
        assert not Account.objects.exists()
