"""What drains: ours and the peers, on which database, how set, in how many processes."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bench.office import Database

_POST_OFFICE = {"BENCH_PEER": "post_office"}
_MAILER = {"BENCH_PEER": "mailer"}
_BEST = {"BENCH_BEST": "1"}


@dataclass(frozen=True, kw_only=True)
class Tool:
    """One row of the table.

    It drains all letters, or one in ``slowness``: enough to tell how fast a slow one is.
    """

    name: str
    package: str
    module: str
    database: Database
    settings: str = "bench.deliver.peer_settings"
    workers: int = 1
    environment: Mapping[str, str] = field(default_factory=dict)
    slowness: int = 1
    is_default_of_peer: bool = False
    is_quick: bool = False


def _ours(database: Database, workers: int = 1) -> Tool:
    return Tool(
        name=f"kairan {database}, {workers} worker{'s' * (workers > 1)}",
        package="kairan",
        module="bench.deliver.ours",
        database=database,
        settings="kairan.config.settings",
        workers=workers,
        is_quick=workers == 1 and database == "sqlite",
    )


def _peer(package: str, database: Database, given: Mapping[str, str], *, best: bool) -> Tool:
    name = {"post_office": "django-post-office", "mailer": "django-mailer"}[package]
    return Tool(
        name=f"{name} {database}, {'best settings' if best else 'defaults'}",
        package=package,
        module=f"bench.deliver.{package}_peer",
        database=database,
        environment={**given, **(_BEST if best else {})},
        slowness=5 if package == "mailer" else 1,
        is_default_of_peer=not best,
        is_quick=best and package == "post_office" and database == "sqlite",
    )


TOOLS = [
    _ours("sqlite"),
    _ours("sqlite", 2),
    _ours("postgresql"),
    _ours("postgresql", 2),
    *(
        _peer(package, database, given, best=best)
        for package, given in (("post_office", _POST_OFFICE), ("mailer", _MAILER))
        for database in ("sqlite", "postgresql")
        for best in (False, True)
    ),
]
