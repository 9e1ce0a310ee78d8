"""Fixtures of the whole suite: each room brings its own."""

import pytest

pytest_plugins = [
    "kairan.shell.testing",
    "kairan.people.testing",
    "kairan.delivery.testing",
    "tests.servers.fixtures",
]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Let every test that touches the database reach both files: SQLite keeps bytes apart."""
    for item in items:
        marker = item.get_closest_marker("django_db")
        if _uses_database(item, marker):
            given = marker.kwargs if marker else {}
            item.add_marker(
                pytest.mark.django_db(**{**given, "databases": "__all__"}), append=False
            )


def _uses_database(item, marker):
    wanted = {"db", "transactional_db"}
    return marker is not None or wanted & set(getattr(item, "fixturenames", ()))
