import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from kairan.mail.errors import Kind, MailServerError
from kairan.mail.testing.scripted_pop3 import ScriptedPop3
from kairan.mail.testing.scripted_smtp import ScriptedSmtp
from kairan.mailservers import sending
from kairan.mailservers.mailbox_turns import turn
from kairan.mailservers.models import IncomingServer, MailboxTurn, OutgoingServer, PopLogin
from kairan.shell.feature import Mailbox

BOX = Mailbox(host="pop.test", user="notify")


def server_for(smtp, pop3, **fields):
    """An outgoing server that wants a POP3 login first."""
    account = IncomingServer.objects.create(
        host=pop3.host, port=pop3.port, security="none", user="notify", password="secret", timeout=5
    )
    return OutgoingServer.objects.create(
        host=smtp.host,
        port=smtp.port,
        security="none",
        authentication="pop-before-smtp",
        pop_account=account,
        **fields,
    )


def test_the_connection_is_open_after_the_login(db, pop3):
    with ScriptedSmtp(relays=lambda: bool(pop3.logins)) as smtp:
        client = sending.open_connection(server_for(smtp, pop3))
        [receipt] = client.send("office@example.test", ["ben@example.test"], b"Subject: x\r\n\r\nx")
        client.quit()
        assert receipt.accepted
        assert pop3.logins == ["USER notify"]


def test_a_pipeline_is_logged_in_too(db, smtp, pop3):
    pipeline = sending.open_pipeline(server_for(smtp, pop3))
    pipeline.quit()
    assert pop3.logins == ["USER notify"]


def test_other_servers_get_no_login(db, smtp, pop3):
    server = server_for(smtp, pop3)
    server.authentication = "none"
    assert not sending.log_in_first(server)
    assert not sending.login_again(server)
    assert not pop3.commands


def test_a_login_of_another_machine_does_not_count_here(db, smtp, pop3):
    server = server_for(smtp, pop3)
    PopLogin.objects.create(server=server, machine="elsewhere", logged_in_at=timezone.now())
    assert sending.log_in_first(server)


def test_a_refusal_makes_one_new_login_for_all_who_were_refused(db, smtp, pop3):
    server = server_for(smtp, pop3)
    sending.log_in_first(server)
    refused_at = timezone.now()
    assert sending.login_again(server, refused_at=refused_at)
    assert sending.login_again(server, refused_at=refused_at)
    assert len(pop3.logins) == 2


def test_a_failed_login_is_not_remembered(db, smtp):
    with ScriptedPop3(users={"notify": "other"}) as pop3:
        server = server_for(smtp, pop3)
        with pytest.raises(MailServerError) as caught:
            sending.log_in_first(server)
        assert caught.value.kind is Kind.LOGIN
        assert not PopLogin.objects.exists()
        assert not MailboxTurn.objects.exists()


def test_a_login_is_renewed_before_the_very_end(db, smtp, pop3):
    server = server_for(smtp, pop3, login_counts_for=timedelta(minutes=10))
    now = timezone.now()
    sending.log_in_first(server, now=now)
    assert not sending.log_in_first(server, now=now + timedelta(minutes=5))
    assert sending.log_in_first(server, now=now + timedelta(minutes=9, seconds=45))


@pytest.mark.django_db(transaction=True)
def test_many_workers_log_in_once_and_one_at_a_time(smtp, pop3):
    server = server_for(smtp, pop3)
    ready = threading.Barrier(5)

    def work():
        ready.wait()
        sending.log_in_first(server)
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(5)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert pop3.logins == ["USER notify"]


@pytest.mark.django_db(transaction=True)
def test_turns_that_begin_and_end_side_by_side_trouble_nobody():
    minute, inside = timedelta(minutes=1), []

    def work(_number):
        try:
            for _ in range(15):
                with turn(BOX, at_most=minute, wait=minute):
                    inside.append(1)
                    assert len(inside) == 1
                    inside.pop()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as workers:
        list(workers.map(work, range(4)))


def test_a_mailbox_is_lent_to_one_at_a_time(db):
    minute = timedelta(minutes=1)
    with turn(BOX, at_most=minute, wait=minute):
        with pytest.raises(MailServerError) as caught, turn(BOX, at_most=minute, wait=timedelta()):
            pass
        assert caught.value.kind is Kind.MAILBOX_LOCKED
        assert caught.value.temporary
        with turn(Mailbox("pop.test", "other"), at_most=minute, wait=timedelta()):
            pass
    with turn(BOX, at_most=minute, wait=timedelta()):
        pass


def test_who_died_with_the_mailbox_gives_way(db):
    MailboxTurn.objects.create(
        host="pop.test", user="notify", holder="dead", until=timezone.now() - timedelta(seconds=1)
    )
    with turn(BOX, at_most=timedelta(minutes=1), wait=timedelta()):
        assert MailboxTurn.objects.exclude(holder="dead").count() == 1
