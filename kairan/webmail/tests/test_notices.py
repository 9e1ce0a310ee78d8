"""An account that is broken for a while tells its owner, once, and again when it is well."""

import pytest

from kairan.mail.testing.scripted_pop3 import ScriptedPop3
from kairan.notices.models import Announcement
from kairan.webmail.accounts import remove_account, save_account
from kairan.webmail.models import Account
from kairan.webmail.notices import ReceivingBroke, ReceivingWorks
from kairan.webmail.receiving.operations import TOLD_AFTER, receive

WRONG = {"PASS": b"-ERR [AUTH] Authentication failed: ask the postmaster\r\n"}


def again(account):
    return Account.objects.with_servers().get(pk=account.pk)


def visit(account, times=1):
    for _ in range(times):
        receive(again(account))


def text_of(letter):
    return letter.get_body(("plain",)).get_content()


def kinds():
    return list(Announcement.objects.order_by("pk").values_list("kind", flat=True))


@pytest.fixture
def server(db):
    with ScriptedPop3(replies=dict(WRONG)) as server:
        yield server


def test_the_owner_is_told_once_what_is_wrong_and_what_to_do(aiko, ben, server, reads, post_round):
    visit(reads(aiko, server), TOLD_AFTER + 2)
    account = reads(ben, server)
    visit(account, TOLD_AFTER + 2)

    post = post_round()

    assert sorted(to for to, _letter in post.sent) == ["aiko@example.test", "ben@example.test"]
    [english], [japanese] = post.to("aiko@example.test"), post.to("ben@example.test")
    assert english["Subject"] == "[WebMail] Mail of “Office” does not come in"
    assert "Account: Office" in text_of(english)
    assert "The server refused the user or the password. Type both again." in text_of(english)
    assert "ask the postmaster" in text_of(english)
    assert "tells you when it comes in again" in text_of(english)
    assert japanese["Subject"] == "[WebMail] 「Office」のメールを受信できません"
    assert "ask the postmaster" in text_of(japanese)
    assert "再び受信できたときにお知らせします" in text_of(japanese)
    assert f"/webmail/accounts/{account.pk}/receiving/" in text_of(japanese)


def test_a_server_that_fails_for_a_moment_is_no_news(aiko, server, reads):
    account = reads(aiko, server)
    visit(account, TOLD_AFTER - 1)
    server.replies.clear()
    visit(account)

    assert kinds() == []


def test_the_owner_is_told_when_it_works_again_and_of_the_next_breakage(
    aiko, server, reads, post_round
):
    account = reads(aiko, server)
    visit(account, TOLD_AFTER)
    post_round()
    server.replies.clear()
    visit(account, 2)

    [(to, letter)] = post_round().sent
    assert to == "aiko@example.test"
    assert letter["Subject"] == "[WebMail] Mail of “Office” comes in again"

    server.replies.update(WRONG)
    visit(account, TOLD_AFTER)
    assert kinds() == [ReceivingBroke.kind, ReceivingWorks.kind, ReceivingBroke.kind]


def test_whoever_mends_the_account_is_told_that_it_works(aiko, server, reads):
    account = reads(aiko, server)
    visit(account, TOLD_AFTER)
    save_account(again(account), about={"name": "Mended"}, incoming={}, outgoing={})
    assert again(account).trouble == {}
    server.replies.clear()
    visit(account)

    assert kinds()[-1] == ReceivingWorks.kind
    assert again(account).failures == 0


def test_of_an_account_that_is_removed_nobody_is_told(aiko, server, reads, post_round):
    account = reads(aiko, server)
    visit(account, TOLD_AFTER)
    remove_account(again(account))

    assert post_round().sent == []
