"""The pages of our WebMail, through the running web server."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from typing import Any, Final
from urllib.parse import quote

from bench.office import Database
from bench.rows import Row
from bench.running import RunningOffice
from bench.webmail.mails import FREQUENT, FREQUENT_JA, PHRASE, RARE
from bench.webmail.requests import Browser, PageFailed, of_runs
from tests.journeys.pages import COOKIE

MEETING: Final = FREQUENT_JA
# What is looked for: frequent and rare words, of one and two characters too, beginnings, phrases.
SUBJECTS = {
    "frequent, two characters": f"subject:{MEETING}",
    "rare, two characters": f"subject:{RARE}",
}
BODIES = {
    "frequent, two characters": MEETING,
    "rare, four characters": PHRASE,
    "one character": MEETING[0],
    "one letter": FREQUENT[0],
    "two words": f"{FREQUENT} {RARE}",
    "phrase": f'"{FREQUENT} meeting"',
    "nothing found": "xyzzyplugh",
}


def measured(
    office: RunningOffice, answer: dict[str, Any], *, mails: int, runs: int, pages: int
) -> Iterator[Row]:
    """Yield a row for each page of an office that was filled: list, open, searches."""
    office.open_web()
    office.open_worker()
    office.wait_for_health()
    tool = f"kairan {office.database}, {mails:,} messages"
    browser = Browser(office.url, f"{COOKIE}={answer['session']}")
    numbers: Sequence[int] = answer["open"]
    paths = {
        ("list", ""): lambda _n: "/webmail/",
        ("open", ""): lambda n: f"/webmail/messages/{numbers[n % len(numbers)]}/",
        **{("search-subject", what): _search(query) for what, query in SUBJECTS.items()},
        **{("search-body", what): _search(query) for what, query in BODIES.items()},
    }
    for (work, what), path in paths.items():
        named = f"{tool}, {what}" if what else tool
        shows = "xyzzyplugh" if what == "nothing found" else "/webmail/messages/"
        try:
            times = [browser.times(path, shows=shows, number=pages) for _ in range(runs)]
        except PageFailed as error:
            yield Row.failed("webmail", work, named, unit="ms", why=str(error))
        else:
            yield Row.of("webmail", work, named, values=of_runs(times), unit="ms")


def _search(query: str) -> Any:
    path = f"/webmail/search/?q={quote(query)}"
    return lambda _n: path


def small(databases: Sequence[Database], *, mails: int, runs: int, pages: int) -> Iterator[Row]:
    """Yield the rows of offices, filled at the same time, in which one person has so many mails."""
    with ExitStack() as stack:
        offices = [stack.enter_context(RunningOffice(each)) for each in databases]
        filling = [each.begin("bench.webmail.inside", "receive", mails) for each in offices]
        answers = [office.end(each) for office, each in zip(offices, filling, strict=True)]
        for office, answer in zip(offices, answers, strict=True):
            rate = [float(answer["indexed"])]
            tool = f"kairan {office.database}, index alone"
            yield Row.of("webmail", "index", tool, values=rate, unit="msg/s")
            yield from measured(office, answer, mails=mails, runs=runs, pages=pages)


def large(
    database: Database, shares: tuple[int, int, int], *, runs: int, pages: int
) -> Iterator[Row]:
    """Yield the rows of an office in which the first person, who asks, has most of the mail."""
    first, each, others = shares
    with RunningOffice(database) as office:
        process = office.begin("bench.webmail.inside", "fill", first, each, others)
        answer = office.end(process, patience=7_200)
        mails = first + each * others
        yield from measured(office, answer, mails=mails, runs=runs, pages=pages)
