"""A process computes beside this one; whatever becomes of it, all is computed, in order."""

import fcntl
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kairan.beside import hand as hands
from kairan.beside.frames import read_frame
from kairan.beside.hand import AHEAD, Hand, beside
from kairan.beside.tests import work
from kairan.beside.tests.work import doubled, padded, slow, where

HERE = os.getpid()


@pytest.fixture
def hand():
    hand = Hand(work.__name__)
    yield hand
    hand.let_go()


def is_alive(pid):
    try:
        with Path(f"/proc/{pid}/stat").open() as stat:
            return stat.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def await_end(pid):
    until = time.monotonic() + 10
    while is_alive(pid):
        assert time.monotonic() < until, "the process lives on"
        time.sleep(0.02)


def test_results_come_in_order_from_another_process(hand):
    assert list(hand.each(doubled, range(100))) == list(range(0, 200, 2))
    assert set(hand.each(where, range(5))) == {hand.pid} != {HERE}


def test_it_gives_way_to_whoever_waits_for_a_page(hand):
    assert list(hand.each(doubled, [1])) == [2]
    assert os.getpriority(os.PRIO_PROCESS, hand.pid) > os.getpriority(os.PRIO_PROCESS, 0)


def test_large_items_and_answers_do_not_wait_for_each_other(hand):
    length = 3 * hands._PIPE
    items = [b"x" * length] * (AHEAD + 2)
    assert [len(each) for each in hand.each(padded, map(len, items))] == [length] * len(items)
    assert [len(each) for each in hand.each(doubled, items)] == [2 * length] * len(items)


def test_no_more_is_taken_ahead_than_the_process_needs(hand):
    taken = []
    results = hand.each(doubled, (taken.append(n) or n for n in range(100)))
    assert next(results) == 0
    assert len(taken) == AHEAD
    results.close()


def test_what_a_killed_process_owed_is_computed_here(hand):
    pid = hand.pid
    results = hand.each(slow, range(10))
    assert next(results) == 0
    os.kill(pid, signal.SIGKILL)

    assert list(results) == list(range(1, 10))
    assert hand.pid is None
    assert set(hand.each(where, range(5))) == {HERE}


def test_a_process_that_hangs_is_given_up(hand, monkeypatch):
    monkeypatch.setattr(hands, "PATIENCE", 0.3)
    pid = hand.pid
    assert list(hand.each(doubled, [1])) == [2]
    os.kill(pid, signal.SIGSTOP)

    large = [b"x" * (2 * hands._PIPE)] * 3
    assert [len(each) for each in hand.each(doubled, large)] == [len(large[0]) * 2] * 3
    assert not is_alive(pid)


def test_a_worker_with_thousands_of_open_files_waits_as_others_do():
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, 2_048), hard))
    ends = os.pipe()
    far = fcntl.fcntl(ends[0], fcntl.F_DUPFD, 1_500)
    os.set_blocking(far, False)
    try:
        with pytest.raises(TimeoutError):
            read_frame(far, patience=0.01)
    finally:
        for each in (*ends, far):
            os.close(each)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_where_no_process_can_be_started_all_is_computed_here(monkeypatch):
    monkeypatch.setattr(hands.sys, "executable", "/nowhere/python")
    assert set(Hand(work.__name__).each(where, range(5))) == {HERE}


def test_a_module_that_is_not_there_hinders_nothing():
    hand = Hand("kairan.beside.no_such_module")
    assert list(hand.each(doubled, range(10))) == list(range(0, 20, 2))
    hand.let_go()


def test_an_error_that_ends_the_items_comes_after_their_results(hand):
    def items():
        yield from range(5)
        raise RuntimeError

    results = hand.each(doubled, items())
    assert [next(results) for _ in range(5)] == [0, 2, 4, 6, 8]
    with pytest.raises(RuntimeError):
        next(results)


def test_an_error_of_the_work_is_raised_here(hand):
    with pytest.raises(TypeError):
        list(hand.each(doubled, [1, None]))


def test_results_that_nobody_takes_leave_no_process(hand):
    pid = hand.pid
    results = hand.each(slow, range(10))
    next(results)
    results.close()
    await_end(pid)


def test_signals_for_the_group_do_not_end_it_before_its_work(hand):
    results = hand.each(where, range(100))
    pid = next(results)
    os.kill(pid, signal.SIGTERM)
    os.kill(pid, signal.SIGINT)
    assert set(results) == {pid}


def test_it_ends_when_whoever_started_it_is_killed():
    program = (
        "import time\n"
        "from kairan.beside.hand import Hand\n"
        "from kairan.beside.tests.work import where\n"
        f"hand = Hand({work.__name__!r})\n"
        "print(next(hand.each(where, [1])), flush=True)\n"
        "time.sleep(60)\n"
    )
    starter = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    pid = int(starter.stdout.readline())
    assert is_alive(pid)
    starter.kill()
    starter.communicate()
    await_end(pid)


def test_no_more_processes_are_at_work_than_there_are_processors(monkeypatch):
    monkeypatch.setattr(hands, "_CORES", 2)
    monkeypatch.setattr(hands, "_free", hands.threading.BoundedSemaphore(2))
    with beside(work.__name__) as one, beside(work.__name__) as two:
        with beside(work.__name__) as three:
            pids = [set(each(where, range(3))) for each in (one, two, three)]
        assert len(set.union(*pids)) == 3
        assert pids[2] == {HERE}
    with beside(work.__name__) as again:
        assert set(again(where, [1])) != {HERE}


def test_a_single_processor_does_it_alone(monkeypatch):
    monkeypatch.setattr(hands, "_CORES", 1)
    with beside(work.__name__) as each:
        assert set(each(where, [1])) == {HERE}
