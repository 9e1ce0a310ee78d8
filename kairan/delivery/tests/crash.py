"""Kills the worker at random moments while letters drain; the receiving server's log judges.

    python -m kairan.delivery.tests.crash --kills 200 --database postgresql

A life begins warm: one process imports everything, and forks a worker for each life. The worker is
the real one, with all rounds; it is killed with SIGKILL from outside.
"""

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import ExitStack, nullcontext
from datetime import timedelta
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parents[3]
SUPPLY = 1500


def main(arguments=None):
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--workers", type=int, default=1, help="alive at the same time")
    parser.add_argument("--connections", type=int, default=10)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--rounds", choices=["file", "table"], default="file")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--lives", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args(arguments)
    if chosen.lives:
        give_lives()
        return 0
    with ExitStack() as stack:
        home = stack.enter_context(tempfile.TemporaryDirectory(prefix="kairan-crash-"))
        database = stack.enter_context(_database(chosen.database))
        os.environ.update(
            KAIRAN_HOME=home,
            DATABASE_URL=database.url if database else "",
            KAIRAN_ROUNDS=chosen.rounds,
            DJANGO_SETTINGS_MODULE="kairan.config.settings",
        )
        django.setup()
        verdict = drain_under_fire(chosen, random.Random(chosen.seed))
    print(json.dumps({"bench": "crash", "database": chosen.database, **verdict}))
    good = not verdict["lost"] and not verdict["duplicate"]
    return 0 if good and verdict["uncertain"] <= chosen.kills * chosen.connections else 1


def _database(kind):
    if kind == "sqlite":
        return nullcontext()
    from tests.servers.postgres import Postgres

    return Postgres()


def give_lives():
    """Fork a worker for each line on standard input and say its number; wait for its death."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kairan.config.settings")
    django.setup()
    from kairan.clock import worker
    from kairan.clock.rounds import rounds

    rounds()
    for _line in sys.stdin:
        pid = os.fork()
        if not pid:
            worker.run(threading.Event())
            os._exit(0)
        print(pid, flush=True)
        os.waitpid(pid, 0)


class Lives:
    """Workers, one after the other."""

    def __enter__(self):
        self._process = subprocess.Popen(
            [sys.executable, "-m", "kairan.delivery.tests.crash", "--lives"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        return self

    def begin(self):
        """Start a worker; return its process number."""
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def __exit__(self, *_):
        self._process.stdin.close()
        self._process.wait(20)


def drain_under_fire(chosen, chance):
    """Let letters drain, kill workers again and again, and return what the server's log says."""
    from django.core.management import call_command
    from django.db import connections as databases

    from kairan.mail.testing.scripted_smtp import ScriptedSmtp

    for alias in databases:
        call_command("migrate", database=alias, interactive=False, verbosity=0)
    with ScriptedSmtp() as server, ExitStack() as stack:
        every = [stack.enter_context(Lives()) for _ in range(chosen.workers)]
        office = Office(server, chosen.connections)
        for _ in range(chosen.kills // chosen.workers):
            office.supply()
            pids = [lives.begin() for lives in every]
            _wait_for_progress(server, chance)
            for pid in pids:
                time.sleep(chance.uniform(0, 0.15))
                os.kill(pid, signal.SIGKILL)
        pids = [lives.begin() for lives in every]
        office.wait_until_settled()
        for pid in pids:
            os.kill(pid, signal.SIGKILL)
        return office.verdict(chosen.kills)


def _wait_for_progress(server, chance):
    """Most kills come while letters leave, some while the worker is still waking up."""
    if chance.random() < 0.1:
        return
    before = len(server.accepted)
    deadline = time.monotonic() + 20
    while len(server.accepted) == before:
        if time.monotonic() > deadline:
            raise TimeoutError("the worker sends nothing")
        time.sleep(0.002)


class Office:
    """The letters of the test and what became of them."""

    def __init__(self, server, connections):
        from kairan.delivery.testing import server_row
        from kairan.mailservers.models import MailServerSettings

        self.server = server
        self.submitted = 0
        self.row = server_row(server, connections=connections, letters_per_connection=100)
        MailServerSettings.objects.create(
            pk=1, outgoing=self.row, company_name="Lantern", company_address="office@lantern.test"
        )

    def supply(self):
        """Keep letters coming; half of them are sent again when they are in doubt."""
        from kairan.delivery.models import Envelope

        missing = SUPPLY - Envelope.objects.waiting().count()
        for resend in (True, False):
            if missing > SUPPLY / 3:
                self._submit(missing // 2, resend=resend)

    def _submit(self, number, *, resend):
        from kairan.delivery.operations import Purpose, WhenUncertain, submit
        from kairan.delivery.tests.conftest import letter, recipient

        first = self.submitted
        self.submitted += number
        submit(
            letter(),
            [recipient(f"r{n}", n) for n in range(first, first + number)],
            server=self.row,
            sender="bounces@lantern.test",
            purpose=Purpose.NOTIFICATION,
            kind="circulation.sent",
            expires_after=timedelta(days=2),
            when_uncertain=WhenUncertain.RESEND if resend else WhenUncertain.ASK,
        )

    def wait_until_settled(self):
        """Wait until nothing waits or is under way."""
        from django.utils.timezone import now

        from kairan.delivery.models import Envelope, State

        deadline = time.monotonic() + 120
        unsettled = Envelope.objects.exclude(state__in=[State.ACCEPTED, State.UNCERTAIN])
        while unsettled.exists():
            Envelope.objects.filter(state=State.WAITING, next_try_at__gt=now()).update(
                next_try_at=now()
            )
            if time.monotonic() > deadline:
                raise TimeoutError(f"unsettled: {list(unsettled.values_list('state')[:5])}")
            time.sleep(0.3)

    def verdict(self, kills):
        """Compare the tables with the server's log."""
        from kairan.delivery.models import Attempt, Envelope, State

        arrived = Counter(self.server.message_ids)
        doubtful = set(
            Attempt.objects.filter(outcome="uncertain").values_list("envelope_id", flat=True)
        )
        lost = duplicate = 0
        for envelope in Envelope.objects.all():
            name = envelope.recipient.split("@")[0]
            times = arrived[f"<{name}.{name[1:]}@lantern.test>"]
            lost += envelope.state == State.ACCEPTED and times == 0
            duplicate += times > (2 if envelope.was_resent else 1)
            duplicate += times > 1 and envelope.pk not in doubtful
        return {
            "lost": lost + self.submitted - Envelope.objects.count(),
            "duplicate": duplicate,
            "uncertain": Attempt.objects.filter(outcome="uncertain").count(),
            "arrived twice after doubt": sum(times > 1 for times in arrived.values()),
            "kills": kills,
            "letters": self.submitted,
            "accepted": len(self.server.accepted),
        }


if __name__ == "__main__":
    sys.exit(main())
