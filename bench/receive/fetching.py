"""Fetches a mailbox of Dovecot, and then once more: each tool into a place of its own.

Ours stores durably, parses and lists; the peers deliver into a Maildir of their own, on the same
disk. Tools take turns, so that all meet the same machine. A run that has not fetched every mail is
an error, no figure.
"""

import shutil
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from statistics import median

from bench.office import Database, Office, ProcessFailed
from bench.receive.mails import mails
from bench.receive.peers import PEERS, Mailbox, Peer, PeerFailed, fetched, is_installed, run
from bench.rows import Row
from tests.journeys.inside.logins import POP_PASSWORD
from tests.servers.dovecot import Dovecot
from tests.servers.process import folder

_BEN = "ben"
_MANY = 50_000


@dataclass
class _Found:
    """What the runs of one tool gave: seconds of both works, and the most memory in MiB."""

    first: list[float] = field(default_factory=list)
    again: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)
    error: str = ""


def measure(*, quick: bool, works: Collection[str]) -> Iterator[Row]:
    """Yield a row per work and tool, for 5,000 mails, then for 50,000 with the fastest peer.

    ``quick`` fetches less, once.
    """
    number, runs = (500, 1) if quick else (5_000, 3)
    yield from _mailbox(number, runs, PEERS, works=works)
    if not quick:
        fastest = [peer for peer in PEERS if peer.program == "mpop"]
        yield from _mailbox(_MANY, 1, fastest, works=works)


def _mailbox(
    number: int, runs: int, peers: Sequence[Peer], *, works: Collection[str]
) -> Iterator[Row]:
    found: dict[str, _Found] = defaultdict(_Found)
    databases: tuple[Database, ...] = ("sqlite", "postgresql")
    with Dovecot({_BEN: POP_PASSWORD}) as dovecot:
        dovecot.serve(_BEN, mails(number))
        mailbox = Mailbox(dovecot.port, _BEN, POP_PASSWORD)
        _warm_up(mailbox)
        for _ in range(runs):
            for database in databases:
                _ours(database, number, mailbox, found[f"kairan {database}"])
            for peer in peers:
                _theirs(peer, number, mailbox, found[peer.name])
    for work in works:
        for tool, each in found.items():
            yield _row(work, f"{tool}, {number:,} mails", number, each)


def _warm_up(mailbox: Mailbox) -> None:
    """Have Dovecot learn the sizes of all mails, and the system read them, at nobody's cost."""
    with Office("sqlite") as office:
        office.call("bench.receive.ours", "open", mailbox.port)
        office.call("bench.receive.ours", "once")


def _ours(database: Database, number: int, mailbox: Mailbox, found: _Found) -> None:
    with Office(database) as office:
        office.call("bench.receive.ours", "open", mailbox.port)
        try:
            first = office.call("bench.receive.ours", "once")
            again = office.call("bench.receive.ours", "once")
        except ProcessFailed as error:
            found.error = str(error)
            return
    if first["listed"] != number or again["came"]:
        found.error = f"Of {number} mails {first['listed']} are listed; {again['came']} came twice."
    found.first.append(first["seconds"])
    found.again.append(again["seconds"])
    found.memory.append(first["memory"])


def _theirs(peer: Peer, number: int, mailbox: Mailbox, found: _Found) -> None:
    if not is_installed(peer):
        found.error = f"{peer.program} is not installed: run `make bench-deps` once."
        return
    place = folder("peer")
    try:
        found.first.append(run(peer, place, mailbox))
        found.again.append(run(peer, place, mailbox))
        came = fetched(peer, place)
    except PeerFailed as error:
        found.error = str(error)
        return
    finally:
        shutil.rmtree(place)
    if came != number:
        found.error = f"Of {number} mails {peer.name} has {came}."


def _row(work: str, tool: str, number: int, found: _Found) -> Row:
    unit = "msg/s" if work == "first" else "ms"
    if found.error:
        return Row.failed("receive", work, tool, unit=unit, why=found.error)
    if work == "again":
        values = [1000 * each for each in found.again]
        return Row.of("receive", work, tool, values=values, unit=unit)
    row = Row.of("receive", work, tool, values=[number / each for each in found.first], unit=unit)
    if not found.memory:
        return row
    return replace(row, more={"memory (MiB)": round(median(found.memory))})
