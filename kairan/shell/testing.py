"""What a new office begins with, for tests that come after one that emptied the database."""

import pytest
from django.apps import apps
from django.db.migrations import RunPython
from django.db.migrations.loader import MigrationLoader


@pytest.fixture
def first_lists(db: None) -> None:
    """The rows that migrations put into a new office: kept lists with their first lines."""
    for (label, name), migration in sorted(MigrationLoader(None).disk_migrations.items()):
        is_ours = apps.get_app_config(label).name.startswith("kairan.")
        if not is_ours or "_first_" not in name:
            continue
        for operation in migration.operations:
            if isinstance(operation, RunPython):
                operation.code(apps, None)
