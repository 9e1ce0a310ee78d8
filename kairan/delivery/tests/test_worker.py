import threading
import time

import pytest
from django.db import connections, transaction

from kairan.clock import worker
from kairan.delivery import rounds
from kairan.delivery.models import Lease
from kairan.delivery.tests.conftest import recipient, states


@pytest.fixture
def office_at_work(transactional_db, settings, tmp_path, mail_server, monkeypatch):
    """A worker that does nothing but deliver."""
    settings.HOME = tmp_path
    monkeypatch.setattr(worker, "rounds", lambda: rounds.ROUNDS)
    stop = threading.Event()
    thread = threading.Thread(target=worker.run, args=[stop], daemon=True)
    thread.start()
    time.sleep(0.7)  # It looks round once, then sleeps until woken.
    yield stop, thread
    stop.set()
    thread.join(10)
    assert not thread.is_alive()
    connections.close_all()


def test_from_commit_to_the_servers_250_in_well_under_a_second(office_at_work, mail_server, post):
    took = []
    for number in range(3):
        with transaction.atomic():
            post(recipients=[recipient("ben", number)])
        committed = time.monotonic()
        mail_server.wait_for(number + 1, timeout=5)
        took.append(time.monotonic() - committed)
        time.sleep(0.3)

    assert min(took) < 0.3
    assert max(took) < 1.0


def test_a_worker_that_is_told_to_stop_ends_in_order(office_at_work, mail_server, post):
    stop, thread = office_at_work
    post(recipients=[recipient(f"r{n}", n) for n in range(400)])
    mail_server.wait_for(10)

    stop.set()
    thread.join(10)

    found = list(states().values())
    assert found.count("accepted") == len(mail_server.accepted)
    assert set(found) <= {"accepted", "waiting"}
    assert not Lease.objects.exists()
