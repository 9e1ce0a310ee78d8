import time
import uuid
from datetime import timedelta

from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kairan.delivery.engine import sql
from kairan.delivery.engine.outcomes import Outcome
from kairan.delivery.engine.outlet import Outlet
from kairan.delivery.engine.supply import MINUTE, _allowance
from kairan.delivery.models import Attempt, Envelope, Lease
from kairan.delivery.testing import run_delivery
from kairan.delivery.tests.conftest import recipient
from kairan.mailservers.models import OutgoingServer

START = 1_800_000_000.0


class Worker:
    """A worker without a wire: claims what it may, and settles it after the server's delay."""

    def __init__(self, server):
        self.outlet = Outlet(server, is_probing=False)
        self.lease = Lease.objects.create(
            journal=uuid.uuid4().hex, host="here", boot="", runs_out_at=timezone.now()
        ).pk
        self.under_way = []

    def claim(self, now, delay):
        most = _allowance(self.outlet, now)
        for each in sql.claim(self.lease, self.outlet.server.pk, now=now, most=most):
            self.under_way.append((now, now + delay, each))

    def settle(self, now):
        ended = [one for one in self.under_way if one[1] <= now]
        self.under_way = [one for one in self.under_way if one[1] > now]
        sql.settle(
            self.lease,
            [
                Outcome(each.envelope, 1, began, end, "accepted", "accepted", 250, "ok")
                for began, end, each in ended
            ],
        )


def crowd(post, number):
    Attempt.objects.all().delete()
    Envelope.objects.all().delete()
    post(recipients=[recipient(f"r{n}", n) for n in range(number)])
    Envelope.objects.update(next_try_at=sql.aware(START))


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
