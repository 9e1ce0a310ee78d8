"""What owners see of receiving: the journal, why a mail is not here, large mail, progress."""

from datetime import timedelta

from django.utils.timezone import now

from kairan.mail.testing.scripted_pop3 import ScriptedPop3
from kairan.webmail.models import Account, Message, Run
from kairan.webmail.receiving.journal import KEPT_FOR, forget_long_gone
from kairan.webmail.receiving.operations import receive
from kairan.webmail.tests.mailbox import MAILS, again

LARGE = MAILS[0] + b"y" * 70 + b"\r\n" + (b"z" * 70 + b"\r\n") * 30_000


def test_each_visit_that_brings_something_is_a_row_and_quiet_ones_share_one(aiko, reads, as_):
    with ScriptedPop3(MAILS[:2]) as server:
        account = reads(aiko, server)
        receive(account)
        for _ in range(3):
            receive(again(account))
        server.replies["PASS"] = b"-ERR [AUTH] wrong\r\n"
        for _ in range(2):
            receive(again(account))

    rows = Run.objects.order_by("pk").values_list("seen", "new", "times", "trouble__kind")
    assert list(rows) == [(2, 2, 1, None), (2, 0, 3, None), (0, 0, 2, "login")]
    page = as_(aiko).get(f"/webmail/accounts/{account.pk}/receiving/").content.decode()
    assert "Looked 3 times." in page
    assert "-ERR [AUTH] wrong" in page


def test_the_journal_says_why_a_mail_is_not_here(aiko, reads, as_):
    refusal = {"RETR 3": b"-ERR [SYS/TEMP] not now\r\n"}
    with ScriptedPop3(MAILS[:3], replies=refusal) as server:
        account = reads(aiko, server, leave=Account.Leave.NEVER)
        receive(account)
    Message.objects.get(subject="2").delete()

    def answer(words):
        url = f"/webmail/accounts/{account.pk}/receiving/"
        return as_(aiko).get(url, {"words": words}).content.decode()

    assert "It lies in “Inbox”." in answer("mori 1")
    assert "It was deleted on the server" in answer("mori 1")
    assert "It was deleted here for good." in answer("mori 2")
    assert "it is asked for again each time" in answer("not now")
    assert "The server has shown no such mail." in answer("nobody")


def test_the_journal_of_another_does_not_exist(chidi, aiko, reads, as_):
    with ScriptedPop3() as server:
        account = reads(aiko, server)

    assert as_(chidi).get(f"/webmail/accounts/{account.pk}/receiving/").status_code == 404


def test_of_large_mail_the_beginning_comes_and_the_whole_when_asked_for(aiko, reads, stored, as_):
    with ScriptedPop3([LARGE, MAILS[1]]) as server:
        account = reads(aiko, server, leave=Account.Leave.NEVER, heads_over=1024 * 1024)
        receive(account)
        message = Message.objects.get(subject="1")
        assert message.size == len(LARGE)
        assert "RETR 1" not in server.commands
        assert list(server.messages.values()) == [LARGE]
        page = as_(aiko).get(f"/webmail/messages/{message.pk}/")
        assert "Fetch the whole mail" in page.content.decode()

        as_(aiko).post(f"/webmail/messages/{message.pk}/whole/")
        receive(again(account))

        assert sorted(stored(aiko)) == sorted([LARGE, MAILS[1]])
        assert not server.messages
        page = as_(aiko).get(f"/webmail/messages/{message.pk}/")
        assert "Fetch the whole mail" not in page.content.decode()


def test_nobody_has_the_mail_of_another_fetched(aiko, chidi, reads, as_):
    with ScriptedPop3([LARGE]) as server:
        receive(reads(aiko, server, heads_over=1024 * 1024))
    message = Message.objects.get()

    assert as_(chidi).post(f"/webmail/messages/{message.pk}/whole/").status_code == 404


def test_a_server_that_knows_no_top_gives_large_mail_whole(aiko, reads, stored):
    with ScriptedPop3([LARGE], replies={"TOP": b"-ERR unknown command\r\n"}) as server:
        receive(reads(aiko, server, heads_over=1024 * 1024))

        assert stored(aiko) == [LARGE]


def test_a_mailbox_that_comes_in_says_how_far_it_is(aiko, chidi, reads, as_):
    with ScriptedPop3() as server:
        account = reads(aiko, server)
    Account.objects.filter(pk=account.pk).update(claimed_until=now() + timedelta(minutes=1))
    Run.objects.create(account=account, begun_at=now(), seen=90, wanted=80, new=30)

    told = "30 of 80 mails have come in so far."
    assert told in as_(aiko).get("/webmail/").content.decode()
    assert told in as_(aiko).get("/webmail/receiving/progress/").content.decode()
    assert told not in as_(chidi).get("/webmail/receiving/progress/").content.decode()


def test_old_visits_are_forgotten(aiko, reads):
    with ScriptedPop3() as server:
        account = reads(aiko, server)
    old = Run.objects.create(account=account, begun_at=now() - KEPT_FOR - timedelta(days=1))
    kept = Run.objects.create(account=account, begun_at=now())

    forget_long_gone(now())

    assert list(Run.objects.all()) == [kept]
    assert old.pk != kept.pk
