"""How much mail somebody keeps: counted to the byte, limited, and nothing is lost at the limit."""

from hypothesis import given
from hypothesis import strategies as st

from kairan.mail.testing.scripted_pop3 import ScriptedPop3
from kairan.webmail.models import Account, Keeping, Message
from kairan.webmail.models.keeping import MEGABYTE
from kairan.webmail.receiving import fetching
from kairan.webmail.receiving.operations import receive
from kairan.webmail.sorting.quota import Quota, quota_of, settle_quota
from kairan.webmail.templatetags.kairan_webmail import in_words
from kairan.webmail.tests.mailbox import MAILS, again

LARGE = MAILS[0] + b"0123456789\r\n" * 60_000


def sizes(person):
    return sum(Message.objects.filter(owner=person).values_list("size", flat=True))


def test_what_comes_and_goes_is_counted_to_the_byte(as_, ben, received, account_of):
    account = account_of(ben)
    first, _second = (received(ben, uid=uid, account=account) for uid in "12")
    assert Keeping.of(ben).kept_bytes == sizes(ben) > 0

    for then in ("trash", "delete"):
        as_(ben).post("/webmail/selection/", {"message": first.pk, "then": then})

    assert Message.objects.count() == 1
    assert Keeping.of(ben).kept_bytes == sizes(ben)


def test_at_the_limit_mail_stays_on_the_server_and_comes_when_there_is_room(
    ben, reads, stored, monkeypatch
):
    monkeypatch.setattr(fetching, "BATCH_MAILS", 1)
    settle_quota(ben, 1)
    with ScriptedPop3([LARGE, LARGE + b"2\r\n", LARGE + b"3\r\n"]) as server:
        account = reads(ben, server, leave=Account.Leave.NEVER)
        receive(account)
        receive(again(account))

        assert len(stored(ben)) == 2
        assert quota_of(ben).is_full
        assert len(server.messages) == 3
        assert "stays on its server" in in_words(again(account))

        settle_quota(ben, 100)
        receive(again(account))

        assert stored(ben) == [LARGE, LARGE + b"2\r\n", LARGE + b"3\r\n"]
        assert in_words(again(account)) == "Nothing hinders receiving."
        assert not server.messages


def test_the_meter_stands_beside_the_folders_once_there_is_a_limit(as_, aiko, chidi, received):
    received(chidi)
    assert "<meter" not in as_(chidi).get("/webmail/").content.decode()

    as_(aiko).post(f"/webmail/administration/{chidi.pk}/quota/", {"quota_mb": "5"})

    assert quota_of(chidi).limit == 5 * MEGABYTE
    page = as_(chidi).get("/webmail/").content.decode()
    assert f'<meter min="0" max="{5 * MEGABYTE}"' in page


def test_the_office_settles_a_limit_for_everybody(as_, aiko, ben, chidi):
    settle_quota(ben, 7)
    as_(aiko).post("/webmail/administration/keeping/", {"trash_days": 30, "quota_mb": 3})

    assert quota_of(ben).limit == 7 * MEGABYTE
    assert quota_of(chidi).limit == 3 * MEGABYTE


def test_nobody_but_an_administrator_gives_more_room(as_, ben):
    answer = as_(ben).post(f"/webmail/administration/{ben.pk}/quota/", {"quota_mb": "9999"})
    assert answer.status_code == 403
    assert quota_of(ben).limit is None


@given(st.integers(0, 10**12), st.none() | st.integers(1, 10**12))
def test_full_is_nearly_full_and_leaves_no_room(kept, limit):
    quota = Quota(kept, limit)
    assert quota.is_full == (quota.room <= 0)
    assert quota.is_nearly_full or not quota.is_full
    assert limit is not None or not quota.is_nearly_full
