"""Readers are reminded of a deadline before it comes: at its moment, once, and who still has to."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import transaction
from django.utils.timezone import now
from hypothesis import given
from hypothesis import strategies as st

from kairan.apps.circulation.deadlines import reminder_before
from kairan.apps.circulation.models import Circular
from kairan.apps.circulation.operations import (
    circulate,
    complete,
    confirm,
    remind_of_deadline,
    save_draft,
)
from kairan.apps.circulation.rounds import remind_of_deadlines
from kairan.notices.models import Announcement

DAY = timedelta(days=1)
MOMENTS = st.datetimes(
    min_value=datetime(2020, 1, 1), max_value=datetime(2040, 1, 1), timezones=st.just(UTC)
)
SPANS = st.timedeltas(min_value=timedelta(seconds=1), max_value=timedelta(days=4000))


def told():
    found = Announcement.objects.filter(kind="circulation.deadline-near").order_by("pk")
    return [each.recipients for each in found]


@pytest.mark.parametrize(
    ("days", "reminder"), [(10, 9), (2, 1), (1.5, 0.75), (1, 0.5), (0.25, 0.125)]
)
def test_a_day_before_or_halfway(days, reminder):
    sent = datetime(2030, 5, 17, 9, tzinfo=UTC)

    assert reminder_before(sent + days * DAY, sent_at=sent) == sent + reminder * DAY


@given(sent=MOMENTS, span=SPANS)
def test_the_reminder_comes_after_the_circular_and_before_the_deadline(sent, span):
    deadline = sent + span

    reminder = reminder_before(deadline, sent_at=sent)

    assert sent <= reminder < deadline
    assert deadline - reminder <= DAY


@given(sent=MOMENTS, span=SPANS, later=SPANS)
def test_a_later_deadline_never_reminds_earlier(sent, span, later):
    assert reminder_before(sent + span, sent_at=sent) <= reminder_before(
        sent + span + later, sent_at=sent
    )


@pytest.fixture
def due(aiko, ben, chidi, draft):
    """A circular to Ben and Chidi, to be confirmed within three days."""
    return circulate(draft(ben, chidi, confirm_by=now() + 3 * DAY), author=aiko)


def test_nobody_is_reminded_before_the_moment_has_come(due):
    assert remind_of_deadlines(due.remind_at - timedelta(seconds=1)) == due.remind_at
    assert told() == []


def test_those_who_have_not_confirmed_at_that_moment_are_reminded_once(due, ben, chidi):
    confirm(due, reader=ben)

    assert remind_of_deadlines(due.remind_at) is None
    remind_of_deadlines(due.remind_at + timedelta(hours=1))

    assert told() == [[chidi.pk]]
    due.refresh_from_db()
    assert due.reminded_at is not None


def test_two_workers_remind_once(due, ben, chidi):
    seen_by_another = Circular.objects.get(pk=due.pk)

    for each in (due, seen_by_another):
        remind_of_deadline(each, now=due.remind_at or now())

    assert told() == [[ben.pk, chidi.pk]]


def test_a_worker_that_dies_before_it_has_finished_leaves_the_reminder_to_the_next(due, ben, chidi):
    moment = due.remind_at

    @transaction.atomic
    def killed():
        remind_of_deadline(due, now=moment)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        killed()

    assert told() == []
    remind_of_deadlines(moment)

    assert told() == [[ben.pk, chidi.pk]]


def test_nobody_is_reminded_when_all_have_confirmed(due, ben, chidi):
    confirm(due, reader=ben)
    confirm(due, reader=chidi)

    remind_of_deadlines(due.remind_at)

    assert told() == []


def test_nobody_is_reminded_of_what_was_completed(due):
    moment = due.remind_at
    complete(due)

    assert remind_of_deadlines(moment) is None
    assert told() == []


def test_nobody_is_reminded_of_what_is_completed_while_a_worker_looks(due):
    seen_before = Circular.objects.get(pk=due.pk)
    complete(due)

    remind_of_deadline(seen_before, now=seen_before.remind_at)

    assert told() == []


def test_a_reminder_after_the_deadline_reminds_of_nothing(due):
    remind_of_deadlines(due.confirm_by)

    assert told() == []
    assert not Circular.objects.exclude(remind_at=None).exists()


@pytest.mark.parametrize(
    "fields", [{"reminds_before_deadline": False, "confirm_by": True}, {"confirm_by": None}]
)
def test_an_author_who_wants_none_or_sets_no_deadline_has_none(aiko, ben, draft, fields):
    if fields["confirm_by"]:
        fields = {**fields, "confirm_by": now() + 3 * DAY}

    assert circulate(draft(ben, **fields), author=aiko).remind_at is None


def test_a_draft_reminds_nobody(aiko, ben, draft):
    assert save_draft(draft(ben, confirm_by=now() + 3 * DAY), author=aiko).remind_at is None


def test_what_completing_finds_waiting_is_dropped(due, mail_server, post_round):
    remind_of_deadlines(due.remind_at)
    complete(due)

    assert post_round().sent == []


def test_the_mail_says_until_when_and_confirms_by_its_link(
    client, aiko, ben, draft, mail_server, post_round
):
    with time_machine.travel(datetime(2030, 5, 14, 0, 0, tzinfo=UTC), tick=False):
        circular = circulate(draft(ben, confirm_by=now() + 3 * DAY), author=aiko)
        post_round()
    with time_machine.travel(datetime(2030, 5, 16, 0, 0, tzinfo=UTC), tick=False):
        remind_of_deadlines(now())
        [(recipient, letter)] = post_round().sent
        text = letter.get_body(("plain",)).get_content()
        [link] = [word for word in text.split() if "/circulation/answer/" in word]
        client.post(link.removeprefix("https://kairan.example.test"))

    assert recipient == "ben@example.test"
    assert letter["Subject"] == "[回覧] 確認期限が近づいています：Office move"
    assert "2030年5月17日9:00" in text
    assert circular.readings.get().confirmed_at


def test_the_author_may_switch_it_off_on_the_form(as_, aiko, ben):
    client = as_(aiko)
    form = client.get("/circulation/new/").context["form"]
    assert form["reminds_before_deadline"].value() is True
    typed = {
        "subject": "Move",
        "priority": "normal",
        "then": "send",
        "to": f"person:{ben.pk}",
        "confirm_by": "2130-05-17T09:00",
    }

    client.post("/circulation/new/", typed)
    client.post("/circulation/new/", {**typed, "reminds_before_deadline": "on"})

    without, reminding = Circular.objects.order_by("pk")
    assert (without.remind_at, reminding.remind_at is None) == (None, False)
    assert (
        "is reminded of the deadline" in client.get(reminding.get_absolute_url()).content.decode()
    )
    assert (
        "is reminded of the deadline" not in client.get(without.get_absolute_url()).content.decode()
    )


def test_the_top_page_has_the_nearest_deadline_first(aiko, ben, draft):
    from django.apps import apps

    feature = apps.get_app_config("circulation")
    circulate(draft(ben, subject="Whenever"), author=aiko)
    circulate(draft(ben, subject="Next week", confirm_by=now() + 7 * DAY), author=aiko)
    soon = circulate(draft(ben, subject="Soon", confirm_by=now() + DAY), author=aiko)
    done = circulate(draft(ben, subject="Done"), author=aiko)
    confirm(done, reader=ben)

    assert [each.title for each in feature.waiting(ben, 5)] == ["Soon", "Next week", "Whenever"]
    [first] = feature.waiting(ben, 1)
    assert (first.until, first.url, first.detail) == (
        soon.confirm_by,
        soon.get_absolute_url(),
        "Aiko Mori",
    )
    assert feature.waiting_for(ben) == 3
