import json
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from types import UnionType
from typing import Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kairan.notices import payload
from kairan.notices.notice import Notice, UnknownKind, kinds, notice_of
from kairan.notices.tests.parade import ParadePlanned


class Colour(Enum):
    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True, kw_only=True)
class EverythingHeld(Notice):
    kind = "parade.everything-held"
    label = "All that a notice can hold"
    group = "Parade"

    number: int
    ratio: float
    name: str
    is_wet: bool
    on: date
    at: datetime
    from_time: time
    lasts: timedelta
    price: Decimal
    colour: Colour
    maybe: date | None
    names: tuple[str, ...]
    pairs: tuple[tuple[int, datetime | None], ...]

    def about(self):
        return "parade:0"

    def title(self):
        return self.name

    def path(self):
        return "/notices/"


PLAIN = {
    float: st.floats(allow_nan=False, allow_infinity=False),
    Decimal: st.decimals(allow_nan=False, allow_infinity=False),
    datetime: st.datetimes(timezones=st.just(UTC)),
    str: st.text(st.characters(exclude_categories=["Cs"])),
}


def values(hint):
    """What a field declared as ``hint`` may hold."""
    if get_origin(hint) in {Union, UnionType}:
        return st.one_of(*[values(each) for each in get_args(hint)])
    if get_origin(hint) is tuple and get_args(hint)[-1] is ...:
        return st.lists(values(get_args(hint)[0])).map(tuple)
    if get_origin(hint) is tuple:
        return st.tuples(*[values(each) for each in get_args(hint)])
    return PLAIN[hint] if hint in PLAIN else st.from_type(hint)


def samples(kind):
    hints = get_type_hints(kind)
    return st.builds(kind, **{each.name: values(hints[each.name]) for each in fields(kind)})


@settings(deadline=None, max_examples=25)  # Of each kind.
@given(st.data())
def test_every_notice_of_the_house_survives_its_payload(data):
    for kind in kinds():
        notice = data.draw(samples(kind))
        stored = json.loads(json.dumps(notice.payload()))
        assert notice_of(kind.kind).from_payload(stored) == notice


def test_every_notice_of_the_house_says_who_it_is():
    for kind in kinds():
        assert kind.kind.count(".") == 1
        assert str(kind.label)
        assert str(kind.group)


def test_a_field_that_is_gone_is_ignored_and_one_that_is_new_takes_its_default():
    stored = {"parade_id": 3, "colour_of_the_drums": "red"}

    assert ParadePlanned.from_payload(stored) == ParadePlanned(parade_id=3)


@pytest.mark.parametrize(
    "stored", [{"parade_id": "3"}, {"held_on": "yesterday"}, {"subject": 5}, {"parade_id": True}]
)
def test_a_payload_that_is_no_such_notice_is_refused(stored):
    with pytest.raises((TypeError, ValueError)):
        ParadePlanned.from_payload(stored)


def test_a_notice_holds_plain_values_only():
    with pytest.raises(TypeError, match="plain values"):
        payload.encode(object())
    with pytest.raises(TypeError, match="finite"):
        payload.encode(float("inf"))
    with pytest.raises(TypeError, match="cannot hold"):
        payload.decode({}, dict[str, int])


def test_a_kind_that_no_app_defines_is_unknown():
    with pytest.raises(UnknownKind):
        notice_of("parade.never-heard-of")


def test_two_notices_cannot_share_a_kind():
    with pytest.raises(TypeError, match="already"):

        class Impostor(Notice):
            kind = "parade.planned"
