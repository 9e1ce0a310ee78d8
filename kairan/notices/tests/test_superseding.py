"""Edits within two minutes are told as one, and what waits never tells what is no longer so."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from kairan.delivery.models import Envelope, Reason, State
from kairan.mail.testing.faults import Fault
from kairan.notices import wording
from kairan.notices.models import Announcement, Notification
from kairan.notices.operations import amend, announce
from kairan.notices.tests.parade import ParadeMoved, ParadePlanned
from kairan.notices.tests.test_told import drawn_for
from kairan.notices.wording import word_due
from kairan.people.models import Address

NOON = datetime(2030, 5, 17, 12, tzinfo=UTC)
QUIET = timedelta(minutes=2)


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def moved(old, new, *people, by=None):
    with transaction.atomic():
        return announce(ParadeMoved(old=old, new=new), to=people, by=by)


def told():
    """Whom the wording round has told what, in order; by bell alone in brackets."""
    found = defaultdict(list)
    rows = Notification.objects.exclude(way="none").select_related("announcement", "person")
    for each in rows.order_by("pk"):
        payload = each.announcement.payload
        found[each.person.login_id].append((payload["old"], payload["new"]))
    return dict(found)


def hear(clock, after=QUIET):
    clock.shift(after + timedelta(seconds=1))
    word_due(now())


def test_edits_within_two_minutes_are_one_mail_that_says_what_changed(
    clock, aiko, ben, mail_server, post_round
):
    moved(10, 11, ben, by=aiko)
    clock.shift(timedelta(seconds=119))
    assert post_round().sent == []
    moved(11, 12, ben, by=aiko)
    clock.shift(timedelta(seconds=2))

    [mail] = post_round().to("ben@example.test")
    assert mail["Subject"] == "[Parade] Moved: 10 → 12"
    clock.shift(timedelta(hours=1))
    assert post_round().sent == []


def test_the_window_closes_two_minutes_after_the_first_edit(clock, aiko, ben):
    for hour in range(10, 15):
        moved(hour, hour + 1, ben, by=aiko)
        clock.shift(timedelta(seconds=50))
        word_due(now())
    hear(clock)

    assert told() == {"ben": [(10, 13), (13, 15)]}


def test_what_was_changed_back_is_told_to_nobody_and_the_page_says_so(
    clock, aiko, ben, chidi, settings_page
):
    moved(10, 11, ben, chidi, by=aiko)
    moved(11, 10, ben, chidi, by=aiko)
    hear(clock)

    assert told() == {}
    assert "2 people were told nothing: what was changed was changed back" in drawn_for(aiko)


def test_people_of_the_first_edit_or_of_the_second_alone_hear_what_concerns_them(
    clock, aiko, ben, chidi, settings_page
):
    moved(10, 11, aiko, ben)
    moved(11, 12, ben, chidi)
    hear(clock)

    assert told() == {"aiko": [(10, 11)], "ben": [(10, 12)], "chidi": [(11, 12)]}
    assert "about to be written" not in drawn_for(aiko)
    assert "not told any more" not in drawn_for(aiko)


def test_some_may_be_back_where_they_were_while_others_are_not(clock, aiko, ben, settings_page):
    moved(10, 11, aiko, ben)
    moved(11, 10, ben)
    moved(11, 12, aiko)
    hear(clock)

    assert told() == {"aiko": [(10, 12)]}
    assert "1 person was told nothing" in drawn_for(aiko)


def test_who_acts_needs_not_be_told_what_waited_for_them(clock, aiko, ben, chidi):
    moved(10, 11, ben, chidi, by=aiko)
    moved(11, 12, aiko, chidi, by=ben)
    hear(clock)

    assert told() == {"chidi": [(10, 12)], "aiko": [(11, 12)]}
    assert Notification.objects.get(person=ben).reason == Notification.Reason.LEFT_OUT


def test_what_a_worker_has_claimed_is_left_alone_and_the_rest_follows(clock, aiko, ben):
    moved(10, 11, ben, by=aiko)
    clock.shift(QUIET)
    claimed = wording._claim(Announcement.objects.claimable(now()))
    moved(11, 12, ben, by=aiko)
    wording._tell(claimed)
    hear(clock)

    assert told() == {"ben": [(10, 11), (11, 12)]}


def test_an_edit_between_the_look_and_the_claim_of_a_worker_breaks_the_claim(clock, aiko, ben):
    moved(10, 11, ben, by=aiko)
    clock.shift(QUIET)
    seen = Announcement.objects.get()
    moved(11, 12, ben, by=aiko)

    held = Announcement.objects.filter(pk=seen.pk, claimable_at=seen.claimable_at)
    assert held.update(claimable_at=seen.claimable_at) == 0
    hear(clock)
    assert told() == {"ben": [(10, 12)]}


def test_a_worker_that_died_with_its_claim_tells_the_first_edit_and_then_the_second(
    clock, aiko, ben
):
    moved(10, 11, ben, by=aiko)
    clock.shift(QUIET)
    wording._claim(Announcement.objects.claimable(now()))
    moved(11, 12, ben, by=aiko)
    hear(clock, after=wording.LEASE + QUIET)

    assert told() == {"ben": [(10, 11), (11, 12)]}


def test_a_mail_that_was_put_off_is_replaced_by_one_that_says_the_whole_way(
    clock, aiko, ben, chidi, mail_server, post_round
):
    mail_server.faults.append(Fault("RCPT", "450 4.2.1 later", to="ben@example.test", times=1))
    moved(10, 11, ben, chidi, by=aiko)
    clock.shift(QUIET)
    post_round()
    moved(11, 12, ben, chidi, by=aiko)
    clock.shift(QUIET)
    post = post_round()

    [to_ben] = post.to("ben@example.test")
    [to_chidi] = post.to("chidi@example.test")
    assert to_ben["Subject"] == "[Parade] Moved: 10 → 12"
    assert to_chidi["Subject"] == "[Parade] Moved: 11 → 12"
    stale = Envelope.objects.get(state=State.CANCELLED)
    assert (stale.recipient, stale.reason) == ("ben@example.test", Reason.REPLACED)
    assert "A newer one took its place before it left." in drawn_for(aiko)


def test_a_mail_that_is_held_does_not_leave_once_it_is_stale(clock, aiko, ben, word):
    moved(10, 11, ben, by=aiko)
    clock.shift(QUIET)
    word()
    Envelope.objects.update(state=State.HELD, next_try_at=None)
    moved(11, 12, ben, by=aiko)

    assert Envelope.objects.get().state == State.CANCELLED


def test_a_change_undone_while_its_mail_was_put_off_is_told_by_the_bell_alone(
    clock, aiko, ben, mail_server, post_round
):
    mail_server.faults.append(Fault("RCPT", "450 4.2.1 later", times=1))
    moved(10, 11, ben, by=aiko)
    clock.shift(QUIET)
    post_round()
    moved(11, 10, ben, by=aiko)
    clock.shift(timedelta(hours=3))

    assert post_round().sent == []
    last = Notification.objects.order_by("-pk").first()
    assert (last.way, last.announcement.payload["new"]) == ("bell", 10)


def test_who_got_it_at_one_address_hears_the_next_step_at_all(
    clock, aiko, ben, mail_server, post_round
):
    Address.objects.create(user=ben, kind="home", address="ben@home.test", takes_notifications=True)
    mail_server.faults.append(Fault("RCPT", "450 4.2.1 later", to="ben@home.test", times=1))
    moved(10, 11, ben, by=aiko)
    clock.shift(QUIET)
    assert [to for to, _mail in post_round().sent] == ["ben@example.test"]
    moved(11, 12, ben, by=aiko)
    clock.shift(QUIET)
    post = post_round()

    subjects = {to: mail["Subject"] for to, mail in post.sent}
    assert subjects == dict.fromkeys(
        ["ben@example.test", "ben@home.test"], "[Parade] Moved: 11 → 12"
    )


def test_what_is_amended_reaches_those_whom_it_has_not_reached_and_nobody_else(
    clock, aiko, ben, chidi
):
    moved(10, 11, ben, by=aiko)
    hear(clock)
    moved(11, 12, chidi, by=aiko)
    with transaction.atomic():
        amend(ParadeMoved(old=12, new=13), by=aiko)
    hear(clock)

    assert told()["chidi"] == [(11, 13)]


def test_what_supersedes_nothing_costs_one_insert_and_what_does_four_looks(clock, aiko, ben):
    with CaptureQueriesContext(connection) as plain:
        announce(ParadePlanned(), to=range(1000, 6000), by=aiko)
    with CaptureQueriesContext(connection) as superseding:
        announce(ParadeMoved(old=1, new=2), to=range(1000, 6000), by=aiko)

    wake_up = 1 if connection.vendor == "postgresql" else 0
    assert (len(plain), len(superseding)) == (1 + wake_up, 5 + wake_up)


def test_what_supersedes_takes_no_key(ben):
    with pytest.raises(ValueError, match="key"):
        announce(ParadeMoved(old=1, new=2), to=[ben], key="once")


EDITS = st.lists(
    st.tuples(
        st.integers(min_value=1, max_value=150),  # seconds until the worker looks, and then
        st.booleans(),  # whether it does
        st.sampled_from(["aiko", "ben", None]),  # who acts
        st.integers(min_value=1, max_value=3),  # what is so now
        st.sets(st.sampled_from(["aiko", "ben", "chidi"])),  # whom it concerns
    ),
    max_size=12,
)


class Model:
    """What people are to be told, worked out one by one, by the clock alone."""

    def __init__(self):
        self.told, self.waiting = defaultdict(list), {}

    def edit(self, old, new, *, concerned, by):
        self.waiting.pop(by, None)
        for name in concerned:
            was, _new, due = self.waiting.pop(name, (old, None, now() + QUIET))
            if was != new:
                self.waiting[name] = (was, new, due)

    def look(self):
        for name, (old, new, due) in list(self.waiting.items()):
            if due < now():
                self.told[name].append((old, new))
                del self.waiting[name]


@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[Phase.explicit, Phase.generate],
)
@given(edits=EDITS)
def test_any_edits_at_any_times_are_told_as_the_net_change_of_each_window(aiko, ben, chidi, edits):
    people = {each.login_id: each for each in (aiko, ben, chidi)}
    Announcement.objects.all().delete()
    model, value = Model(), 0
    with time_machine.travel(NOON, tick=False) as clock:
        for seconds, is_awake, by, new, concerned in edits:
            clock.shift(timedelta(seconds=seconds, milliseconds=250))
            if is_awake:
                word_due(now())
                model.look()
            clock.shift(timedelta(milliseconds=250))
            if new != value:
                moved(value, new, *(people[each] for each in concerned), by=people.get(by))
                model.edit(value, new, concerned=concerned - {by}, by=by)
                value = new
        hear(clock)
        model.look()

    assert told() == dict(model.told)
    assert not model.waiting
