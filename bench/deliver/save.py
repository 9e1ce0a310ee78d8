"""How long any form takes to save on SQLite while mails come in and letters drain."""

import itertools
import re
import threading
import time
from collections.abc import Iterator
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
_PATIENCE = 600.0
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
    runs, mails, letters = (1, 300, 1_000) if quick else (3, 5_000, 10_000)
    found = [_run(mails, letters) for _ in range(runs)]
    row = Row.of(
        "deliver",
        "save",
        f"kairan sqlite, {_PEOPLE_AT_ONCE} people, {mails:,} mails, {letters:,} letters",
        values=[quantiles(each.took, n=20)[-1] for each in found],
        unit="ms (p95)",
    )
    failed = sum(each.failed for each in found)
    yield replace(
        row,
        more={
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


def _run(mails: int, letters: int) -> _Found:
    found = _Found()
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
        over = threading.Event()
        people = [
            threading.Thread(target=_save_until, args=[Visitor(office.url, session), found, over])
            for _ in range(_PEOPLE_AT_ONCE)
        ]
        office.open_worker()
        for each in people:
            each.start()
        until = time.monotonic() + _PATIENCE
        while time.monotonic() < until and not (
            sink.counted() >= letters and _received(dovecot) >= mails
        ):
            time.sleep(0.2)
        over.set()
        for each in people:
            each.join()
        found.locked = office.log().count("database is locked")
    return found


def _mail(number: int) -> bytes:
    head = (
        f"From: aiko@kairan.test\r\nTo: ben@kairan.test\r\nSubject: Report {number}\r\n"
        f"Message-ID: <{number}@kairan.test>\r\nDate: Mon, 4 May 2026 09:00:00 +0900\r\n\r\n"
    )
    return f"{head}{number}\r\n{_TEXT}\r\n".encode()


def _received(dovecot: Dovecot) -> int:
    return sum(int(each) for each in re.findall(r"retr=(\d+)/", dovecot.log()))


def _save_until(visitor: Visitor, found: _Found, over: threading.Event) -> None:
    for number in itertools.count():
        if over.is_set():
            return
        _save(visitor, found, [number % len(_FORMS)])


def _save(visitor: Visitor, found: _Found, which: range | list[int]) -> None:
    for number in which:
        page, to, form = _FORMS[number]
        try:
            visitor.send(page, {**form, "key": str(uuid4())}, to=to)
        except HTTPError:
            found.failed += 1
        else:
            found.took.append(1000 * visitor.took[-1])
