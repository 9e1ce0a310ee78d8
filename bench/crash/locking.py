"""Somebody else who holds the database."""

import time

from django.db import connection, transaction


def hold_lock(table: str, seconds: float) -> None:
    """Keep everybody from writing for a while: anything at all on SQLite, ``table`` elsewhere."""
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
        time.sleep(seconds)
