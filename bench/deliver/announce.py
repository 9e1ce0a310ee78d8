"""How long a request takes that tells 5,000 people; beside it, how long peers take to queue."""

from collections.abc import Iterator
from importlib.util import find_spec

from bench.deliver.tools import TOOLS
from bench.office import Database, Office
from bench.rows import Row
from bench.running import RunningOffice
from tests.journeys.visitor import Visitor

_DATABASES: tuple[Database, ...] = ("sqlite", "postgresql")
_PEOPLE = 5_000
_UNIT = "ms"
_NO_SERVER = 9  # Nothing leaves: no worker runs.


def measure(*, quick: bool) -> Iterator[Row]:
    """Yield ours, the whole request through the web server, and the peers, their queueing alone."""
    runs = 1 if quick else 5
    for database in _DATABASES[:1] if quick else _DATABASES:
        name = f"kairan {database}, whole request to {_PEOPLE:,}"
        values = [1000 * each for each in _requests(database, runs)]
        yield Row.of("deliver", "announce", name, values=values, unit=_UNIT)
    for tool in TOOLS:
        if tool.package == "kairan" or tool.is_default_of_peer:
            continue
        if find_spec(tool.package) is None or (quick and not tool.is_quick):
            continue
        name = f"{tool.name.partition(',')[0]}, queueing {_PEOPLE:,}"
        with Office(
            tool.database, settings=tool.settings, environment=dict(tool.environment)
        ) as office:
            found = office.call(tool.module, "announce", _PEOPLE, runs, _NO_SERVER)
        values = [1000 * each for each in found]
        yield Row.of("deliver", "announce", name, values=values, unit=_UNIT)


def _requests(database: Database, runs: int) -> list[float]:
    with RunningOffice(database) as office:
        made = office.call("bench.deliver.inside", "crowd", _PEOPLE, _NO_SERVER)
        office.open_web()
        aiko = Visitor(office.url, made["session"])
        for _ in range(runs + 2):  # Each of the two web processes has a first time.
            aiko.circulate(made["group"])
        return aiko.took[2:]
