"""Fixtures of the whole suite: each room brings its own."""

import os

import hypothesis
import pytest
from django.conf import settings
from django.db import connection

from tests.servers import new_office

pytest_plugins = [
    "kairan.shell.testing",
    "kairan.people.testing",
    "kairan.delivery.testing",
    "kairan.webmail.testing",
    "tests.servers.fixtures",
]

# How long an example takes says how busy the machine is, not whether it holds.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")

# Begun last, one of these would keep everybody waiting.
LONG = {
    *("test_every_application_mails", "test_every_page", "test_every_page_of_the_apps"),
    *("test_a_worker_that_dies", "test_receiving_from_dovecot", "test_bench_crash", "test_a_year"),
}


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker):
    """Give each worker of a run the databases of a new office (settings_test.py says where)."""
    server = os.environ.get("KAIRAN_TEST_DATABASE_URL")
    name = connection.settings_dict["NAME"]
    if not server:
        new_office.move_in(settings.HOME)
        yield
        return
    new_office.drop_database(server, name)
    new_office.create_database(server, name)
    yield
    with django_db_blocker.unblock():
        connection.close()
    new_office.drop_database(server, name)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    """Begin with the long files, and let tests reach both databases: SQLite keeps bytes apart.

    On PostgreSQL only what touches the database is run: the rest is the same there.
    """
    if os.environ.get("KAIRAN_TEST_DATABASE_URL"):
        alone = [item for item in items if not _touches_database(item)]
        config.hook.pytest_deselected(items=alone)
        items[:] = [item for item in items if _touches_database(item)]
    items.sort(key=lambda item: item.path.stem not in LONG)
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


def _touches_database(item):
    """Whether a test uses the database itself, or says that what it starts does.

    That it asks for ``django_db_blocker`` says nothing: pytest-django lets every test do so.
    """
    marks = ("django_db", "database", "browser", "servers")
    opens = {"db", "transactional_db", "django_db_setup"}
    return any(item.get_closest_marker(each) for each in marks) or bool(
        opens & set(getattr(item, "fixturenames", ()))
    )
