"""Lives through simulated time by the rounds of the worker, which is killed now and then."""

import random
from collections.abc import Callable, Collection, Iterable
from datetime import datetime, timedelta
from types import ModuleType
from typing import Any

from kairan.clock.rounds import rounds

ONE_IN_TEN = 0.1
MANY = 20
"""More kills than this make a year worth its name."""


class Killed(BaseException):
    """What a worker that is killed between a claim and its commit leaves of its work: nothing."""


def kill_after(
    name: str, *, of: Iterable[ModuleType], monkeypatch: Any, chance: random.Random
) -> None:
    """Let one call in ten of the function ``name`` of these modules be a worker's last."""
    for module in of:
        monkeypatch.setattr(module, name, _deadly(getattr(module, name), chance))


def _deadly(function: Callable[..., Any], chance: random.Random) -> Callable[..., Any]:
    def killed(*args: Any, **options: Any) -> None:
        function(*args, **options)
        if chance.random() < ONE_IN_TEN:
            raise Killed

    return killed


def live(
    names: Collection[str],
    *,
    begin: datetime,
    end: datetime,
    time_machine: Any,
    chance: random.Random,
    meanwhile: Callable[[datetime], datetime | None] = lambda now: None,
) -> int:
    """Run the rounds called ``names`` at each due moment; return how often they were killed.

    ``meanwhile(now)`` is what people do at a moment; it returns when they next do something.
    """
    going = [each for each in rounds() if each.name in names]
    kills, now = 0, begin
    while now < end:
        time_machine.move_to(now, tick=False)
        due: list[datetime | None] = []
        for each in going:
            try:
                due.append(each.run(now))
            except Killed:
                kills += 1
                due.append(now)
        due.append(meanwhile(now))
        now = max(now, min(moment for moment in due if moment is not None))
        now += timedelta(seconds=chance.choice([0, 1]))
    return kills


def on_time(moments: Iterable[datetime], wanted: Iterable[datetime]) -> bool:
    """Whether each wanted moment came, and nothing else did, within a minute of kills."""
    late = timedelta(minutes=1)
    pairs = zip(sorted(moments), sorted(wanted), strict=True)
    return all(want <= moment <= want + late for moment, want in pairs)
