"""What has just come in is held in memory for the index: as a shortcut, never as the truth."""

import pytest
from django.utils.timezone import now

from kairan.attachments import contents
from kairan.fulltext.documents import unpacked
from kairan.mail.parse import parse
from kairan.webmail.models import Message
from kairan.webmail.receiving.arrived import Fetched
from kairan.webmail.receiving.keeping import keep
from kairan.webmail.searching import fresh as holding
from kairan.webmail.searching import indexing
from kairan.webmail.searching.fresh import HELD_FOR, Fresh
from kairan.webmail.searching.texts import FIELDS, Telling
from kairan.webmail.tests.conftest import PLAIN


class Time:
    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def time():
    return Time()


@pytest.fixture
def fresh(time):
    return Fresh(time)


@pytest.fixture
def telling():
    return Telling.of(parse(PLAIN))


def test_what_is_held_is_given_once(fresh, telling):
    fresh.hand_over([(1, telling)])

    assert fresh.take(1) is telling
    assert fresh.take(1) is None


def test_what_finds_no_room_is_to_be_read(fresh, telling, monkeypatch):
    monkeypatch.setattr(holding, "MOST_CHARACTERS", 2 * telling.length)
    fresh.hand_over([(1, telling), (2, telling), (3, telling)])

    assert fresh.take(3) is None
    assert fresh.take(1) is telling
    fresh.hand_over([(4, telling)])
    assert fresh.take(4) is telling


def test_what_nobody_asks_for_makes_room(fresh, telling, time, monkeypatch):
    monkeypatch.setattr(holding, "MOST_CHARACTERS", telling.length)
    fresh.hand_over([(1, telling)])
    time.now += HELD_FOR + 1
    fresh.hand_over([(2, telling)])

    assert fresh.take(1) is None
    assert fresh.take(2) is telling


def test_the_index_waits_for_a_pause_of_mail_and_not_for_ever(fresh, telling, time, monkeypatch):
    def more_comes(seconds):
        time.now += seconds
        fresh.hand_over([(int(time.now * 100), telling)])

    monkeypatch.setattr(holding.time, "sleep", more_comes)
    fresh.wait_for_a_pause(enough=10_000, stopping=lambda: False)
    assert time.now == 1000.0
    more_comes(0.1)
    fresh.wait_for_a_pause(enough=10_000, stopping=lambda: False)
    assert 1003 < time.now < 1004


def test_the_index_does_not_wait_once_there_is_enough(fresh, telling, monkeypatch):
    monkeypatch.setattr(holding.time, "sleep", pytest.fail)
    fresh.hand_over([(1, telling), (2, telling)])
    fresh.wait_for_a_pause(enough=2, stopping=lambda: False)


def test_the_index_reads_nothing_that_has_just_come_in(received, aiko, monkeypatch):
    received(aiko)
    with monkeypatch.context() as patched:
        patched.setattr(contents, "read_many", pytest.fail)
        indexing.index_waiting(now())

    assert Message.objects.get().is_searchable


def test_the_index_reads_what_another_process_has_stored(received, aiko, monkeypatch):
    received(aiko)
    monkeypatch.setattr(indexing, "fresh", Fresh())
    put = []
    monkeypatch.setattr(indexing.shelving, "put", lambda owner, texts: put.extend(texts.texts))
    indexing.index_waiting(now())

    assert [unpacked(each, FIELDS)[""] for each in put] == ["Here they are."]


def test_nothing_is_held_of_mail_that_could_not_be_stored(account_of, aiko, monkeypatch):
    account = account_of(aiko)
    held = []
    monkeypatch.setattr(Fresh, "hand_over", lambda self, tellings: held.append(tellings))
    monkeypatch.setattr("kairan.webmail.receiving.keeping.many_rows.insert", _full)
    with pytest.raises(OSError, match="disk"):
        keep(account, [Fetched("1", PLAIN)], now=now())

    assert held == []


def _full(rows):
    raise OSError("The disk is full.")
