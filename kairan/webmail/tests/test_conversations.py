"""Which mails are one conversation, in whatever order they come, and how that is shown."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.utils.timezone import now
from hypothesis import given
from hypothesis import strategies as st

from kairan.attachments.models import Content
from kairan.webmail.models import Keeping, Message, ThreadKey
from kairan.webmail.receiving.keeping import Fetched, keep
from kairan.webmail.tests.letters import post
from kairan.webmail.threads import joining, reading
from kairan.webmail.threads.grouping import Named, answered_subject, group
from kairan.webmail.threads.joining import join_old

DAY = datetime(2026, 6, 1, 9, tzinfo=UTC)


def mail(own="", *named, subject="Slides", day=0, reply_to=""):
    moment = (DAY + timedelta(days=day)).strftime("%a, %d %b %Y %H:%M:%S +0000")
    lines = [f"From: mori{own}@example.jp", f"Subject: {subject}", f"Date: {moment}"]
    lines += [f"Message-ID: <{own}@x>"] if own else []
    lines += [f"References: {' '.join(f'<{each}@x>' for each in named)}"] if named else []
    lines += [f"In-Reply-To: <{reply_to}@x>"] if reply_to else []
    return "\r\n".join([*lines, "", f"Text of {own}."]).encode()


@pytest.fixture
def came(ben, account_of):
    """Return what lets mails come to Ben, each call in one batch; gives their conversations."""
    account = account_of(ben)
    uids = iter(range(1000))

    def come(*mails):
        last = Message.objects.order_by("pk").values_list("pk", flat=True).last() or 0
        keep(account, [Fetched(str(next(uids)), each) for each in mails], now=now())
        fresh = Message.objects.filter(pk__gt=last).order_by("pk")
        return list(fresh.values_list("pk", flat=True))

    return come


def threads(*numbers):
    found = dict(Message.objects.values_list("pk", "thread"))
    return [found[each] for each in (numbers or sorted(found))]


# --- values -----------------------------------------------------------------------------------

named = st.builds(
    Named,
    own=st.none() | st.integers(0, 12),
    others=st.lists(st.integers(0, 12), unique=True, max_size=3).map(tuple),
)


@given(st.lists(named, max_size=10), st.randoms())
def test_what_is_connected_is_together_however_it_comes(mails, random):
    mails = [each for each in mails if each.all]
    connected = group(mails, {}).threads

    order = list(range(len(mails)))
    random.shuffle(order)
    known, found = {}, {}
    while order:
        batch = [order.pop() for _each in range(min(len(order), random.randint(1, 3)))]
        ids = {key for index in batch for key in mails[index].all}
        grouping = group(
            [mails[index] for index in batch], {k: t for k, t in known.items() if k in ids}
        )
        found.update(zip(batch, grouping.threads, strict=True))
        known.update(grouping.fresh)
        for of in (known, found):
            of.update({k: grouping.merged.get(t, t) for k, t in of.items()})

    same = [[connected[a] == connected[b] for a in found] for b in found]
    assert [[found[a] == found[b] for a in found] for b in found] == same


@pytest.mark.parametrize(
    ("subject", "answered"),
    [
        ("Re: Slides", "slides"),
        ("RE: re:  Slides ", "slides"),
        ("Re[2]: Slides", "slides"),
        ("Aw: Slides", "slides"),
        ("返信：見積もり", "見積もり"),
        ("Slides", ""),
        ("Regarding: Slides", ""),
        ("Re:", ""),
        ("", ""),
    ],
)
def test_what_a_subject_answers(subject, answered):
    assert answered_subject(subject) == answered


# --- mail -------------------------------------------------------------------------------------


def test_answers_join_what_they_answer(came):
    came(mail("a"))
    came(mail("b", "a"), mail("c", "a", "b"), mail("z"))
    first, second, third, other = threads()
    assert first == second == third != other


def test_conversations_become_one_when_the_missing_mail_comes(came):
    came(mail("b", reply_to="a"), mail("d", reply_to="c"))
    assert len(set(threads())) == 2
    came(mail("c", reply_to="a"))
    assert len(set(threads())) == 1
    came(mail("e", "d"))
    assert len(set(threads())) == 1
    assert len(set(ThreadKey.objects.values_list("thread", flat=True))) == 1


def test_an_answer_without_references_joins_by_its_subject_within_a_month(came):
    [asked] = came(mail("a", subject="Budget"))
    [answer] = came(mail("b", subject="Re: budget", day=20))
    [late] = came(mail("c", subject="Re: Budget", day=60))
    [new] = came(mail("d", subject="Budget", day=3))
    assert threads(asked) == threads(answer)
    assert len(set(threads(asked, late, new))) == 3

    [after] = came(mail("e", "b", subject="Re: Budget", day=21))
    assert threads(after) == threads(asked)


def test_the_answer_and_what_it_answers_may_come_in_one_batch(came):
    came(mail("b", subject="Re: Budget", day=1), mail("a", subject="Budget"))
    assert len(set(threads())) == 1


def test_mails_without_any_id_are_alone(came):
    came(mail(), mail())
    assert len(set(threads())) == 2


def test_two_people_never_share_a_conversation(came, chidi, received):
    came(mail("a"))
    received(chidi, mail("a"))
    assert len(set(threads())) == 2


def test_a_very_large_conversation_is_not_joined_to_another(came, monkeypatch):
    monkeypatch.setattr(joining, "LARGEST", 2)
    came(*(mail(f"a{n}", "a") for n in range(4)))
    came(*(mail(f"b{n}", "b") for n in range(4)))
    came(mail("x", "a", "b"))
    assert len(set(threads())) == 2


def test_a_batch_costs_the_same_however_much_mail_there_is(
    came, ben, account_of, django_assert_max_num_queries
):
    came(*(mail(f"a{n}", *(f"a{m}" for m in range(n))) for n in range(20)))
    came(*(mail(f"b{n}", f"a{n % 20}", subject="Re: x") for n in range(100)))
    account = account_of(ben)
    batch = [Fetched(f"c{n}", mail(f"c{n}", f"b{n}")) for n in range(100)]
    with django_assert_max_num_queries(16):
        keep(account, batch, now=now())
    assert len(set(threads())) == 1


def test_ones_own_answer_belongs_to_the_conversation(as_, ben, came, mail_server, writes):
    [asked] = came(mail("a"))
    draft = as_(ben).post(f"/webmail/messages/{asked}/answer/", {"then": "reply"})
    page = as_(ben).get(draft["Location"]).context["form"]
    typed = {"key": page["key"].value(), "to": "x@example.test", "subject": "Re: Slides"}
    account = Message.objects.get(pk=asked).account
    post(as_(ben), account, draft["Location"], **typed, cc="", bcc="", body="Thanks.")

    sent = Message.objects.get(folder__kind="sent")
    assert threads(sent.pk) == threads(asked)


def test_mail_from_before_there_were_conversations_is_put_into_them(came, monkeypatch):
    monkeypatch.setattr(joining, "OLD_PIECE", 2)
    came(mail("a"), mail("b", "a"), mail("c", "b"), mail("z"), mail())
    ThreadKey.objects.all().delete()
    Message.objects.update(thread=None)

    join_old(stopping=lambda: False)

    found = threads()
    assert None not in found
    assert found[0] == found[1] == found[2]
    assert len(set(found)) == 3


def test_ids_are_forgotten_with_the_last_mail_of_a_conversation(as_, ben, came):
    first, second, other = came(mail("a"), mail("b", "a"), mail("z", "y"))
    client = as_(ben)

    def delete(number):
        for then in ("trash", "delete"):
            client.post("/webmail/selection/", {"message": number, "then": then})

    delete(first)
    delete(other)
    assert set(ThreadKey.objects.values_list("thread", flat=True)) == set(threads(second))
    delete(second)
    assert not ThreadKey.objects.exists()


# --- pages ------------------------------------------------------------------------------------


def test_the_page_of_a_mail_shows_its_conversation_folded(as_, ben, chidi, came):
    first, second = came(mail("a"), mail("b", "a", day=1))
    client = as_(ben)

    page = client.get(f"/webmail/messages/{second}/").content.decode()
    assert f'hx-get="/webmail/messages/{first}/text/"' in page
    assert f'hx-get="/webmail/messages/{second}/text/"' not in page
    assert "Text of a." in client.get(f"/webmail/messages/{first}/text/").content.decode()
    assert as_(chidi).get(f"/webmail/messages/{first}/text/").status_code == 404

    client.post("/webmail/selection/", {"message": first, "then": "trash"})
    assert "conversation" not in client.get(f"/webmail/messages/{second}/").content.decode()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL weighs how much there is.")
def test_no_other_mail_is_looked_at_for_a_conversation(ben, came):
    came(mail("a"))
    message = Message.objects.get()
    asked = reading._NEWEST._worded[0]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {asked.sql}", asked.filled_in(message))
        conversation = [step for *_numbers, step in cursor.fetchall()]
    one_line_each = reading.newest_of_each(Message.objects.filter(folder=message.folder_id))

    assert "message_in_conversation (thread=? AND owner_id=?)" in conversation[0]
    assert "(thread=? AND owner_id=? AND folder_id=?" in one_line_each.explain()


def test_the_list_shows_one_line_for_each_conversation_when_asked(as_, ben, came):
    came(mail("a"), mail("z", day=1), mail("b", "a", day=2), mail("c", "a", day=3))
    client = as_(ben)
    assert len(client.get("/webmail/").context["lines"]) == 4

    client.post("/webmail/conversations/", {"conversations": "yes"})

    shown = client.get("/webmail/").context["lines"]
    assert [(line.who, line.count) for line in shown] == [
        ("moric@example.jp", 3),
        ("moriz@example.jp", 1),
    ]
    client.post("/webmail/conversations/", {"conversations": "no"})
    assert len(client.get("/webmail/").context["lines"]) == 4


def test_what_is_done_to_a_line_is_done_to_its_conversation(as_, ben, came):
    *_others, last = came(mail("a"), mail("z"), mail("b", "a"), mail("c", "a", day=3))
    as_(ben).post("/webmail/selection/", {"message": last, "then": "archive", "folded": "yes"})
    assert Message.objects.filter(folder__kind="archive").count() == 3


def test_a_list_of_conversations_is_paged_and_costs_the_same(as_, ben, came, asked_by):
    Keeping.objects.update_or_create(owner=ben, defaults={"shows_conversations": True})
    came(*(mail(f"t{n}x{m}", f"t{n}", day=n) for n in range(60) for m in range(2)))
    few = asked_by(ben, "/webmail/")
    first = as_(ben).get("/webmail/").context
    second = as_(ben).get(f"/webmail/?{first['page'].next}").context
    assert [line.count for line in [*first["lines"], *second["lines"]]] == [2] * 60
    came(*(mail(f"u{n}x{m}", f"u{n}", day=n) for n in range(60) for m in range(3)))
    assert asked_by(ben, "/webmail/") == few <= 18
    assert Content.objects.count() == 300
