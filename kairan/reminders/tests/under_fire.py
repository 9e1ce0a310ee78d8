"""Real workers, killed from outside while they word and close bundles; the database judges.

    python -m kairan.reminders.tests.under_fire --kills 20 --database postgresql

Several live at the same time; each is a process of its own that runs the two rounds without a
pause, and is killed with SIGKILL at a random moment.
"""

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path

import django

from tests.servers import new_office
from tests.servers.postgres import Postgres

ROOT = Path(__file__).resolve().parents[3]
PEOPLE, EVENTS = 60, 3


def main(arguments=None):
    """Run from the command line; print the verdict as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--life", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kairan.config.settings")
    if chosen.life:
        live()
        return
    with ExitStack() as stack:
        home = stack.enter_context(tempfile.TemporaryDirectory(prefix="kairan-bundles-"))
        url = stack.enter_context(_databases(chosen.database, home))
        os.environ.update(KAIRAN_HOME=home, DATABASE_URL=url)
        django.setup()
        people = populate()
        kills = kill_again_and_again(chosen, random.Random(chosen.seed))
        print(json.dumps({"kills": kills, **judged(people)}))


@contextmanager
def _databases(kind, home):
    """Make a new office's databases; yield its DATABASE_URL."""
    if kind == "sqlite":
        new_office.move_in(home)
        yield ""
        return
    with Postgres() as server:
        yield new_office.create_database(server.url, "office")


def live():
    """Fork a worker for each line on standard input and say its number; wait for its death."""
    django.setup()
    from django.utils.timezone import now

    from kairan.notices.closing import close_due
    from kairan.notices.wording import word_due

    for _line in sys.stdin:
        pid = os.fork()
        if not pid:
            while True:
                word_due(now())
                close_due(now())
        print(pid, flush=True)
        os.waitpid(pid, 0)


def populate():
    """Announce three events to sixty people, of whom a third bundles, a third gets one mail a day,
    a third has mail at once; what waits is due already.
    """
    from django.db import connections, transaction

    from kairan.mailservers.models import MailServerSettings, OutgoingServer
    from kairan.notices.models import MailTimes
    from kairan.notices.operations import announce
    from kairan.notices.planning import Choice, Mail
    from kairan.notices.preferences import choose_ways
    from kairan.people.testing import hire
    from kairan.reminders.notices import ReminderRung

    server = OutgoingServer.objects.create(host="127.0.0.1", port=9, security="none")
    MailServerSettings.objects.create(
        pk=1, outgoing=server, company_name="L", company_address="office@lantern.test"
    )
    people = [hire(f"p{n}", first_name=f"P{n}") for n in range(PEOPLE)]
    for number, person in enumerate(people):
        mail = [Mail.NOW, Mail.BUNDLE, Mail.DAILY][number % 3]
        choose_ways(person, {ReminderRung.kind: Choice(mail)})
        MailTimes.objects.create(person=person, window_minutes=0)
    for n in range(EVENTS):
        with transaction.atomic():
            announce(event(n), to=people)
    connections.close_all()
    return [each.pk for each in people]


def event(number):
    """A notice, as good as any other."""
    from django.utils.timezone import now

    from kairan.reminders.notices import ReminderRung

    return ReminderRung(reminder_id=number, text=f"No {number}", note="", at=now(), repeat="never")


class Lives:
    """Workers, one after the other."""

    def __enter__(self):
        self._process = subprocess.Popen(
            [sys.executable, "-m", "kairan.reminders.tests.under_fire", "--life"],
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


def kill_again_and_again(chosen, chance):
    """Kill workers while they work; then let one end it; return how many were killed."""
    from django.db import connections
    from django.utils.timezone import now

    from kairan.notices.models import Announcement, Bundle

    with ExitStack() as stack:
        lives = [stack.enter_context(Lives()) for _ in range(chosen.workers)]
        for _kill in range(chosen.kills // chosen.workers):
            bring_the_day()
            pids = [each.begin() for each in lives]
            for pid in pids:
                time.sleep(chance.uniform(0.02, 0.25))
                os.kill(pid, signal.SIGKILL)
        pids = [each.begin() for each in lives]
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            bring_the_day()
            waiting = Announcement.objects.filter(state="waiting").exists()
            if not waiting and not Bundle.objects.open().exists():
                break
            time.sleep(0.2)
        for pid in pids:
            os.kill(pid, signal.SIGKILL)
    connections.close_all()
    del now
    return chosen.kills // chosen.workers * chosen.workers


def bring_the_day():
    """What waits for the daily mail is due, and what a dead worker had claimed is free again."""
    from django.db.models import F
    from django.utils.timezone import now

    from kairan.notices.models import Announcement, Bundle

    Bundle.objects.open().filter(closes_at__gt=now()).update(closes_at=F("opened_at"))
    claimed = Announcement.objects.filter(
        state="waiting", claimable_at__gt=now() + timedelta(seconds=58)
    )
    claimed.update(claimable_at=now())


def judged(people):
    """Return how many people have exactly one mail of everything, and who has not."""
    from kairan.delivery.models import Envelope
    from kairan.notices.models import Notification, Part

    told = Notification.objects.filter(person__in=people)
    travels = Counter(
        Part.objects.filter(notification__in=told).values_list("notification_id", flat=True)
    )
    travels.update(told.filter(wording__isnull=False).values_list("pk", flat=True))
    missing = PEOPLE * EVENTS - told.count()
    envelopes = Counter(Envelope.objects.values_list("letter_id", "person_id"))
    return {
        "told": told.count(),
        "lost": missing + sum(1 for each in told if not travels[each.pk]),
        "duplicate": sum(1 for number in travels.values() if number > 1)
        + sum(1 for number in envelopes.values() if number > 1),
        "bundled": Part.objects.count(),
    }


if __name__ == "__main__":
    main()
