"""Where rows live: SQLite in the home folder by default, PostgreSQL when DATABASE_URL names one.

On SQLite the bytes of mails and files live in a database file of their own, and so does the index
of words: storing a large mail never holds up a small form.
"""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS

from kairan.config import env

CONTENTS = "contents"
WORDS = "words"


def databases(home: Path) -> dict[str, dict[str, Any]]:
    """Return Django's DATABASES for the environment."""
    address = env.text("DATABASE_URL")
    if not address:
        return {
            "default": _sqlite(home / "kairan.sqlite3"),
            CONTENTS: _sqlite(home / "contents.sqlite3", page_size=16_384),
            WORDS: _sqlite(home / "words.sqlite3", cache=16),
        }
    return {"default": _postgresql(address)}


def _sqlite(path: Path, *, page_size: int = 4_096, cache: int = 8) -> dict[str, Any]:
    """Return the settings of a database file.

    ``page_size`` is that of a new file: in large pages, large values are read and written in fewer
    steps. Each connection keeps ``cache`` MiB of what it wrote; what is read is mapped.
    """
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            # IMMEDIATE: a writer queues at BEGIN instead of failing in the middle.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # FULL: what was committed survives a power cut; delivery promises it.
            "init_command": (
                f"PRAGMA page_size={page_size}; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                f"PRAGMA foreign_keys=ON; PRAGMA cache_size=-{cache * 1024};"
                "PRAGMA mmap_size=268435456;"
                "PRAGMA temp_store=MEMORY"
            ),
        },
    }


def _postgresql(address: str) -> dict[str, Any]:
    parts = urlsplit(address)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise env.WrongEnvironment(
            "DATABASE_URL", "must look like postgresql://user:password@host:5432/database."
        )
    options: dict[str, Any] = {"prepare_threshold": "0", **dict(parse_qsl(parts.query))}
    options["prepare_threshold"] = _threshold(options["prepare_threshold"])
    host = options.pop("host", None) or unquote(parts.hostname or "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def _threshold(said: str) -> int | None:
    """Return how often a statement is asked before it is prepared; None for never."""
    if said == "none":
        return None
    if not said.isdecimal():
        raise env.WrongEnvironment(
            "DATABASE_URL", "must have a number, or none, as its prepare_threshold."
        )
    return int(said)


class FilesRouter:
    """Sends what has a database file of its own to that file, where there is one."""

    def db_for_read(self, model: Any, **_hints: Any) -> str | None:
        """Return the alias for reading ``model``, or None to leave it to Django."""
        return self._place(model)

    def db_for_write(self, model: Any, **_hints: Any) -> str | None:
        """Return the alias for writing ``model``, or None to leave it to Django."""
        return self._place(model)

    def allow_migrate(
        self, db: str, app_label: str, model_name: str | None = None, **_hints: Any
    ) -> bool | None:
        """Keep tables where their rows are written."""
        if not _has_files():
            return None
        return db == _file_of(app_label, model_name or "")

    def _place(self, model: Any) -> str | None:
        if not _has_files():
            return None
        meta = model._meta  # noqa: SLF001 - Django's documented way
        place = _file_of(meta.app_label, meta.model_name)
        return None if place == DEFAULT_DB_ALIAS else place


def room_in(alias: str) -> str | None:
    """Return the label of the only app with tables in the file ``alias``; None if there are many.

    Its history is all that has to be told to the file: that of the whole office takes seconds.
    """
    return {CONTENTS: "attachments", WORDS: "fulltext"}.get(alias)


def _file_of(app_label: str, model_name: str) -> str:
    if app_label == "fulltext":
        return WORDS
    return CONTENTS if (app_label, model_name) == ("attachments", "content") else DEFAULT_DB_ALIAS


def _has_files() -> bool:
    return CONTENTS in settings.DATABASES
