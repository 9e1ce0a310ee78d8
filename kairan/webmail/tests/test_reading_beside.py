"""A process beside the worker reads mails and cuts words: whatever becomes of it, nothing is lost.

What the promises of receiving and of the index are, other tests say; here a second process takes
part, which is killed, and let go in the middle.
"""

import os
import signal
from pathlib import Path

import pytest
from django.utils.timezone import now

from kairan.beside import hand as hands
from kairan.beside.hand import Hand
from kairan.mail.testing.scripted_pop3 import ScriptedPop3
from kairan.webmail.models import Account, Message, Served
from kairan.webmail.receiving import fetching, reading
from kairan.webmail.receiving.operations import receive
from kairan.webmail.searching import indexing
from kairan.webmail.tests.mailbox import again

MAILS = [
    b"From: mori@example.jp\r\nSubject: %d\r\nMessage-ID: <%d@x>\r\n\r\n%s\r\n"
    % (number, number, b"word%d " % number * 20)
    for number in range(120)
]


@pytest.fixture(autouse=True)
def helpers(monkeypatch):
    """Let a few mails be worth a process; return those that were started."""
    started = []

    class Known(Hand):
        def __init__(self, module):
            super().__init__(module)
            started.append(self.pid)

    monkeypatch.setattr(hands, "Hand", Known)
    monkeypatch.setattr(hands, "_CORES", 2)
    monkeypatch.setattr(reading, "MANY", 10)
    monkeypatch.setattr(indexing, "MANY", 10)
    monkeypatch.setattr(fetching, "AT_ONCE_MAILS", 5)
    monkeypatch.setattr(fetching, "BATCH_MAILS", 20)
    yield started
    assert not [pid for pid in started if Path(f"/proc/{pid}").exists()]


@pytest.fixture
def here(monkeypatch):
    """Count the mails that are read in this process."""
    read = []
    parse = reading.parse
    monkeypatch.setattr(reading, "parse", lambda raw: read.append(raw) or parse(raw))
    return read


def killing(helpers, monkeypatch, module, name):
    """Kill the process beside when ``name`` has done its work once."""
    done = getattr(module, name)
    killed = []

    def once(*arguments, **named):
        result = done(*arguments, **named)
        if not killed:
            killed.append(helpers[-1])
            os.kill(killed[0], signal.SIGKILL)
        return result

    monkeypatch.setattr(module, name, once)


def test_mails_that_are_read_beside_are_stored_as_they_were_served(
    ben, reads, stored, helpers, here
):
    with ScriptedPop3(MAILS) as server:
        report = receive(reads(ben, server, leave=Account.Leave.NEVER))

        assert (report.came, report.trouble) == (len(MAILS), None)
        assert stored(ben) == MAILS
        assert not server.messages
    assert len(helpers) == 1
    assert not here


def test_a_few_mails_are_read_here(ben, reads, helpers):
    with ScriptedPop3(MAILS[:5]) as server:
        assert receive(reads(ben, server)).came == 5
    assert not helpers


def test_a_process_that_is_killed_costs_no_mail(ben, reads, stored, helpers, here, monkeypatch):
    killing(helpers, monkeypatch, fetching, "arrived")
    with ScriptedPop3(MAILS) as server:
        report = receive(reads(ben, server))

        assert (report.came, report.trouble) == (len(MAILS), None)
        assert stored(ben) == MAILS
        assert len(here) > 50
        assert receive(again(Account.objects.get())).came == 0


def test_whoever_stops_keeps_what_came_and_goes_on_the_next_time(ben, reads, stored, helpers):
    with ScriptedPop3(MAILS) as server:
        account = reads(ben, server, leave=Account.Leave.NEVER)
        asked = iter(range(57))
        report = receive(account, stopping=lambda: next(asked, None) is None)

        assert not report.is_over
        assert stored(ben) == MAILS[:58]
        assert len(server.messages) == len(MAILS)

        assert receive(again(account)).came == len(MAILS) - 58
        assert stored(ben) == MAILS
        assert not server.messages


def test_a_connection_that_breaks_keeps_what_was_being_read(ben, reads, stored):
    broken = {"RETR 58": b"+OK\r\nSubject: hal" + b"HANG UP"}
    with ScriptedPop3(MAILS, replies=broken) as server:
        account = reads(ben, server)
        assert receive(account).trouble is not None
        assert stored(ben) == MAILS[:57]

        server.replies.clear()
        receive(again(account))
        assert stored(ben) == MAILS


def test_what_is_refused_or_cannot_be_read_does_not_move_its_neighbours(
    ben, reads, stored, monkeypatch
):
    refusal = {"RETR 8": b"-ERR [SYS/TEMP] not now\r\n"}
    with ScriptedPop3(MAILS[:20], replies=refusal) as server:
        receive(reads(ben, server))

    assert stored(ben) == MAILS[:7] + MAILS[8:20]
    assert [each.subject for each in Message.objects.order_by("pk")] == [
        str(number) for number in range(20) if number != 7
    ]
    assert Served.objects.get(outcome=Served.Outcome.REFUSED).sha256 not in set(
        Served.objects.filter(outcome=Served.Outcome.RECEIVED).values_list("sha256", flat=True)
    )


@pytest.mark.parametrize("is_killed", [False, True])
def test_words_that_are_cut_beside_are_found(ben, reads, helpers, monkeypatch, is_killed):
    with ScriptedPop3(MAILS) as server:
        receive(reads(ben, server))
    helpers.clear()
    monkeypatch.setattr(indexing, "MOST_CHARACTERS", 1000)
    put = []
    kept = indexing.shelving.put
    monkeypatch.setattr(
        indexing.shelving, "put", lambda owner, texts: put.append(texts) or kept(owner, texts)
    )
    if is_killed:
        killing(helpers, monkeypatch, indexing.shelving, "put")
    indexing.index_waiting(now())

    assert len(helpers) == 1
    assert len(put) > 3
    assert not Message.objects.filter(is_searchable=False).exists()
    places = [place.number for texts in put for place in texts.places]
    assert sorted(places) == sorted(Message.objects.values_list("pk", flat=True))
    words = {word for texts in put for word, _numbers in texts.sets}
    assert {f"word{number}" for number in range(len(MAILS))} <= words
