"""Histories that nobody would think of: whatever happens and whoever is killed, one mail, not none.

A kill strikes at any statement to the database: what is not committed by then is gone.
"""

from collections import Counter
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import connection, transaction
from django.utils.timezone import now
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kairan.delivery.models import Envelope
from kairan.notices.bell import mark_opened
from kairan.notices.bundling import replan
from kairan.notices.closing import close_due
from kairan.notices.models import Announcement, Bundle, MailTimes, Notification, Part
from kairan.notices.operations import announce, withdraw
from kairan.notices.planning import Choice, Mail
from kairan.notices.preferences import choose_ways
from kairan.notices.tests.parade import ParadePlanned
from kairan.notices.wording import word_due
from kairan.people.testing import hire

KIND = ParadePlanned.kind
BEGIN = datetime(2026, 11, 24, 7, tzinfo=UTC)
Way = Notification.Way

LEFT_OUT_OF_A_MAIL = {"read", "withdrawn", "preference"}
NUMBERS = st.integers(1, 6)
STATEMENTS = st.none() | st.integers(1, 25)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("announce"), NUMBERS),
        st.tuples(st.just("read"), NUMBERS),
        st.tuples(st.just("withdraw"), NUMBERS),
        st.tuples(st.just("want"), st.sampled_from(Mail)),
        st.tuples(st.just("rest"), st.booleans()),
        st.tuples(st.just("pass"), st.sampled_from([1, 20, 61, 600, 1500])),
        st.tuples(st.just("word"), STATEMENTS),
        st.tuples(st.just("close"), STATEMENTS),
    ),
    min_size=5,
    max_size=30,
)


class Killed(BaseException):
    """What SIGKILL looks like from inside: nothing after it runs."""


@contextmanager
def killed_at(statement):
    """Let whoever works here die before its statement of that number; None lets it live."""
    left = [statement]

    def strike(execute, sql, params, many, context):
        if left[0] is not None:
            left[0] -= 1
            if left[0] <= 0:
                left[0] = None
                raise Killed
        return execute(sql, params, many, context)

    try:
        with connection.execute_wrapper(strike):
            yield
    except Killed:
        pass


class History:
    """One person to whom things happen."""

    def __init__(self, clock):
        self.clock = clock
        self.person = hire(f"p{uuid4().hex[:12]}", first_name="P")
        self.prefix = f"history-{self.person.pk}"

    def announce(self, number):
        with transaction.atomic():
            announce(
                ParadePlanned(parade_id=self._id(number), subject=f"{number}"), to=[self.person]
            )

    def read(self, number):
        mine = Notification.objects.told_to(self.person)
        mark_opened(mine.filter(announcement__about=self._about(number)), by=self.person)

    def withdraw(self, number):
        with transaction.atomic():
            withdraw(about=self._about(number))

    def want(self, mail):
        choose_ways(self.person, {KIND: Choice(mail)})
        replan(self._anew(), now=now())

    def rest(self, rests):
        MailTimes.objects.update_or_create(
            person=self.person,
            defaults={
                "quiet_from": time(20) if rests else None,
                "quiet_until": time(6) if rests else None,
                "paused_from": date(2026, 11, 25) if rests else None,
                "paused_until": date(2026, 11, 26) if rests else None,
            },
        )
        replan(self._anew(), now=now())

    def pass_(self, minutes):
        self.clock.shift(timedelta(minutes=minutes))

    def word(self, dies_at=None):
        with killed_at(dies_at):
            word_due(now())

    def close(self, dies_at=None):
        with killed_at(dies_at):
            close_due(now())

    def until_all_is_quiet(self):
        for _day in range(12):
            self.pass_(12 * 60)
            self.word()
            self.close()

    def _anew(self):
        return type(self.person).objects.get(pk=self.person.pk)

    def _id(self, number):
        return self.person.pk * 100 + number

    def _about(self, number):
        return ParadePlanned(parade_id=self._id(number)).about()


@settings(
    max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(steps=STEPS)
def test_whatever_happens_everybody_has_one_mail_of_everything_or_it_says_why(settings_page, steps):
    with time_machine.travel(BEGIN, tick=False) as clock:
        history = History(clock)
        for deed, value in steps:
            getattr(history, "pass_" if deed == "pass" else deed)(value)
        history.until_all_is_quiet()
        judge(history.person)


def judge(person):
    """Everything was told, once, and what was not mailed says why."""
    assert not Bundle.objects.open().filter(person=person).exists()
    announced = {
        each.pk
        for each in Announcement.objects.exclude(state=Announcement.State.WITHDRAWN)
        if person.pk in each.recipients
    }
    told = list(Notification.objects.filter(person=person))
    assert announced <= {each.announcement_id for each in told}
    mailed = [each for each in told if each.way == Way.MAIL]
    assert all(each.reason == "" for each in mailed)
    assert {each.reason for each in told if each.way == Way.BELL} <= LEFT_OUT_OF_A_MAIL
    assert {travels(each) for each in mailed} <= {1}
    envelopes = Envelope.objects.filter(person_id=person.pk)
    assert set(Counter(envelopes.values_list("letter_id", flat=True)).values()) <= {1}


def travels(notification):
    """In how many letters it is."""
    parts = Part.objects.filter(notification=notification).count()
    return parts + (notification.wording_id is not None)


@pytest.mark.parametrize("statement", range(1, 40))
def test_a_bundle_survives_a_kill_at_every_statement(settings_page, statement):
    with time_machine.travel(BEGIN, tick=False) as clock:
        history = History(clock)
        history.want(Mail.BUNDLE)
        for number in (1, 2, 3):
            history.announce(number)
        history.word()
        history.pass_(61)

        history.close(dies_at=statement)
        history.close()

        assert Envelope.objects.filter(person_id=history.person.pk).count() == 1
        assert Part.objects.filter(notification__person=history.person).count() == 3
