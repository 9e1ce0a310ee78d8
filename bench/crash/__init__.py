"""What is lost or doubled when workers are killed and servers, databases and disks fail.

Each tool drains letters into a scripted server, ours with the settings that ship, peers with their
best. The server's own log of what it accepted judges. After each fault everything is mended and
tried again at once, as an administrator would.
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from importlib.util import find_spec

from bench.crash.crew import Stage
from bench.crash.disk import NoDisk, SmallDisk
from bench.crash.fighters import FIGHTERS, Fighter
from bench.crash.logins import PASSWORD, USER
from bench.crash.scenarios import SCENARIOS, Blow, Scenario
from bench.crash.trial import Trial
from bench.crash.verdict import Verdict
from bench.office import Office, ProcessFailed
from bench.rows import Row
from kairan.mail.testing.scripted_smtp import ScriptedSmtp

PEERS = ("django-mailer", "django-post-office")
WORKS = tuple(each.work for each in SCENARIOS)
_UNIT = "lost or doubled"
_KILLS, _KILLS_QUICK = 50, 5
_DISK_MEGABYTES = 24


def measure(*, quick: bool, works: Collection[str]) -> Iterator[Row]:
    """Yield a row per scenario and tool; ``quick`` has fewer of each, and fewer kills."""
    for fighter in FIGHTERS:
        if quick and not fighter.is_quick:
            continue
        if find_spec(fighter.package) is None:
            why = f"{fighter.package} is not installed: run `make bench-deps` once."
            yield Row.failed("crash", "all", fighter.name, unit=_UNIT, why=why)
            continue
        chosen = [each for each in SCENARIOS if not works or each.work in works]
        yield from _fight_quickly(fighter, chosen) if quick else _fight(fighter, chosen)


def _fight_quickly(fighter: Fighter, chosen: Sequence[Scenario]) -> Iterator[Row]:
    short = [_short(each) for each in chosen if each.is_quick]
    return trials(fighter, short, kills=_KILLS_QUICK)


def _fight(fighter: Fighter, chosen: Sequence[Scenario]) -> Iterator[Row]:
    # A peer knows no kind that is sent again when in doubt.
    known = [each for each in chosen if fighter.is_ours or not each.resends]
    full = [each for each in known if each.blow is Blow.FULL_DISK]
    yield from trials(fighter, [each for each in known if each not in full], kills=_KILLS)
    if fighter.in_home:
        yield from trials(fighter, full, kills=0)


def _short(scenario: Scenario) -> Scenario:
    return replace(scenario, letters=scenario.letters // 2, lasts=scenario.lasts / 2)


def trials(fighter: Fighter, scenarios: Sequence[Scenario], *, kills: int) -> Iterator[Row]:
    """Put ``fighter`` through ``scenarios``, one after the other in one office."""
    if not scenarios:
        return
    is_small = any(each.blow is Blow.FULL_DISK for each in scenarios)
    try:
        with _ring(fighter, is_small=is_small) as ring:
            for scenario in scenarios:
                yield _tried(ring, scenario, kills)
    except NoDisk as error:
        yield Row.failed("crash", "disk full", fighter.name, unit=_UNIT, why=str(error))


@dataclass
class _Ring:
    """Where the trials of one tool take place. ``first`` is the number of its next letter."""

    fighter: Fighter
    stage: Stage
    sink: ScriptedSmtp
    disk: SmallDisk | None
    first: int = 0


@contextmanager
def _ring(fighter: Fighter, *, is_small: bool) -> Iterator[_Ring]:
    with ExitStack() as stack:
        office = Office(
            fighter.database, settings=fighter.settings, environment=dict(fighter.environment)
        )
        stack.enter_context(office)
        small = SmallDisk(office.home, megabytes=_DISK_MEGABYTES) if is_small else None
        disk = stack.enter_context(small) if small else None
        sink = stack.enter_context(ScriptedSmtp(users={USER: PASSWORD}))
        stage = stack.enter_context(Stage(office, fighter.module, sink.port))
        stage.ask("prepare", USER, PASSWORD)
        yield _Ring(fighter, stage, sink, disk)


def _tried(ring: _Ring, scenario: Scenario, kills: int) -> Row:
    trial = Trial(scenario, ring.stage, ring.sink, first=ring.first)
    name = ring.fighter.name
    try:
        verdict = trial.run(ring.fighter.workers, kills=kills, disk=ring.disk)
    except ProcessFailed as error:
        why = f"It could not be tried: {str(error)[-400:]}"
        return Row.failed("crash", scenario.work, name, unit=_UNIT, why=why)
    finally:
        ring.first = trial.end
    return _row(ring.fighter, scenario, verdict, trial.kills)


def _row(fighter: Fighter, scenario: Scenario, verdict: Verdict, kills: int) -> Row:
    wrong = verdict.lost + verdict.duplicate
    row = Row.of("crash", scenario.work, fighter.name, values=[wrong], unit=_UNIT)
    is_bug = fighter.is_ours and (wrong or verdict.stuck)
    return replace(
        row,
        more={**verdict.counts(), "kills": kills},
        error="Kairan has lost, doubled or forgotten letters: a bug." if is_bug else "",
    )
