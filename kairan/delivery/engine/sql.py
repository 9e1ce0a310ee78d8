"""The hot statements, as SQL through Django's cursor; everything else is the ORM's."""

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from django.db import connection

from kairan.delivery.engine.moments import is_postgresql, moment, seconds, written
from kairan.delivery.engine.outcomes import Outcome


class Claimed(NamedTuple):
    """An envelope that is now ours to try."""

    envelope: int
    letter: int
    recipient: str
    slots: str
    tries: int
    was_resent: bool
    rank: int


class Due(NamedTuple):
    """A server for which something waits, and since or until when (seconds since the epoch)."""

    server: int
    at: float


# A loose scan: one step of the index for each server, however many envelopes wait.
_DUE = """
WITH RECURSIVE servers(id) AS (
    SELECT min(server_id) FROM delivery_envelope WHERE next_try_at IS NOT NULL
    UNION ALL
    SELECT (SELECT min(e.server_id) FROM delivery_envelope e
            WHERE e.next_try_at IS NOT NULL AND e.server_id > servers.id)
    FROM servers WHERE servers.id IS NOT NULL
)
SELECT id,
    (SELECT min(e.next_try_at) FROM delivery_envelope e
     WHERE e.server_id = servers.id AND e.rank = 0 AND e.next_try_at IS NOT NULL),
    (SELECT min(e.next_try_at) FROM delivery_envelope e
     WHERE e.server_id = servers.id AND e.rank = 1 AND e.next_try_at IS NOT NULL)
FROM servers WHERE id IS NOT NULL
"""


def due() -> list[Due]:
    """Return each server for which something waits, with the first moment."""
    with connection.cursor() as cursor:
        cursor.execute(_DUE)
        rows = cursor.fetchall()
    return [
        Due(server, min(seconds(at) for at in moments if at is not None))
        for server, *moments in rows
    ]


_CLAIM_SQLITE = """
UPDATE delivery_envelope SET state = 'sending', lease_id = %s, next_try_at = NULL
WHERE id IN (
    SELECT id FROM delivery_envelope WHERE server_id = %s AND next_try_at <= %s
    ORDER BY rank, next_try_at LIMIT %s)
RETURNING id, letter_id, recipient, slots, tries, was_resent, rank
"""
# A queue outgrows its statistics within seconds: left to itself, the planner then takes few rows to
# be due, and sorts all of them for each claim.
_IN_ORDER_POSTGRESQL = "SET LOCAL enable_bitmapscan = off; SET LOCAL enable_seqscan = off"
_CLAIM_POSTGRESQL = """
WITH picked AS MATERIALIZED (
    SELECT id FROM delivery_envelope WHERE server_id = %s AND next_try_at <= %s
    ORDER BY rank, next_try_at LIMIT %s FOR UPDATE SKIP LOCKED)
UPDATE delivery_envelope AS e SET state = 'sending', lease_id = %s, next_try_at = NULL
FROM picked WHERE e.id = picked.id
RETURNING e.id, e.letter_id, e.recipient, e.slots, e.tries, e.was_resent, e.rank
"""


def claim(lease: int, server: int, *, now: float, most: int) -> list[Claimed]:
    """Take at most ``most`` envelopes of a server that are due, for this lease."""
    with connection.cursor() as cursor:
        if is_postgresql():
            cursor.execute(_IN_ORDER_POSTGRESQL)
            cursor.execute(_CLAIM_POSTGRESQL, [server, moment(now), most, lease])
        else:
            cursor.execute(_CLAIM_SQLITE, [lease, server, moment(now), most])
        rows = [Claimed(*row) for row in cursor.fetchall()]
    return sorted(rows, key=lambda each: (each.rank, each.envelope))


# One statement for many rows, not one each: while SQLite works, the loop has Python to itself.
# ``+`` keeps the planner from looking for the rows by their lease.
_NEWS_SQLITE = """
WITH news AS (
    SELECT json_extract(value, '$[0]') AS id, json_extract(value, '$[1]') AS number,
        json_extract(value, '$[2]') AS started_at, json_extract(value, '$[3]') AS ended_at,
        json_extract(value, '$[4]') AS state, json_extract(value, '$[5]') AS outcome,
        json_extract(value, '$[6]') AS code, json_extract(value, '$[7]') AS words,
        json_extract(value, '$[8]') AS reason, json_extract(value, '$[9]') AS next_try_at,
        json_extract(value, '$[10]') AS was_resent, json_extract(value, '$[11]') AS settled_at
    FROM json_each(%s))
"""
_ATTEMPT_SQLITE = (
    _NEWS_SQLITE
    + """
INSERT INTO delivery_attempt
    (envelope_id, number, started_at, ended_at, outcome, code, words, reason, server_id)
SELECT n.id, n.number, n.started_at, n.ended_at, n.outcome, n.code, n.words, n.reason, e.server_id
FROM news n CROSS JOIN delivery_envelope e
WHERE n.outcome <> '' AND e.id = n.id AND +e.lease_id = %s
"""
)
_SETTLE_SQLITE = (
    _NEWS_SQLITE
    + """
UPDATE delivery_envelope SET state = n.state, tries = n.number, next_try_at = n.next_try_at,
    settled_at = n.settled_at, code = n.code, words = n.words, reason = n.reason,
    was_resent = delivery_envelope.was_resent OR n.was_resent, lease_id = NULL
FROM news n WHERE delivery_envelope.id = n.id AND +delivery_envelope.lease_id = %s
"""
)
# Columns as JSON: a tenth of the work that arrays are for psycopg.
_SETTLE_POSTGRESQL = """
WITH news AS (
    SELECT id::bigint, number::int, to_timestamp(started_at::float8) AS started_at,
        to_timestamp(ended_at::float8) AS ended_at, state, outcome, code::smallint, words, reason,
        to_timestamp(next_try_at::float8) AS next_try_at, was_resent::boolean,
        to_timestamp(settled_at::float8) AS settled_at
    FROM ROWS FROM (
        json_array_elements_text(%s), json_array_elements_text(%s), json_array_elements_text(%s),
        json_array_elements_text(%s), json_array_elements_text(%s), json_array_elements_text(%s),
        json_array_elements_text(%s), json_array_elements_text(%s), json_array_elements_text(%s),
        json_array_elements_text(%s), json_array_elements_text(%s), json_array_elements_text(%s))
    AS n(id, number, started_at, ended_at, state, outcome, code, words, reason, next_try_at,
         was_resent, settled_at)
), settled AS (
    UPDATE delivery_envelope e SET state = n.state, tries = n.number,
        next_try_at = n.next_try_at, settled_at = n.settled_at, code = n.code, words = n.words,
        reason = n.reason, was_resent = e.was_resent OR n.was_resent, lease_id = NULL
    FROM news n WHERE e.id = n.id AND e.lease_id = %s
    RETURNING n.*, e.server_id
)
INSERT INTO delivery_attempt
    (envelope_id, number, started_at, ended_at, outcome, code, words, reason, server_id)
SELECT id, number, started_at, ended_at, outcome, code, words, reason, server_id
FROM settled WHERE outcome <> ''
"""


def settle(lease: int, outcomes: Sequence[Outcome]) -> None:
    """Write outcomes into the tables, as far as their envelopes are still held by ``lease``.

    Belongs in a transaction. Saying the same twice changes nothing.
    """
    if not outcomes:
        return
    if is_postgresql():
        _settle_postgresql(lease, outcomes)
    else:
        _settle_sqlite(lease, outcomes)


def _settle_sqlite(lease: int, outcomes: Sequence[Outcome]) -> None:
    news = json.dumps([_row(each, written) for each in outcomes])
    with connection.cursor() as cursor:
        cursor.execute(_ATTEMPT_SQLITE, [news, lease])
        cursor.execute(_SETTLE_SQLITE, [news, lease])


def _settle_postgresql(lease: int, outcomes: Sequence[Outcome]) -> None:
    rows = (_row(each, lambda seconds: seconds) for each in outcomes)
    columns = [json.dumps(column) for column in zip(*rows, strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(_SETTLE_POSTGRESQL, [*columns, lease])


def _row(outcome: Outcome, at: Callable[[float | None], Any]) -> tuple[Any, ...]:
    """Return an outcome as the statements read it; ``at`` makes moments of seconds."""
    envelope, number, started, ended, state, attempt, code, words, reason, again, resent = outcome
    ended_at = at(ended)
    return (
        *(envelope, number, at(started), ended_at, state, attempt, code),
        *(words.replace("\0", "�"), reason, at(again), resent),
        ended_at if again is None else None,
    )


_RELEASE = """
UPDATE delivery_envelope SET lease_id = NULL, next_try_at = %s,
    state = CASE WHEN tries > 0 AND NOT was_resent THEN 'deferred' ELSE 'waiting' END
WHERE lease_id = %s AND state = 'sending'
"""


def release(lease: int, *, at: float, only: Iterable[int] | None = None) -> int:
    """Let envelopes of a lease wait again until ``at``: all of them, or only some."""
    statement, values = _RELEASE, [moment(at), lease]
    if only is not None:
        ids = [int(each) for each in only]
        if not ids:
            return 0
        statement += f"AND id IN ({', '.join(map(str, ids))})"
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)


class LetterRow(NamedTuple):
    """What the engine must know of a letter; ``template`` is None where it is large."""

    letter: int
    sender: str
    expires_at: float
    when_uncertain: str
    has_message_id: bool
    template: bytes | None


_LETTERS = """
SELECT id, sender, expires_at, when_uncertain, has_message_id,
    CASE WHEN length(template) <= %s THEN template END
FROM delivery_letter WHERE id IN ({})
"""


def letters(ids: Iterable[int], *, small: int) -> list[LetterRow]:
    """Return letters, their templates only up to ``small`` bytes."""
    numbers = ", ".join(str(int(each)) for each in ids)
    with connection.cursor() as cursor:
        cursor.execute(_LETTERS.format(numbers), [small])
        return [
            LetterRow(
                *(letter, sender, seconds(expires_at), when_uncertain, bool(has_message_id)),
                bytes(template) if template is not None else None,
            )
            for letter, sender, expires_at, when_uncertain, has_message_id, template in cursor
        ]


_TEMPLATE = "SELECT template FROM delivery_letter WHERE id = %s"


def template(letter: int) -> bytes:
    """Return the template of one letter."""
    with connection.cursor() as cursor:
        cursor.execute(_TEMPLATE, [letter])
        row = cursor.fetchone()
    return bytes(row[0])


# One statement, so one look: between two, a letter could go from the wire into the attempts unseen.
# What ended later than a minute from now was written by a clock that has been put back since.
_PASSED = """
SELECT count(*), min(ended_at),
    (SELECT count(*) FROM delivery_envelope WHERE lease_id IS NOT NULL AND server_id = %s)
FROM delivery_attempt WHERE server_id = %s AND ended_at > %s AND ended_at <= %s
"""
_LOCK_SERVER = "SELECT id FROM mailservers_outgoingserver WHERE id = %s FOR UPDATE"


class Passed(NamedTuple):
    """How many letters a server was given within a window or is being given now."""

    number: int
    oldest_at: float | None


def passed(server: int, *, now: float, window: float) -> Passed:
    """Count what ended in the last ``window`` seconds and what is under way.

    Locks out other workers' counts, so it belongs in the transaction of the claim it decides about.
    """
    times = [moment(now - window), moment(now + window)]
    with connection.cursor() as cursor:
        if is_postgresql():
            cursor.execute(_LOCK_SERVER, [server])
        cursor.execute(_PASSED, [server, server, *times])
        ended, oldest, under_way = cursor.fetchone()
    return Passed(ended + under_way, seconds(oldest) if oldest is not None else None)
