"""Who is put under fire: ours and the peers, on which database, with how many workers."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bench.office import Database


@dataclass(frozen=True, kw_only=True)
class Fighter:
    """One tool of the table. ``in_home`` says whether it keeps anything on the disk of its home."""

    name: str
    package: str
    module: str
    database: Database
    workers: int
    in_home: bool = True
    settings: str = "bench.crash.peer_settings"
    environment: Mapping[str, str] = field(default_factory=dict)
    is_quick: bool = False

    @property
    def is_ours(self) -> bool:
        """Whether a loss is our bug."""
        return self.package == "kairan"


def _ours(database: Database, workers: int, rounds: str = "file") -> Fighter:
    where = ", journal in a table" if rounds == "table" else ""
    return Fighter(
        name=f"kairan {database}, {_workers(workers)}{where}",
        package="kairan",
        module="bench.crash.ours",
        database=database,
        workers=workers,
        in_home=rounds == "file",
        settings="kairan.config.settings",
        environment={"KAIRAN_ROUNDS": rounds},
        is_quick=workers == 1 and rounds == "file",
    )


def _peer(package: str, database: Database, workers: int) -> Fighter:
    name = {"post_office": "django-post-office", "mailer": "django-mailer"}[package]
    # What locks no row has one worker, with so many processes.
    processes = {"BENCH_PROCESSES": str(workers)}
    return Fighter(
        name=f"{name} {database}, {_workers(workers)}",
        package=package,
        module=f"bench.crash.{package}_peer",
        database=database,
        workers=workers if package == "mailer" else 1,
        in_home=database == "sqlite",
        environment={"BENCH_PEER": package, "BENCH_BEST": "1", **processes},
        is_quick=database == "sqlite" and workers == 1,
    )


def _workers(number: int) -> str:
    return f"{number} worker{'s' * (number > 1)}"


_DATABASES: tuple[Database, ...] = ("sqlite", "postgresql")

FIGHTERS = [
    *(_ours(database, workers) for database in _DATABASES for workers in (1, 4)),
    _ours("postgresql", 4, "table"),
    *(
        _peer(package, database, workers)
        for package in ("post_office", "mailer")
        for database in _DATABASES
        for workers in (1, 4)
    ),
]
