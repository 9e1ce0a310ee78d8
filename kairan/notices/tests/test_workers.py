"""Several workers on one PostgreSQL word what is due side by side, and tell everybody once."""

import threading
from collections import Counter

import pytest
from django.db import connection, transaction
from django.utils.timezone import now

from kairan.delivery.models import Envelope
from kairan.notices import wording
from kairan.notices.models import Announcement, Notification
from kairan.notices.operations import announce
from kairan.notices.tests.parade import ParadePlanned
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
