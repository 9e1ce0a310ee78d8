import logging
import threading
import time
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from kairan import clock
from kairan.clock import heartbeat, wakeup, worker
from kairan.clock.models import Heartbeat
from kairan.clock.rounds import Round, rounds


@pytest.fixture
def office(transactional_db, monkeypatch, settings, tmp_path):
    """Run a worker that knows only the given rounds; it ends with the test."""
    settings.HOME = tmp_path
    stop = threading.Event()
    running = []

    def run(*given):
        monkeypatch.setattr(worker, "rounds", lambda: list(given))
        running.append(threading.Thread(target=worker.run, args=[stop], daemon=True))
        running[0].start()

    yield run
    stop.set()
    for each in running:
        each.join(10)
        assert not each.is_alive()


class Runs:
    """A round that remembers when it ran."""

    def __init__(self, *, due=None, trouble=0):
        self.moments = []
        self.due = due
        self.trouble = trouble

    def __call__(self, now):
        self.moments.append(time.monotonic())
        if len(self.moments) <= self.trouble:
            raise ValueError("a wheel broke")
        return now + self.due if self.due else None

    def wait_for(self, number, patience=5.0):
        until = time.monotonic() + patience
        while len(self.moments) < number:
            assert time.monotonic() < until, f"ran {len(self.moments)} times"
            time.sleep(0.005)
        return self.moments[number - 1]


HOURLY = timedelta(hours=1)


def settle():
    """Let the listener of a fresh worker take its place; it wakes everything once."""
    time.sleep(0.4)


def test_a_wake_up_reaches_the_round_after_the_commit(office):
    runs, others = Runs(), Runs()
    office(Round("post", runs, HOURLY), Round("other", others, HOURLY))
    runs.wait_for(1)
    settle()
    before, others_before = len(runs.moments), len(others.moments)

    with transaction.atomic():
        clock.wake("post")
        time.sleep(0.2)
        assert len(runs.moments) == before
    committed = time.monotonic()

    assert runs.wait_for(before + 1) - committed < 0.3
    assert len(others.moments) == others_before


def test_what_is_rolled_back_wakes_nobody(office):
    runs = Runs()
    office(Round("post", runs, HOURLY))
    runs.wait_for(1)
    settle()
    before = len(runs.moments)

    with pytest.raises(ZeroDivisionError), transaction.atomic():  # noqa: PT012
        clock.wake("post")
        raise ZeroDivisionError
    time.sleep(0.3)

    assert len(runs.moments) == before


def test_a_round_runs_when_the_next_thing_falls_due(office):
    runs = Runs(due=timedelta(milliseconds=300))
    office(Round("post", runs, HOURLY))
    runs.wait_for(1)
    settle()
    before = len(runs.moments)

    assert runs.wait_for(before + 2) - runs.moments[before] == pytest.approx(0.3, abs=0.15)


def test_a_round_without_a_wake_up_runs_every_so_often(office):
    runs = Runs()
    office(Round("post", runs, timedelta(milliseconds=200)))
    runs.wait_for(5)


def test_the_usual_interval_is_two_seconds():
    assert Round("post", Runs()).every == timedelta(seconds=2)


def test_a_round_that_fails_is_logged_and_goes_on(office, caplog, monkeypatch):
    monkeypatch.setattr(worker, "FIRST_PAUSE", 0.1)
    runs, others = Runs(trouble=2), Runs()
    with caplog.at_level(logging.ERROR):
        office(Round("post", runs, HOURLY), Round("other", others, HOURLY))
        runs.wait_for(3)
    others.wait_for(1)
    assert "The round post failed" in caplog.text
    assert "a wheel broke" in caplog.text


def test_a_heart_beats_while_the_worker_runs(office):
    assert not heartbeat.is_alive(timezone.now())
    office(Round("post", Runs(), HOURLY))
    until = time.monotonic() + 5
    while not heartbeat.is_alive(timezone.now()) and time.monotonic() < until:
        time.sleep(0.02)
    assert heartbeat.is_alive(timezone.now())
    assert heartbeat.last_beat() is not None


def test_a_heart_that_stopped_half_a_minute_ago_is_dead(db):
    now = timezone.now()
    heart = heartbeat.begin(now)
    heartbeat.beat(heart, now, {"post": {"error": ""}})
    assert heartbeat.is_alive(now + timedelta(seconds=29))
    assert not heartbeat.is_alive(now + timedelta(seconds=31))
    assert heartbeat.last_worker().rounds == {"post": {"error": ""}}


def test_workers_of_long_ago_are_forgotten(db):
    heartbeat.begin(timezone.now() - timedelta(days=8))
    heartbeat.begin(timezone.now())
    assert Heartbeat.objects.count() == 1


def test_waking_without_a_worker_harms_nobody(transactional_db, settings, tmp_path):
    settings.HOME = tmp_path
    clock.wake("post")


def test_the_bell_of_a_killed_worker_is_taken_down(transactional_db, settings, tmp_path):
    settings.HOME = tmp_path
    bell = wakeup.Datagrams()
    path = next((tmp_path / "run").iterdir())
    bell._socket.close()  # As the kernel does for a killed process: the name stays.

    wakeup._ring("post")

    assert not path.exists()


def test_every_room_brings_its_rounds():
    names = [each.name for each in rounds()]
    assert {"delivery", "delivery-expiry", "delivery-purge", "wording"} <= set(names)
    assert len(names) == len(set(names))


def test_a_round_hears_that_the_worker_ends_and_no_other_round_afterwards(db, monkeypatch):
    stop, heard = threading.Event(), []

    def last(now):
        stop.set()
        heard.append(worker._stopping.wait(5) and worker.stopping())

    monkeypatch.setattr(worker, "rounds", lambda: [Round("long", last, HOURLY)])
    worker.run(stop)

    assert heard == [True]
    assert not worker.stopping()
