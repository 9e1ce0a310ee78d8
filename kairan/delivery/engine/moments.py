"""Moments as the hot statements write and read them; elsewhere they are seconds since the epoch."""

from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from django.db import connection


def is_postgresql() -> bool:
    """Whether rows live on PostgreSQL."""
    return connection.vendor == "postgresql"


def moment(seconds: float | None) -> Any:
    """Return seconds since the epoch as the database wants a moment."""
    if is_postgresql():
        return None if seconds is None else aware(seconds)
    return written(seconds)


@lru_cache(maxsize=256)
def written(seconds: float | None) -> str | None:
    """Return a moment as Django writes it into SQLite."""
    return None if seconds is None else str(aware(seconds).replace(tzinfo=None))


def aware(seconds: float) -> datetime:
    """Return seconds since the epoch as an aware moment, as the ORM wants it."""
    return datetime.fromtimestamp(seconds, UTC)


def seconds(value: Any) -> float:
    """Return a moment as the database gives it, in seconds since the epoch."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value).replace(tzinfo=UTC)
    return float(value.timestamp())
