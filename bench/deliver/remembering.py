"""Times the claim and the queue page in an office, then again after a long history.

python -m bench.deliver.remembering ENVELOPES RUNS
"""

import json
import sys
import time
from collections.abc import Callable

import django

django.setup()

from django.conf import settings  # noqa: E402 - the office has to be open
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils.timezone import now  # noqa: E402

from bench.deliver.ours import open_office, submit_letters  # noqa: E402
from kairan.delivery.engine import sql  # noqa: E402
from kairan.delivery.engine.moments import moment  # noqa: E402
from kairan.delivery.models import Envelope, Lease, Letter, State  # noqa: E402
from kairan.mailservers.models import OutgoingServer  # noqa: E402
from tests.journeys.inside.furnish import people  # noqa: E402

_NO_SERVER = 9
_WAITING = 1_000
_CLAIMED = 250
_TIMES = 30
_LIMIT = 100_000

_NUMBERS = {
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < %s - 1)",
    "postgresql": "WITH n AS (SELECT i FROM generate_series(0, %s - 1) AS i)",
}
_ENVELOPES = """
INSERT INTO delivery_envelope (letter_id, server_id, person_id, recipient, search_key, slots, state,
    rank, next_try_at, tries, was_resent, code, words, reason, settled_at, lease_id)
{numbers}
SELECT %s, %s, NULL, 'old' || i || '@example.test', 'old' || i || '@example.test', '{{}}',
    CASE i %% 50 WHEN 0 THEN 'refused' ELSE 'accepted' END,
    1, NULL, 1, {no}, 250, 'Ok', '', %s, NULL
FROM n
"""
_ATTEMPTS = """
INSERT INTO delivery_attempt
    (envelope_id, number, started_at, ended_at, outcome, code, words, reason, server_id)
SELECT id, 1, settled_at, settled_at, 'accepted', 250, 'Ok', '', server_id
FROM delivery_envelope WHERE settled_at IS NOT NULL
"""


def main(history: int, runs: int) -> dict[str, list[list[float]]]:
    """Return milliseconds for each of what is timed: of some runs without history, and with."""
    open_office(_NO_SERVER)
    server = OutgoingServer.objects.get()
    administrator, *_others = people()
    submit_letters(range(_WAITING))
    settings.ALLOWED_HOSTS = ["testserver"]
    client = Client()
    client.force_login(administrator, settings.AUTHENTICATION_BACKENDS[0])
    timed: dict[str, Callable[[], object]] = {
        "claim of 250": lambda: _claim(server),
        "claim with a limit": lambda: _claim(server, limit=_LIMIT),
        "queue page": lambda: _page(client, "/delivery/"),
        "queue page, refused": lambda: _page(client, "/delivery/?state=refused"),
    }
    without = {what: [_milliseconds(act) for _ in range(runs)] for what, act in timed.items()}
    _remember(history, server)
    return {
        what: [without[what], [_milliseconds(act) for _ in range(runs)]]
        for what, act in timed.items()
    }


def _milliseconds(act: Callable[[], object]) -> float:
    """Return what the fastest of some times took."""
    act()
    took = []
    for _ in range(_TIMES):
        begun = time.perf_counter()
        act()
        took.append(1000 * (time.perf_counter() - begun))
    return min(took)  # What others do on the machine only adds.


def _claim(server: OutgoingServer, limit: int = 0) -> None:
    """Do what the engine does to find what is due and take it, and take it back."""
    sql.due()
    with transaction.atomic():
        lease = Lease.objects.create(journal="bench", host="", boot="", runs_out_at=now())
        if limit:
            sql.passed(server.pk, now=time.time(), window=60)
        assert len(sql.claim(lease.pk, server.pk, now=time.time(), most=_CLAIMED)) == _CLAIMED
        transaction.set_rollback(True)


def _page(client: Client, path: str) -> None:
    assert client.get(path).status_code == 200


def _remember(number: int, server: OutgoingServer) -> None:
    """Let so many letters have been sent, with an attempt each, and the database know its size."""
    letter = Letter.objects.get()
    before = moment(time.time() - 3_600)
    is_sqlite = connection.vendor == "sqlite"
    statement = _ENVELOPES.format(
        numbers=_NUMBERS[connection.vendor], no="0" if is_sqlite else "false"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [number, letter.pk, server.pk, before])
        cursor.execute(_ATTEMPTS)
        cursor.execute("ANALYZE" if is_sqlite else "VACUUM ANALYZE")
    assert Envelope.objects.filter(state=State.ACCEPTED).count() > number * 0.9


if __name__ == "__main__":
    print(json.dumps(main(*map(int, sys.argv[1:]))))
