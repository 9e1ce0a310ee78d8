"""Unique ids of a POP3 server, kept as RFC 1939 wants them and broken in every way seen."""

import pytest

from kairan.mail.testing.scripted_pop3 import CAPABILITIES, ScriptedPop3
from kairan.webmail.models import Account
from kairan.webmail.receiving.operations import receive
from kairan.webmail.tests.mailbox import MAILS, again


def test_without_uidl_every_mail_comes_once(ben, reads, stored):
    capabilities = [each for each in CAPABILITIES if each != "UIDL"]
    mails = [*MAILS, MAILS[0]]
    unknown = {"UIDL": b"-ERR unknown command\r\n"}
    with ScriptedPop3(mails, capabilities=capabilities, replies=unknown) as server:
        account = reads(ben, server)
        receive(account)
        report = receive(again(account))

        assert report.came == 0
        assert stored(ben) == mails


def test_a_unique_id_given_twice_loses_nothing(ben, reads, stored):
    twice = {"UIDL": b"+OK\r\n1 same\r\n2 same\r\n3 own\r\n.\r\n"}
    with ScriptedPop3(MAILS[:3], replies=twice) as server:
        account = reads(ben, server)
        receive(account)
        assert sorted(stored(ben)) == MAILS[:3]

        del server.messages[1]
        server.messages[4] = MAILS[3]
        server.replies["UIDL"] = b"+OK\r\n2 same\r\n3 own\r\n4 same\r\n.\r\n"
        assert receive(again(account)).came == 1

        assert sorted(stored(ben)) == MAILS[:4]


def test_a_unique_id_that_is_given_to_another_mail_loses_nothing(ben, reads, stored):
    with ScriptedPop3(MAILS[:1], replies={"UIDL": b"+OK\r\n1 x\r\n.\r\n"}) as server:
        account = reads(ben, server, leave=Account.Leave.NEVER)
        receive(account)
        assert not server.messages

        server.messages[1] = MAILS[1]
        receive(again(account))

        assert stored(ben) == MAILS[:2]
        assert not server.messages


def test_a_mail_that_was_gone_and_is_back_does_not_come_twice(ben, reads, stored):
    with ScriptedPop3(MAILS[:2]) as server:
        account = reads(ben, server)
        receive(account)
        hidden = dict(server.messages)
        server.messages.clear()
        receive(again(account))
        assert not account.served.filter(is_on_server=True).exists()

        server.messages.update(hidden)
        assert receive(again(account)).came == 0

        assert stored(ben) == MAILS[:2]
        assert account.served.filter(is_on_server=True).count() == 2


@pytest.mark.parametrize("uid", ["x" * 4000, "with blank", "nul\0"])
def test_any_unique_id_can_be_kept(ben, reads, stored, uid):
    listing = f"+OK\r\n1 {uid}\r\n.\r\n".encode()
    with ScriptedPop3(MAILS[:1], replies={"UIDL": listing}) as server:
        account = reads(ben, server)
        receive(account)

        assert receive(again(account)).came == 0
        assert stored(ben) == MAILS[:1]


def test_the_same_message_id_twice_is_two_mails(ben, reads, stored):
    double = MAILS[0] + b"another text\r\n"
    with ScriptedPop3([MAILS[0], double]) as server:
        receive(reads(ben, server))

    assert stored(ben) == [MAILS[0], double]


def test_sizes_that_a_server_makes_up_do_no_harm(ben, reads, stored):
    with ScriptedPop3(MAILS, replies={"LIST": b"+OK\r\n1 0\r\n2 99999999999\r\n.\r\n"}) as server:
        receive(reads(ben, server))

    assert stored(ben) == MAILS
