"""Several workers on one PostgreSQL word what is due side by side, and tell everybody once."""

import threading
from collections import Counter
from contextlib import contextmanager
from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import connection, transaction
from django.utils.timezone import now

from kairan.delivery.models import Envelope
from kairan.mailservers.models import MailServerSettings
from kairan.notices import wording
from kairan.notices.models import Announcement, Notification
from kairan.notices.operations import announce
from kairan.notices.tests.parade import ParadeMoved, ParadePlanned
from kairan.people.testing import hire

pytestmark = pytest.mark.skipif(
    connection.vendor != "postgresql",
    reason="SQLite has one writer at a time; only PostgreSQL has workers on many machines.",
)


def test_many_workers_tell_everybody_once(transactional_db, settings_page, monkeypatch):
    monkeypatch.setattr(wording, "AT_ONCE", 3)
    people = [hire(f"p{n}", first_name=f"P{n}") for n in range(10)]
    with transaction.atomic():
        for n in range(12):
            announce(ParadePlanned(parade_id=n), to=people)
    faults = []

    def work():
        try:
            wording.word_due(now())
        except Exception as fault:  # noqa: BLE001
            faults.append(fault)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _each in range(4)]
    for each in workers:
        each.start()
    for each in workers:
        each.join()

    assert faults == []
    assert set(Announcement.objects.values_list("state", flat=True)) == {"told"}
    told = Counter(Notification.objects.values_list("announcement", "person"))
    assert len(told) == 120
    assert set(told.values()) == {1}
    assert Envelope.objects.count() == 120


@contextmanager
def workers(number, faults):
    """Let so many workers put into words what is due, until the end of the block."""
    is_over = threading.Event()

    def work():
        try:
            while not is_over.is_set():
                wording.word_due(now())
        except Exception as fault:  # noqa: BLE001
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _each in range(number)]
    for each in threads:
        each.start()
    yield
    is_over.set()
    for each in threads:
        each.join()


def test_edits_beside_two_workers_are_told_without_a_gap(
    transactional_db, settings_page, monkeypatch
):
    monkeypatch.setattr(ParadeMoved, "quiet_for", timedelta(0))
    MailServerSettings.objects.update(uses_notifications=False)
    people = [hire(f"p{n}", first_name=f"P{n}") for n in range(5)]
    faults = []
    with workers(2, faults):
        for n in range(150):
            with transaction.atomic():
                announce(ParadeMoved(old=n, new=n + 1), to=people)
    wording.word_due(now())

    assert faults == []
    for person in people:
        told = Notification.objects.filter(person=person).select_related("announcement")
        payloads = [each.announcement.payload for each in told.order_by("announcement")]
        steps = [(each["old"], each["new"]) for each in payloads]
        assert (steps[0][0], steps[-1][1]) == (0, 150)
        assert all(before[1] == after[0] for before, after in pairwise(steps))
