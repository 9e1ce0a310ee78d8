"""The databases of an office that nobody has set up yet, made once and copied from then on.

To make them is to go through the whole history of the tables, which takes seconds; a copy takes
none. They are kept between runs, under a digest of the code that made them.
"""

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

ROOT = Path(__file__).parents[2]
_KEPT = ROOT / "build" / "new-office"
_HALF_MADE = "new_office_half_made"
_MIGRATE = "import django; django.setup(); from kairan.config.serving import migrate; migrate()"


def move_in(home: Path) -> None:
    """Put the database files of a new office, for SQLite, into the folder ``home``."""
    for file in _files().iterdir():
        shutil.copy(file, home)


def create_database(server: str, name: str) -> str:
    """Create a new office's database in a PostgreSQL; return its URL.

    ``server`` is the URL of another database there.
    """
    _do(server, "CREATE DATABASE {} TEMPLATE {}", name, _template(server))
    return _url(server, name)


def create_empty_database(server: str, name: str) -> str:
    """Create a database without any table in a PostgreSQL; return its URL."""
    _do(server, "CREATE DATABASE {}", name)
    return _url(server, name)


def drop_database(server: str, name: str) -> None:
    """Drop a database in a PostgreSQL, and whoever is still connected to it."""
    _do(server, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


@lru_cache(maxsize=1)
def _files() -> Path:
    """Return the folder with the database files, made where this code has not made them yet."""
    kept = _KEPT / _digest()
    with _alone():
        if not kept.exists():
            shutil.rmtree(_KEPT, ignore_errors=True)
            with tempfile.TemporaryDirectory(prefix="kairan-new-office-") as home:
                _migrate(home, url="")
                made = Path(home, "files")
                made.mkdir()
                for file in Path(home).glob("*.sqlite3"):
                    file.rename(made / file.name)
                shutil.copytree(made, kept)
    return kept


@lru_cache(maxsize=1)
def _template(server: str) -> str:
    """Return the name of the database that others are copies of, made where it is missing."""
    name = f"new_office_{_digest()[:16]}"
    with _alone(), psycopg.connect(server, autocommit=True) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if found.fetchone() is None:
            drop_database(server, _HALF_MADE)
            with tempfile.TemporaryDirectory(prefix="kairan-new-office-") as home:
                _migrate(home, url=create_empty_database(server, _HALF_MADE))
            _do(server, "ALTER DATABASE {} RENAME TO {}", _HALF_MADE, name)
    return name


def _migrate(home: str, *, url: str) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KAIRAN_")}
    environment = {
        **kept,
        "KAIRAN_HOME": home,
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "kairan.config.settings",
    }
    subprocess.run([sys.executable, "-c", _MIGRATE], cwd=ROOT, env=environment, check=True)


@lru_cache(maxsize=1)
def _digest() -> str:
    """Return what tells two states of the code, less its tests, apart, and two of Django."""
    digest = sha256(version("django").encode())
    for file in sorted(ROOT.glob("kairan/**/*.py")):
        if "tests" not in file.parts:
            digest.update(file.read_bytes())
    return digest.hexdigest()


@contextmanager
def _alone() -> Iterator[None]:
    """Wait until no other process of a run makes databases."""
    _KEPT.parent.mkdir(parents=True, exist_ok=True)
    with _KEPT.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _url(server: str, name: str) -> str:
    return urlunsplit(urlsplit(server)._replace(path=f"/{name}"))


def _do(server: str, statement: str, *names: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
