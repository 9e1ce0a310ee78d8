import time
import uuid
from datetime import timedelta

from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kairan.delivery.engine import sql
from kairan.delivery.engine.leaps import Leaps
from kairan.delivery.engine.moments import aware
from kairan.delivery.engine.outcomes import Outcome
from kairan.delivery.engine.outlet import Outlet
from kairan.delivery.engine.supply import MINUTE, _allowance
from kairan.delivery.models import Attempt, Envelope, Lease
from kairan.delivery.testing import run_delivery
from kairan.delivery.tests.conftest import recipient
from kairan.mailservers.models import OutgoingServer

START = 1_800_000_000.0


class Worker:
    """A worker without a wire: claims what it may, and settles it after the server's delay.

    Its times are true ones; what it writes down is ``ahead`` of them, as a clock can be.
    """

    def __init__(self, server):
        self.server = server
        self.letters = []
        self.start()

    def start(self):
        self.outlet = Outlet(self.server, is_probing=False)
        self.lease = Lease.objects.create(
            journal=uuid.uuid4().hex, host="here", boot="", runs_out_at=timezone.now()
        ).pk
        self.leaps = Leaps()
        self.under_way = []

    def claim(self, now, delay, ahead=0.0):
        if self.leaps.rest(now + ahead, now):
            return
        allowed = _allowance(self.outlet, now + ahead)
        self.outlet.blocked_until = allowed.blocked_until
        for each in sql.claim(
            self.lease, self.outlet.server.pk, now=now + ahead, most=allowed.most
        ):
            self.under_way.append((now, now + delay, each))

    def settle(self, now, ahead=0.0):
        ended = [one for one in self.under_way if one[1] <= now]
        self.under_way = [one for one in self.under_way if one[1] > now]
        self._settle(ended, "accepted", ahead)

    def die(self, now, ahead=0.0):
        """Be killed, and started again: what was begun is in doubt, the rest waits again."""
        begun = [(began, now, each) for began, _end, each in self.under_way[::2]]
        self._settle(begun, "uncertain", ahead)
        sql.release(self.lease, at=now + ahead)
        leaps = self.leaps
        self.start()
        self.leaps = leaps

    def _settle(self, ended, state, ahead):
        self.letters += [(began, end) for began, end, _each in ended]
        sql.settle(
            self.lease,
            [
                Outcome(each.envelope, 1, began + ahead, end + ahead, state, state, 250, "ok")
                for began, end, each in ended
            ],
        )


def crowd(post, number):
    Attempt.objects.all().delete()
    Envelope.objects.all().delete()
    post(recipients=[recipient(f"r{n}", n) for n in range(number)])
    Envelope.objects.update(next_try_at=aware(START))


def most_in_a_minute(moments):
    moments = sorted(moments)
    return max(sum(begin <= each < begin + MINUTE for each in moments) for begin in moments)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    limit=st.integers(1, 12),
    steps=st.lists(
        st.tuples(st.integers(0, 1), st.floats(0.01, 25), st.floats(0.01, 40)),
        min_size=5,
        max_size=40,
    ),
)
def test_no_minute_ever_sees_one_letter_too_many(post, outgoing, limit, steps):
    outgoing.letters_per_minute = limit
    crowd(post, 150)
    workers = [Worker(outgoing), Worker(outgoing)]
    now = START
    for who, pause, delay in steps:
        now += pause
        workers[who].settle(now)
        workers[who].claim(now, delay)
    for worker in workers:
        worker.settle(now + 100)

    # The server may look when a letter begins or when it ends: neither may be too many.
    rows = [(a.started_at.timestamp(), a.ended_at.timestamp()) for a in Attempt.objects.all()]
    assert most_in_a_minute([began for began, _ in rows]) <= limit
    assert most_in_a_minute([end for _, end in rows]) <= limit


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    limit=st.integers(1, 6),
    steps=st.lists(
        st.tuples(
            st.sampled_from(["go on", "go on", "go on", "die", "set the clock"]),
            st.integers(0, 1),
            st.floats(0.01, 25),
            st.floats(0.01, 40),
            st.sampled_from([-7200.0, -90.0, -30.0, 30.0, 90.0, 7200.0]),
        ),
        min_size=5,
        max_size=50,
    ),
)
@example(limit=1, steps=[("go on", 0, 1.0, 0.1, 0.0), ("set the clock", 1, 1.0, 0.1, 90.0)])
def test_the_limit_outlives_kills_and_clocks_that_are_set(post, outgoing, limit, steps):
    outgoing.letters_per_minute = limit
    crowd(post, 150)
    Envelope.objects.update(next_try_at=aware(START - 1_000_000))
    workers = [Worker(outgoing), Worker(outgoing)]
    now, ahead = START, 0.0
    for what, who, pause, delay, leap in steps:
        now += pause
        for worker in workers:
            worker.settle(now, ahead)
            worker.leaps.rest(now + ahead, now)
        if what == "set the clock":
            ahead += leap
        elif what == "die":
            workers[who].die(now, ahead)
        workers[who].claim(now, delay, ahead)
    for worker in workers:
        worker.settle(now + 100, ahead)

    letters = [each for worker in workers for each in worker.letters]
    for moments in zip(*letters, strict=True):
        assert most_in_a_minute(moments) <= limit


def test_a_clock_that_was_put_back_stops_nothing_for_longer_than_a_minute(post, outgoing):
    outgoing.letters_per_minute = 3
    crowd(post, 9)
    Envelope.objects.update(next_try_at=aware(START - 1_000_000))
    worker = Worker(outgoing)
    worker.claim(START, 0.1)
    worker.settle(START + 1)

    for second in range(2, 64):
        worker.claim(START + second, 0.1, ahead=-86_400.0)
    worker.settle(START + 64, ahead=-86_400.0)

    assert len(worker.letters) == 6


def test_a_greedy_worker_uses_the_limit_to_the_last_letter(post, outgoing):
    outgoing.letters_per_minute = 60
    crowd(post, 700)
    now = START
    while now < START + 10 * MINUTE:
        worker = Worker(outgoing)  # A new one each time: nothing is kept in memory.
        worker.claim(now, 0.3)
        worker.settle(now + 0.3)
        now = max(now + 0.3, worker.outlet.blocked_until)

    assert Attempt.objects.count() >= 0.99 * 60 * 10


def test_the_limit_holds_on_the_wire_and_says_when_to_go_on(mail_server, outgoing, post):
    OutgoingServer.objects.update(letters_per_minute=5)
    post(recipients=[recipient(f"r{n}", n) for n in range(9)])

    due = run_delivery()

    assert len(mail_server.accepted) == 5
    assert 55 < due - time.time() <= 60
    Attempt.objects.update(ended_at=timezone.now() - timedelta(seconds=61))
    run_delivery()
    assert len(mail_server.accepted) == 9
