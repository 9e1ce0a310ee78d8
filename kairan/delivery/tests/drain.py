"""Measures how fast a queue drains into ``smtp-sink``, with the settings that ship.

python -m kairan.delivery.tests.drain --letters 10000 [--profile]
"""

import argparse
import cProfile
import json
import os
import pstats
import sys
import tempfile
import time
from contextlib import ExitStack, nullcontext
from datetime import timedelta

import django


def main(arguments=None):
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--letters", type=int, default=10_000)
    parser.add_argument("--connections", type=int, default=0, help="0: the default of a server")
    parser.add_argument("--per-connection", type=int, default=-1, help="-1: the default")
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--rounds", choices=["file", "table"], default="file")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--profile", action="store_true")
    chosen = parser.parse_args(arguments)
    with ExitStack() as stack:
        home = stack.enter_context(tempfile.TemporaryDirectory(prefix="kairan-drain-"))
        database = stack.enter_context(_database(chosen.database))
        os.environ.update(
            KAIRAN_HOME=home,
            DATABASE_URL=database.url if database else "",
            KAIRAN_ROUNDS=chosen.rounds,
            DJANGO_SETTINGS_MODULE="kairan.config.settings",
        )
        django.setup()
        speeds = sorted(measure(chosen) for _ in range(chosen.runs))
    line = {
        "bench": "deliver",
        "work": "drain",
        "tool": f"kairan {chosen.database} {chosen.rounds}",
        "value": round(speeds[len(speeds) // 2]),
        "unit": "msg/s",
        "runs": len(speeds),
        "low": round(speeds[0]),
        "high": round(speeds[-1]),
    }
    print(json.dumps(line))


def _database(kind):
    if kind == "sqlite":
        return nullcontext()
    from tests.servers.postgres import Postgres

    return Postgres()


def measure(chosen):
    """Queue letters, drain them, and return letters per second."""
    from django.core.management import call_command
    from django.db import connections as databases

    from kairan.delivery.engine.loop import deliver
    from kairan.delivery.models import Envelope, State
    from kairan.mailservers.models import MailServerSettings, OutgoingServer
    from tests.servers.sink import SmtpSink

    for alias in databases:
        call_command("migrate", database=alias, interactive=False, verbosity=0)
    with SmtpSink() as sink:
        row = OutgoingServer(host="127.0.0.1", port=sink.port, security="none")
        row.connections = chosen.connections or row.connections
        if chosen.per_connection >= 0:
            row.letters_per_connection = chosen.per_connection
        row.save()
        MailServerSettings.objects.update_or_create(
            pk=1, defaults={"outgoing": row, "company_address": "office@lantern.test"}
        )
        _queue(row, chosen.letters)
        profile = cProfile.Profile()
        cpu = time.process_time()
        begun = time.perf_counter()
        if chosen.profile:
            profile.runcall(deliver)
        else:
            deliver()
        took = time.perf_counter() - begun
        cpu = time.process_time() - cpu
        print(f"{chosen.letters / cpu:.0f} letters per second of CPU", file=sys.stderr)
        accepted = Envelope.objects.filter(server=row, state=State.ACCEPTED).count()
        assert accepted == chosen.letters, accepted
    if chosen.profile:
        pstats.Stats(profile, stream=sys.stderr).sort_stats("tottime").print_stats(25)
    return chosen.letters / took


def _queue(row, number):
    from kairan.delivery.operations import Purpose, submit
    from kairan.delivery.tests.conftest import letter, recipient, slot

    text = f"Dear colleague,\n\n{'This circular has some words. ' * 20}\n\n{slot('link')}\n"
    text = "\n".join(line for piece in text.split(". ") for line in [piece]) + "\n"
    submit(
        letter(text=text),
        [recipient(f"r{n}", n) for n in range(number)],
        server=row,
        sender="bounces@lantern.test",
        purpose=Purpose.NOTIFICATION,
        kind="circulation.sent",
        expires_after=timedelta(days=2),
    )


if __name__ == "__main__":
    main()
