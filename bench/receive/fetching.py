"""Fetches a mailbox of Dovecot, and then once more: each tool into a place of its own.

Ours stores durably, parses and lists; the peers deliver into a Maildir of their own, on the same
disk. Tools take turns, so that all meet the same machine. A run that has not fetched every mail is
an error, no figure.
"""

import shutil
import sys
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
_DATABASES: tuple[Database, ...] = ("sqlite", "postgresql")


@dataclass
class _Found:
    """What the runs of one tool gave: seconds of each work, and the most memory in MiB."""

    tool: str
    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    memory: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    error: str = ""

    def took(self, work: str, seconds: float) -> None:
        """Note a run, and show it to whoever waits for the table."""
        self.seconds[work].append(seconds)
        print(f"{work}: {self.tool} {seconds:.3f} s", file=sys.stderr, flush=True)


def measure(*, quick: bool, works: Collection[str]) -> Iterator[Row]:
    """Yield a row per work and tool, for 5,000 mails, then for 50,000 with the fastest peer.

    ``quick`` fetches less, once, and leaves PostgreSQL and what slow peers do by default out.
    """
    if quick:
        peers = [peer for peer in PEERS if peer.is_best or peer.program == "mpop"]
        yield from _mailbox(_Plan(500, 1, ("sqlite",), peers), works=works)
        return
    yield from _mailbox(_Plan(5_000, 3, _DATABASES, PEERS), works=works)
    fastest = [peer for peer in PEERS if peer.program == "mpop"]
    yield from _mailbox(_Plan(_MANY, 1, _DATABASES, fastest), works=works)


@dataclass(frozen=True)
class _Plan:
    """How many mails are fetched, how often, and by what."""

    number: int
    runs: int
    databases: Sequence[Database]
    peers: Sequence[Peer]


def _mailbox(plan: _Plan, *, works: Collection[str]) -> Iterator[Row]:
    found: dict[str, _Found] = {}
    with Dovecot({_BEN: POP_PASSWORD}) as dovecot:
        dovecot.serve(_BEN, mails(plan.number))
        mailbox = Mailbox(dovecot.port, _BEN, POP_PASSWORD)
        _warm_up(mailbox)
        for _ in range(plan.runs):
            _run(plan, mailbox, found, works=works)
    for work in works:
        for tool, each in found.items():
            yield _row(work, f"{tool}, {plan.number:,} mails", plan.number, each)


def _run(
    plan: _Plan, mailbox: Mailbox, found: dict[str, _Found], *, works: Collection[str]
) -> None:
    for database in plan.databases:
        ours = _found(found, f"kairan {database}")
        if "searchable" in works:
            _searchable(database, plan.number, mailbox, ours)
        if {*works} - {"searchable"}:
            _ours(database, plan.number, mailbox, ours)
    for peer in plan.peers:
        _theirs(peer, plan.number, mailbox, _found(found, peer.name))


def _found(found: dict[str, _Found], tool: str) -> _Found:
    return found.setdefault(tool, _Found(tool))


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
    found.took("first", first["seconds"])
    found.took("again", again["seconds"])
    found.memory["first"].append(first["memory"])


def _searchable(database: Database, number: int, mailbox: Mailbox, found: _Found) -> None:
    with Office(database) as office:
        office.call("bench.receive.ours", "open", mailbox.port)
        try:
            done = office.call("bench.receive.ours", "searchable")
        except ProcessFailed as error:
            found.error = str(error)
            return
    if done["listed"] != number:
        found.error = f"Of {number} mails the index has {done['listed']}."
    found.took("searchable", done["seconds"])
    found.memory["searchable"].append(done["memory"])


def _theirs(peer: Peer, number: int, mailbox: Mailbox, found: _Found) -> None:
    if not is_installed(peer):
        found.error = f"{peer.program} is not installed: run `make bench-deps` once."
        return
    place = folder("peer")
    try:
        for work in ("first", "again"):
            found.took(work, run(peer, place, mailbox))
        came = fetched(peer, place)
    except PeerFailed as error:
        found.error = str(error)
        return
    finally:
        shutil.rmtree(place)
    if came != number:
        found.error = f"Of {number} mails {peer.name} has {came}."


def _row(work: str, tool: str, number: int, found: _Found) -> Row:
    """Return a row. Peers index nothing: beside our ``searchable`` stands when they have stored."""
    unit = "ms" if work == "again" else "msg/s"
    if found.error:
        return Row.failed("receive", work, tool, unit=unit, why=found.error)
    seconds = found.seconds[work] or found.seconds["first"]
    values = [1000 * each if work == "again" else number / each for each in seconds]
    row = Row.of("receive", work, tool, values=values, unit=unit)
    if work not in found.memory:
        return row
    return replace(row, more={"memory (MiB)": round(median(found.memory[work]))})
