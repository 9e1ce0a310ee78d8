"""How a round takes rows for itself, with other workers about."""

from typing import TypeVar

from django.db import connection
from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)


def locked(rows: QuerySet[Row]) -> QuerySet[Row]:
    """Return ``rows``, locked until the transaction ends.

    PostgreSQL passes over what another worker holds; SQLite lets one writer in at a time.
    """
    features = connection.features
    return rows.select_for_update(
        skip_locked=features.has_select_for_update_skip_locked,
        of=("self",) if features.has_select_for_update_of else (),
    )
