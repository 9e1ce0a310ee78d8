"""What the server's filter calls spam, what is thrown away, and how long that is kept."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils.timezone import now

from kairan.attachments.models import Content
from kairan.webmail.models import Keeping, Message
from kairan.webmail.receiving.keeping import Fetched, keep
from kairan.webmail.sorting.trash import days_of, purge, settle_trash
from kairan.webmail.tests.conftest import PLAIN

SPAM = b"X-Spam-Flag: YES\r\n" + PLAIN
OF_ANOTHER = SPAM.replace(b"<mori@example.jp>", b"<other@example.jp>")
FORGED = b"Authentication-Results: mx.example.test; dmarc=fail header.from=example.jp\r\n" + SPAM
WITH_A_SECOND_AUTHOR = OF_ANOTHER.replace(
    b"<other@example.jp>", b"<other@example.jp>, mori@example.jp"
)


def thrown_away(as_, person, message, *, days):
    as_(person).post("/webmail/selection/", {"message": message.pk, "then": "trash"})
    Message.objects.filter(pk=message.pk).update(trashed_at=now() - timedelta(days=days))


def purged(at=None):
    return purge(at or now(), stopping=lambda: False)


def test_what_the_filter_calls_spam_comes_into_the_spam_folder(as_, ben, received):
    message = received(ben, SPAM)

    assert message.folder.kind == "spam"
    assert "Slides" not in as_(ben).get("/webmail/").content.decode()


def test_spam_that_is_none_goes_back_to_the_inbox(as_, ben, received):
    message = received(ben, SPAM)
    for then, kind in [("not-spam", "inbox"), ("spam", "spam")]:
        as_(ben).post("/webmail/selection/", {"message": message.pk, "then": then})
        message.refresh_from_db()
        assert message.folder.kind == kind


def test_what_was_no_spam_once_is_none_again_from_the_same_sender(as_, ben, chidi, received):
    message = received(ben, SPAM)
    as_(ben).post("/webmail/selection/", {"message": message.pk, "then": "not-spam"})

    assert received(ben, SPAM).folder.kind == "inbox"
    assert received(ben, OF_ANOTHER).folder.kind == "spam"
    assert received(ben, FORGED).folder.kind == "spam"
    assert received(ben, WITH_A_SECOND_AUTHOR).folder.kind == "spam"
    assert received(chidi, SPAM).folder.kind == "spam"

    as_(ben).post("/webmail/selection/", {"message": message.pk, "then": "spam"})
    assert received(ben, SPAM).folder.kind == "spam"


def test_a_list_of_spam_costs_as_many_queries_as_one_mail(
    ben, account_of, django_assert_max_num_queries
):
    account = account_of(ben)
    # PostgreSQL wakes the worker, and hands out numbers of rows, by a statement.
    with django_assert_max_num_queries(19 if connection.vendor == "postgresql" else 16):
        keep(account, [Fetched(str(uid), SPAM) for uid in range(50)], now=now())


def test_the_trash_is_deleted_after_its_days_bytes_and_all(
    as_, ben, received, django_capture_on_commit_callbacks
):
    message = received(ben)
    thrown_away(as_, ben, message, days=29)
    assert purged() == 0

    with django_capture_on_commit_callbacks(execute=True):
        assert purged(now() + timedelta(days=2)) == 1

    assert not Message.objects.exists()
    assert not Content.objects.exists()
    assert Keeping.of(ben).kept_bytes == 0


def test_what_is_taken_out_of_the_trash_stays(as_, ben, received):
    message = received(ben)
    thrown_away(as_, ben, message, days=40)

    as_(ben).post("/webmail/selection/", {"message": message.pk, "then": "archive"})

    assert purged() == 0
    assert Message.objects.get() == message


def test_days_of_ones_own_count_before_those_of_the_office(as_, aiko, ben, received):
    office = {"trash_days": 10, "quota_mb": ""}
    as_(aiko).post("/webmail/administration/keeping/", office)
    settle_trash(90, by=ben)
    for person in (aiko, ben):
        thrown_away(as_, person, received(person), days=50)

    assert (days_of(aiko), days_of(ben)) == (10, 90)
    assert purged() == 1
    assert Message.objects.get().owner == ben
    assert purged(now() + timedelta(days=41)) == 1


def test_the_days_are_settled_on_the_page_of_folders(as_, ben):
    client = as_(ben)

    client.post("/webmail/trash/days/", {"trash_days": "7"})
    assert days_of(ben) == 7
    assert 'value="7"' in client.get("/webmail/folders/").content.decode()

    wrong = client.post("/webmail/trash/days/", {"trash_days": "0"})
    assert wrong.context["trash"].errors
    client.post("/webmail/trash/days/", {"trash_days": ""})
    assert days_of(ben) == 30


def test_only_an_administrator_settles_what_holds_for_all(as_, ben):
    answer = as_(ben).post("/webmail/administration/keeping/", {"trash_days": 1})
    assert answer.status_code == 403
    assert days_of(ben) == 30


def test_many_are_purged_in_pieces_and_an_ending_worker_leaves_the_rest(
    as_, ben, received, account_of, monkeypatch
):
    monkeypatch.setattr("kairan.webmail.sorting.trash.PIECE", 2)
    account = account_of(ben)
    for uid in range(5):
        thrown_away(as_, ben, received(ben, uid=str(uid), account=account), days=31)
    asked = []

    def stopping():
        asked.append(None)
        return len(asked) > 1

    assert purge(now(), stopping=stopping) == 2
    assert purged() == 3


def test_emptying_ones_trash_leaves_everybody_elses(as_, ben, chidi, received):
    for person in (ben, chidi):
        thrown_away(as_, person, received(person), days=0)

    as_(ben).post("/webmail/trash/emptying/")

    assert Message.objects.get().owner == chidi


@pytest.mark.parametrize("person", ["ben", "chidi"])
def test_nobody_puts_mail_of_another_into_their_spam(as_, aiko, received, person, request):
    message = received(aiko)
    as_(request.getfixturevalue(person)).post(
        "/webmail/selection/", {"message": message.pk, "then": "spam"}
    )
    message.refresh_from_db()
    assert message.folder.owner == aiko
    assert message.folder.kind == "inbox"
