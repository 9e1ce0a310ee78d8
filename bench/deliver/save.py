"""How long any form takes to save on SQLite while mails come in and letters drain."""

import itertools
import random
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from statistics import median, quantiles
from urllib.error import HTTPError
from uuid import uuid4

from bench.rows import Row
from bench.running import RunningOffice
from tests.journeys.inside.logins import POP_PASSWORD
from tests.journeys.visitor import Visitor
from tests.servers.dovecot import Dovecot
from tests.servers.sink import SmtpSink

_PEOPLE_AT_ONCE = 4
_THOUGHT = (0.1, 0.3)  # Seconds that each thinks between two forms: little.
_PATIENCE = 600.0
_REST = 5.0
_TEXT = "\r\n".join(["A line of some words, as people write them to each other."] * 350)
# A page with the form, where it goes, and what is typed.
_FORMS: tuple[tuple[str, str, dict[str, str]], ...] = (
    (
        *("/circulation/new/", ""),
        {"subject": "Fire drill", "body": "Tuesday.", "priority": "normal", "then": "keep"},
    ),
    ("/todo/", "/todo/quick/", {"title": "Water the plants"}),
    (
        *("/reminders/new/", ""),
        {"text": "Tea", "day": "2099-01-04", "time_of_day": "10:00", "repeat": "never"},
    ),
)


def measure(*, quick: bool) -> Iterator[Row]:
    """Yield one row: the 95th percentile, beside median, worst, forms saved and failures."""
    runs, mails, letters, rest = (1, 200, 600, 2.0) if quick else (3, 5_000, 10_000, _REST)
    pairs = [_run(mails, letters, rest) for _ in range(runs)]
    found = [busy for _, busy in pairs]
    row = Row.of(
        "deliver",
        "save",
        f"kairan sqlite, {_PEOPLE_AT_ONCE} people, {mails:,} mails, {letters:,} letters",
        values=[each.p95 for each in found],
        unit="ms (p95)",
    )
    failed = sum(each.failed for each in found)
    yield replace(
        row,
        more={
            "p95 at rest": round(median(rest.p95 for rest, _ in pairs)),
            "median": round(median(median(each.took) for each in found)),
            "worst": round(max(max(each.took) for each in found)),
            "forms": sum(len(each.took) for each in found),
            "failed": failed,
            "locked": sum(each.locked for each in found),
        },
        error=f"{failed} forms could not be saved." if failed else "",
    )


@dataclass
class _Found:
    """Milliseconds of each form, how many failed, and how often the database said locked."""

    took: list[float] = field(default_factory=list)
    failed: int = 0
    locked: int = 0

    @property
    def p95(self) -> float:
        """The 95th percentile."""
        return quantiles(self.took, n=20)[-1]


def _run(mails: int, letters: int, rest: float) -> tuple[_Found, _Found]:
    """Return what was found in ``rest`` seconds of rest, and while mails came and letters left."""
    at_rest, found = _Found(), _Found()
    with (
        Dovecot({"ben": POP_PASSWORD}) as dovecot,
        SmtpSink("-c") as sink,
        RunningOffice("sqlite") as office,
    ):
        dovecot.serve("ben", (_mail(number) for number in range(mails)))
        session = office.call("bench.deliver.inside", "busy", letters, sink.port, dovecot.port)
        office.open_web()
        for _ in range(8):  # Whatever is slow the first time only.
            _save(Visitor(office.url, session), _Found(), range(len(_FORMS)))
        with _people(office.url, session, at_rest):
            time.sleep(rest)
        office.open_worker()
        with _people(office.url, session, found):
            _await(lambda: sink.counted() >= letters and _received(dovecot) >= mails)
        found.locked = office.log().count("database is locked")
    return at_rest, found


def _mail(number: int) -> bytes:
    head = (
        f"From: aiko@kairan.test\r\nTo: ben@kairan.test\r\nSubject: Report {number}\r\n"
        f"Message-ID: <{number}@kairan.test>\r\nDate: Mon, 4 May 2026 09:00:00 +0900\r\n\r\n"
    )
    return f"{head}{number}\r\n{_TEXT}\r\n".encode()


def _received(dovecot: Dovecot) -> int:
    return sum(int(each) for each in re.findall(r"retr=(\d+)/", dovecot.log()))


def _await(is_over: Callable[[], bool]) -> None:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until and not is_over():
        time.sleep(0.2)


@contextmanager
def _people(url: str, session: str, found: _Found) -> Iterator[None]:
    """Let some people save one form after the other until the end of the ``with``."""
    over = threading.Event()
    people = [
        threading.Thread(target=_save_until, args=[Visitor(url, session), found, over])
        for _ in range(_PEOPLE_AT_ONCE)
    ]
    for each in people:
        each.start()
    try:
        yield
    finally:
        over.set()
        for each in people:
            each.join()


def _save_until(visitor: Visitor, found: _Found, over: threading.Event) -> None:
    for number in itertools.count():
        if over.is_set():
            return
        _save(visitor, found, [number % len(_FORMS)])
        time.sleep(random.uniform(*_THOUGHT))


def _save(visitor: Visitor, found: _Found, which: range | list[int]) -> None:
    for number in which:
        page, to, form = _FORMS[number]
        try:
            visitor.send(page, {**form, "key": str(uuid4())}, to=to)
        except HTTPError:
            found.failed += 1
        else:
            found.took.append(1000 * visitor.took[-1])
