from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from itertools import pairwise
from threading import Barrier

import pytest
from django.db import connections

from kairan.apps.inventory.models import Movement
from kairan.apps.inventory.operations import Move, move
from kairan.shell.refusals import Refused

PEOPLE = 20


def at_the_same_second(deeds):
    """Do all ``deeds`` at once, each in a thread; return what they gave, None where refused."""
    barrier = Barrier(len(deeds))

    def one(deed):
        try:
            barrier.wait(timeout=20)
            return deed()
        except Refused:
            return None
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(deeds)) as threads:
        return list(threads.map(one, deeds))


def entered(item, kind, quantity, *, by, **fields):
    return lambda: move(item, Move(kind=kind, quantity=Decimal(quantity), **fields), by=by)


@pytest.fixture
def crowd(transactional_db, aiko, ben):
    """Let tests reach the database from many threads."""


def adds_up(item):
    lines = list(Movement.objects.filter(item=item).order_by("pk"))
    item.refresh_from_db()
    assert lines[0].change == lines[0].balance
    assert all(after.balance == before.balance + after.change for before, after in pairwise(lines))
    return lines[-1].balance == item.on_hand


def test_twenty_people_take_the_last_five(crowd, ben, paper, moved, told):
    moved(paper, "adjust", 5, by=ben)

    taken = at_the_same_second([entered(paper, "issue", 1, by=ben)] * PEOPLE)

    assert sum(each is not None for each in taken) == 5
    assert adds_up(paper)
    assert paper.on_hand == 0
    assert told("stock-low") == [[ben.pk]]


def test_stock_that_comes_and_goes_at_once_is_warned_of_at_each_crossing(crowd, ben, paper, told):
    deeds = [entered(paper, "issue", 7, by=ben), entered(paper, "receive", 7, by=ben)] * 8

    at_the_same_second(deeds)

    assert adds_up(paper)
    balances = list(paper.movements.order_by("pk").values_list("balance", flat=True))
    downward = sum(before > 3 >= after for before, after in pairwise(balances))
    upward = sum(before <= 3 < after for before, after in pairwise(balances))
    assert len(told("stock-low")) == downward
    assert len(told("stock-back")) == upward


def test_nobody_returns_twice_what_they_took_once(crowd, chidi, paper, moved):
    moved(paper, "issue", 3, by=chidi, person=chidi)

    returned = at_the_same_second([entered(paper, "return", 3, by=chidi, person=chidi)] * 4)

    assert sum(each is not None for each in returned) == 1
    assert adds_up(paper)
    assert paper.on_hand == 10


def test_one_form_sent_by_two_clicks_at_once_moves_once(crowd, ben, paper):
    key = "00000000-0000-4000-8000-000000000001"

    at_the_same_second([entered(paper, "issue", 1, by=ben, key=key)] * 4)

    assert adds_up(paper)
    assert paper.on_hand == 9
