"""What goes through whole files does not have them counted as its memory."""

import threading

import pytest
from django.db import ConnectionHandler, connection

from kairan.config.databases import databases
from kairan.people.models import User
from kairan.shell import mapping
from kairan.shell.mapping import read_unmapped


@pytest.fixture
def files(tmp_path, monkeypatch):
    """Return connections to files as an office has them: those of tests are in memory."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    files = ConnectionHandler(databases(tmp_path))
    monkeypatch.setattr(mapping, "connections", files)
    return files


@pytest.mark.django_db
def test_a_thread_that_reads_unmapped_changes_nothing_for_the_others(files):
    of_the_thread = []

    def mapped():
        with files["default"].cursor() as cursor:
            return cursor.execute("PRAGMA mmap_size").fetchone()[0]

    def work():
        read_unmapped(User)
        of_the_thread.append(mapped())
        files.close_all()

    before = mapped()
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()

    assert of_the_thread == [0]
    assert mapped() == before > 0
    files.close_all()


@pytest.mark.django_db
def test_any_database_takes_it():
    read_unmapped(User)
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)
