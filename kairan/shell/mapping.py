"""How a thread reads files of SQLite: mapped into memory, as pages do, or a page at a time.

What is mapped counts as memory of the process. Whoever goes through a whole file would have all of
it there: a worker that grows as the office does.
"""

from django.db import connections, router
from django.db.models import Model


def read_unmapped(*models: type[Model]) -> None:
    """Have the connections of this thread read the files of ``models`` a page at a time."""
    for alias in {router.db_for_write(model) for model in models}:
        connection = connections[alias]
        if connection.vendor == "sqlite":
            connection.ensure_connection()
            connection.connection.execute("PRAGMA mmap_size = 0")
