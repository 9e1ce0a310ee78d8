"""Gives every reader their copy in one statement, however many readers there are."""

import json
from collections.abc import Sequence

from django.db import connection

_INTO = "INSERT INTO circulation_reading (circular_id, reader_id, comment) "
_FROM = {
    "sqlite": "SELECT %s, value, '' FROM json_each(%s)",
    "postgresql": "SELECT %s, value::bigint, '' FROM json_array_elements_text(%s::json)",
}


def hand_out(circular_id: int, readers: Sequence[int]) -> None:
    """Insert one unread copy of the circular for each id in ``readers``."""
    with connection.cursor() as cursor:
        cursor.execute(_INTO + _FROM[connection.vendor], [circular_id, json.dumps(list(readers))])
