"""Gives every recipient their receipt in one statement, however many recipients there are."""

import json
from collections.abc import Sequence

from django.db import connection

_INTO = "INSERT INTO report_receipt (report_id, recipient_id) "
_FROM = {
    "sqlite": "SELECT %s, value FROM json_each(%s)",
    "postgresql": "SELECT %s, value::bigint FROM json_array_elements_text(%s::json)",
}


def hand_out(report_id: int, recipients: Sequence[int]) -> None:
    """Insert one unconfirmed receipt of the report for each id in ``recipients``."""
    with connection.cursor() as cursor:
        cursor.execute(_INTO + _FROM[connection.vendor], [report_id, json.dumps(list(recipients))])
