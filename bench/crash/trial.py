"""One trial: letters drain, something goes wrong, is mended, and the server's log judges."""

import random
import time
from collections import Counter
from contextlib import suppress

from bench.crash.crew import Crew, Stage, is_alive
from bench.crash.disk import SmallDisk
from bench.crash.scenarios import Blow, Scenario
from bench.crash.verdict import Verdict, judge
from bench.deliver.turn import address_of, number_of
from bench.office import ProcessFailed
from kairan.mail.testing.scripted_smtp import ScriptedSmtp

_TO_BEGIN = 20.0
# Longer than ours waits for the answer to a final dot.
_STANDSTILL = 15.0
_TO_SETTLE = 900.0
_ROUNDS_OF_A_FULL_DISK = 2


class Trial:
    """The letters of one scenario, and what happens to them."""

    def __init__(self, scenario: Scenario, stage: Stage, sink: ScriptedSmtp, *, first: int) -> None:
        self._scenario = scenario
        self._stage = stage
        self._sink = sink
        self._first = first
        self.end = first
        self.kills = 0
        self._before = len(sink.accepted)

    def run(self, workers: int, *, kills: int, disk: SmallDisk | None = None) -> Verdict:
        """Go through it; ``disk`` is the small one under the home, for a disk that gets full."""
        scenario = self._scenario
        self._stage.ask("clear")
        self._queue(scenario.letters)
        self._sink.faults[:] = scenario.faults()
        with Crew(self._stage, workers) as crew:
            if scenario.blow is Blow.KILLS:
                self._kill(crew, kills)
            elif scenario.blow is Blow.LOCK:
                self._lock(crew)
            elif disk is not None:
                self._fill(crew, disk)
            else:
                self._suffer(crew)
            if scenario.refused is None:
                self._sink.faults.clear()
            self._settle(crew)
            self._sink.faults.clear()
        return self._judge()

    def _hurry(self) -> None:
        # A worker that keeps the database to itself lets nobody hurry it: not now, then.
        with suppress(ProcessFailed):
            self._stage.ask("hurry")

    def _queue(self, letters: int) -> None:
        self._stage.ask("queue", self.end, self.end + letters, resends=self._scenario.resends)
        self.end += letters

    def _kill(self, crew: Crew, kills: int) -> None:
        """Most kills come while letters leave, some while a worker is still waking up."""
        for _ in range(kills):
            if self.end - self._first - self._taken < self._scenario.letters / 2:
                with suppress(ProcessFailed):
                    self._queue(self._scenario.letters)
            if random.random() > 0.1:
                self._await_progress(crew)
            time.sleep(random.uniform(0, 0.2))
            crew.kill_one()
            self.kills += 1

    def _lock(self, crew: Crew) -> None:
        self._await_progress(crew)
        holder = self._stage.ask("lock", self._scenario.lasts)
        while is_alive(holder):
            crew.keep()
            time.sleep(0.2)

    def _fill(self, crew: Crew, disk: SmallDisk) -> None:
        for _ in range(_ROUNDS_OF_A_FULL_DISK):
            self._await_progress(crew)
            disk.fill()
            self._wait(self._scenario.lasts, crew)
            disk.empty()

    def _suffer(self, crew: Crew) -> None:
        """Let the faults happen until they are used up or have lasted long enough."""
        until = time.monotonic() + self._scenario.lasts
        while time.monotonic() < until and any(each.times != 0 for each in self._sink.faults):
            self._wait(0.5, crew)
            self._hurry()

    def _wait(self, seconds: float, crew: Crew) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            crew.keep()
            time.sleep(0.1)

    @property
    def _taken(self) -> int:
        return len(self._sink.accepted) - self._before

    def _await_progress(self, crew: Crew) -> None:
        before, until = self._taken, time.monotonic() + _TO_BEGIN
        while self._taken == before and time.monotonic() < until:
            crew.keep()
            time.sleep(0.002)

    def _settle(self, crew: Crew) -> None:
        """Wait until nothing is open, or nothing moves any more."""
        until = time.monotonic() + _TO_SETTLE
        moved_at, seen = time.monotonic(), None
        while time.monotonic() < min(until, moved_at + _STANDSTILL):
            self._wait(0.5, crew)
            self._hurry()
            states = self._states()
            if not any(states[each] == "open" and not self._is_refused(each) for each in states):
                return
            now = (self._taken, Counter(states.values()))
            if now != seen:
                moved_at, seen = time.monotonic(), now

    def _states(self) -> dict[int, str]:
        return dict(self._stage.ask("states", self._first))

    def _is_refused(self, number: int) -> bool:
        refused = self._scenario.refused
        return refused is not None and refused.match(address_of(number)) is not None

    def _judge(self) -> Verdict:
        arrived = Counter(number_of(each) for each in self._sink.message_ids[self._before :])
        return judge(
            range(self._first, self.end),
            arrived=arrived,
            states=self._states(),
            is_refused=self._is_refused,
        )
