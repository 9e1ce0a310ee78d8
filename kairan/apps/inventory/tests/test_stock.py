from decimal import Decimal
from itertools import pairwise
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kairan.apps.inventory.models import Item, Movement
from kairan.apps.inventory.operations import retire
from kairan.apps.inventory.rights import may_move
from kairan.notices.models import Announcement
from kairan.shell.refusals import Refused


def test_every_change_is_a_line_of_the_ledger(ben, chidi, paper, moved):
    moved(paper, "receive", "2.5", by=ben, why="Delivery 17")
    moved(paper, "issue", "4", by=ben, person=chidi, why="Training")
    moved(paper, "return", "0.25", by=ben, person=chidi)
    moved(paper, "adjust", "8", by=ben, why="Stocktaking")

    lines = paper.movements.order_by("pk")
    assert [(each.kind, each.change, each.balance) for each in lines] == [
        ("adjust", Decimal(10), Decimal(10)),
        ("receive", Decimal("2.5"), Decimal("12.5")),
        ("issue", Decimal(-4), Decimal("8.5")),
        ("return", Decimal("0.25"), Decimal("8.75")),
        ("adjust", Decimal("-0.75"), Decimal(8)),
    ]
    assert [(each.by, each.person, each.why) for each in lines][2] == (ben, chidi, "Training")
    paper.refresh_from_db()
    assert paper.on_hand == 8


def test_thousandths_add_up_exactly(ben, add, moved):
    ink = add(ben, name="Ink", unit="l", on_hand="0.3", warning_level="0.2")
    moved(ink, "receive", "0.1", by=ben)
    moved(ink, "issue", "0.2", by=ben)

    ink.refresh_from_db()
    assert ink.on_hand == Decimal("0.2")
    assert ink.is_low


def test_no_more_can_go_than_is_on_hand(ben, paper, moved):
    with pytest.raises(Refused, match=r"10\.001 boxes cannot be issued: only 10 boxes on hand"):
        moved(paper, "issue", "10.001", by=ben)
    moved(paper, "issue", 10, by=ben)
    with pytest.raises(Refused, match="nothing is on hand"):
        moved(paper, "issue", 1, by=ben)

    assert paper.movements.count() == 2


@pytest.mark.parametrize("quantity", ["0", "-1", "0.0001", "1.0005", "1000000000", "NaN"])
def test_what_is_no_quantity_is_refused(ben, paper, moved, quantity):
    with pytest.raises(Refused, match=r"between 0\.001 and 999,999,999\.999"):
        moved(paper, "receive", quantity, by=ben)


def test_a_stock_too_large_to_count_is_refused(ben, paper, moved):
    with pytest.raises(Refused, match="too much to count"):
        moved(paper, "receive", "999999999.999", by=ben)


def test_the_database_itself_keeps_stock_from_going_below_zero(paper):
    with pytest.raises(IntegrityError), transaction.atomic():
        Item.objects.filter(pk=paper.pk).update(on_hand=Decimal(-1))


def test_a_retired_item_does_not_move(aiko, ben, paper, moved):
    retire(paper, by=ben)

    with pytest.raises(Refused, match="retired"):
        moved(paper, "issue", 1, by=ben)


def test_a_form_sent_twice_moves_once(ben, paper, moved):
    key = uuid4()
    first = moved(paper, "issue", 4, by=ben, key=key)
    second = moved(paper, "issue", 4, by=ben, key=key)

    paper.refresh_from_db()
    assert (second, paper.on_hand) == (first, 6)


KINDS = ["receive", "issue", "return", "adjust"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("is_self_service", [True, False])
@pytest.mark.parametrize("is_for_self", [True, False])
def test_who_keeps_an_item_may_do_all_and_others_only_take_for_themselves(
    kind, is_self_service, is_for_self
):
    terms = {"is_self_service": is_self_service, "is_for_self": is_for_self}

    assert may_move(kind, keeps=True, **terms)
    assert may_move(kind, keeps=False, **terms) == (
        kind in {"issue", "return"} and is_self_service and is_for_self
    )


def test_somebody_who_sees_it_takes_for_themselves_and_brings_that_back(chidi, paper, moved):
    moved(paper, "issue", 3, by=chidi, person=chidi)
    moved(paper, "return", 2, by=chidi, person=chidi)

    with pytest.raises(Refused, match="You can return 1 boxes at most"):
        moved(paper, "return", 2, by=chidi, person=chidi)
    paper.refresh_from_db()
    assert paper.on_hand == 9


@pytest.mark.parametrize("kind", KINDS)
def test_nobody_takes_for_somebody_else(aiko, chidi, paper, moved, kind):
    with pytest.raises(PermissionDenied):
        moved(paper, kind, 1, by=chidi, person=aiko)


def test_what_its_keepers_hand_out_is_not_taken(ben, chidi, add, moved):
    keys = add(ben, name="Car keys", on_hand=2, is_self_service=False)

    with pytest.raises(PermissionDenied):
        moved(keys, "issue", 1, by=chidi, person=chidi)
    assert moved(keys, "issue", 1, by=ben, person=chidi).balance == 1


QUANTITIES = st.decimals(min_value="0.001", max_value=30, places=3)
STEPS = st.lists(st.tuples(st.sampled_from(KINDS), QUANTITIES | st.just(Decimal(0))), max_size=12)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=STEPS, level=st.none() | QUANTITIES, start=QUANTITIES)
def test_the_ledger_adds_up_and_every_crossing_is_told_once(ben, add, moved, steps, level, start):
    item = add(ben, on_hand=start, warning_level=level)
    on_hand, low = start, level is not None and start <= level
    lows, backs = int(low), 0
    for kind, quantity in steps:
        try:
            moved(item, kind, quantity, by=ben)
        except Refused:
            assert (kind != "adjust" and not quantity) or (kind == "issue" and quantity > on_hand)
            continue
        on_hand = {
            "receive": on_hand + quantity,
            "issue": on_hand - quantity,
            "return": on_hand + quantity,
            "adjust": quantity,
        }[kind]
        was, low = low, level is not None and on_hand <= level
        lows, backs = lows + (low and not was), backs + (was and not low)

    item.refresh_from_db()
    lines = list(Movement.objects.filter(item=item).order_by("pk"))
    assert sum(each.change for each in lines) == item.on_hand == on_hand
    for before, after in pairwise(lines):
        assert after.balance == before.balance + after.change
    kinds = list(Announcement.objects.filter(about=item.about).values_list("kind", flat=True))
    assert kinds.count("inventory.stock-low") == lows
    assert kinds.count("inventory.stock-back") == backs
    assert item.is_low == low
