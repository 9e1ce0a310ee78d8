from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from kairan.notices.models import Announcement, Notification
from kairan.notices.operations import announce, withdraw
from kairan.notices.tests.parade import ParadePlanned


def test_an_announcement_is_one_insert_however_many_people_it_concerns(aiko):
    people = range(aiko.pk + 1, aiko.pk + 5001)

    with CaptureQueriesContext(connection) as asked:
        announced = announce(ParadePlanned(), to=people, by=aiko)

    wake_up = 1 if connection.vendor == "postgresql" else 0
    assert len(asked) == 1 + wake_up
    assert asked[0]["sql"].startswith("INSERT INTO")
    assert Announcement.objects.get().recipients == list(people)
    assert announced.size == 5000


def test_nobody_is_told_of_their_own_deed_and_nobody_twice(aiko, ben):
    announce(ParadePlanned(), to=[aiko, ben, ben, ben.pk], by=aiko)

    assert Announcement.objects.get().recipients == [ben.pk]


def test_who_acts_alone_announces_nothing(aiko):
    assert announce(ParadePlanned(), to=[aiko], by=aiko) is None
    assert not Announcement.objects.exists()


def test_an_event_with_a_key_happens_once(aiko, ben):
    first = announce(ParadePlanned(), to=[ben], key="parade-7-planned")
    again = announce(ParadePlanned(subject="Drums"), to=[ben, aiko], key="parade-7-planned")

    assert again is None
    assert Announcement.objects.get() == first


def test_the_same_news_may_be_announced_again_without_a_key(ben):
    announce(ParadePlanned(), to=[ben])
    announce(ParadePlanned(), to=[ben])

    assert Announcement.objects.count() == 2


def test_an_announcement_belongs_in_a_transaction(transactional_db):
    with pytest.raises(RuntimeError, match="transaction"):
        announce(ParadePlanned(), to=[1])


def test_what_did_not_happen_is_not_announced(transactional_db):
    with suppress(ZeroDivisionError), transaction.atomic():
        announce(ParadePlanned(), to=[1])
        raise ZeroDivisionError

    assert not Announcement.objects.exists()
    assert not connection.in_atomic_block


def test_a_withdrawn_record_leaves_nothing_waiting(ben, chidi):
    announce(ParadePlanned(parade_id=1), to=[ben])
    announce(ParadePlanned(parade_id=2), to=[ben])

    withdraw(about="parade:1")

    states = Announcement.objects.order_by("pk").values_list("about", "state")
    assert list(states) == [("parade:1", "withdrawn"), ("parade:2", "waiting")]


def test_one_person_can_be_left_out_of_what_waits(ben, chidi):
    later = now() + timedelta(days=1)
    announce(ParadePlanned(), to=[ben, chidi], at=later)

    withdraw(about="parade:7", person=ben)

    waiting = Announcement.objects.get()
    assert (waiting.recipients, waiting.size) == ([chidi.pk], 2)
    assert later < waiting.claimable_at < later + timedelta(seconds=1)

    withdraw(about="parade:7", person=chidi)
    assert Announcement.objects.get().state == Announcement.State.TOLD
    left_out = Notification.objects.values_list("person", "way", "reason").order_by("person")
    assert list(left_out) == [(ben.pk, "none", "left-out"), (chidi.pk, "none", "left-out")]


def test_only_the_named_kind_is_withdrawn(ben):
    announce(ParadePlanned(), to=[ben])

    withdraw(about="parade:7", notice=ParadePlanned)

    assert Announcement.objects.get().state == Announcement.State.WITHDRAWN
