"""A worker whose disk takes no more, on its own files: nothing is lost, and it says why."""

import errno
from base64 import encodebytes
from random import Random
from sqlite3 import OperationalError
from textwrap import indent

import pytest
from django.db import OperationalError as DjangoError

from kairan.mail.testing.scripted_pop3 import ScriptedPop3
from kairan.webmail.receiving.trouble import FAULT, NO_ROOM, fault_of
from kairan.webmail.tests.test_a_worker_that_dies import ADD, LET_GO, RECEIVE, TELL, Office

LETTERS = Random(5)
MAILS = [
    (
        f"Subject: {n}\n"
        "Content-Type: application/octet-stream\nContent-Transfer-Encoding: base64\n\n"
        f"{encodebytes(LETTERS.randbytes(150_000)).decode()}"
    )
    .replace("\n", "\r\n")
    .encode()
    for n in range(40)
]
# A file that has grown by this much takes no more, as on a disk that is full.
FILLED = """
import resource, signal
from django.conf import settings
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
largest = max(each.stat().st_size for each in settings.HOME.rglob("*") if each.is_file())
resource.setrlimit(resource.RLIMIT_FSIZE, (max(0, largest + {room}), resource.RLIM_INFINITY))
"""
INDEX = """
from django.utils.timezone import now
from kairan.webmail.searching.indexing import index_waiting
index_waiting(now())
"""
SAID = """
import json
from kairan.webmail.models import Account, Message
print(json.dumps([Account.objects.get(name={name!r}).trouble.get("kind", "")]))
found = Message.objects.filter(is_searchable=True, account__name={name!r})
print(json.dumps([str(found.count())]))
"""


def tried(code):
    """``code``, whatever comes of it."""
    return f"from contextlib import suppress\nwith suppress(Exception):\n{indent(code, '    ')}\n"


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    return Office(tmp_path_factory.mktemp("office"))


@pytest.mark.parametrize("room", [1_500_000, 0])
def test_what_does_not_fit_stays_on_the_server_and_comes_once_there_is_room(office, room):
    name = f"room {room}"
    with ScriptedPop3(MAILS) as server:
        office.tell(ADD, accounts=[(name, server.port, server.host)], leave="never")
        kept, [trouble], _none = office.mails(
            FILLED + tried(RECEIVE) + TELL + SAID, name=name, room=room
        )

        assert trouble == b"no-room"
        assert len(kept) < len(MAILS)
        assert {*kept, *server.messages.values()} == set(MAILS)
        [again] = office.mails(LET_GO + RECEIVE + TELL, name=name)
        assert again == MAILS
        assert not server.messages


def test_the_index_goes_on_once_there_is_room(office):
    with ScriptedPop3(MAILS[:3]) as server:
        office.tell(ADD, accounts=[("words", server.port, server.host)], leave="never")
        office.mails(RECEIVE + TELL, name="words")
    office.tell(FILLED + tried(INDEX), room=-(10**9))
    assert office.mails(SAID, name="words")[1] == [b"0"]

    assert office.mails(INDEX + SAID, name="words")[1] == [b"3"]


@pytest.mark.parametrize(
    ("failure", "kind"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), NO_ROOM),
        (OSError(errno.ECONNRESET, "Connection reset"), FAULT),
        (ValueError("?"), FAULT),
    ],
)
def test_a_full_disk_is_told_from_other_failures(failure, kind):
    assert fault_of(failure) == kind


def test_a_database_says_that_its_disk_is_full():
    sqlite, postgres = OperationalError("database or disk is full"), RuntimeError("disk full")
    sqlite.sqlite_errorname, postgres.sqlstate = "SQLITE_FULL", "53100"
    for cause in (sqlite, postgres):
        error = DjangoError("full")
        error.__cause__ = cause
        assert fault_of(error) == NO_ROOM
