"""How contacts are called, sorted and found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kairan.addressbook.details import Details, Labelled
from kairan.addressbook.names import initial_of, parts_of, shown_name, sort_key
from kairan.people.words import split


@pytest.mark.parametrize(
    ("known", "name"),
    [
        ({"family": "山田", "given": "花子"}, "山田 花子"),
        ({"family": "Bennett", "given": "Lucy"}, "Lucy Bennett"),
        ({"given": "Lucy"}, "Lucy"),
        ({"company": "青空印刷"}, "青空印刷"),
        ({"addresses": (Labelled("a@b.test"),)}, "a@b.test"),
        ({}, ""),
    ],
)
def test_a_contact_is_called_as_its_name_is_written(known, name):
    assert shown_name(Details(**known)) == name


@pytest.mark.parametrize(
    ("known", "key", "initial"),
    [
        ({"family": "山田", "family_reading": "ヤマダ", "given": "花子"}, "やまだ 花子", "や"),
        ({"family": "Ōno"}, "ōno", "O"),
        ({"family": "Ｂｅｎ"}, "ben", "B"),
        ({"company": "株式会社", "company_reading": "ガクシャ"}, "がくしゃ", "か"),
        ({"family": "山田"}, "山田", "#"),
        ({"family": "3M"}, "3m", "#"),
        ({}, "", "#"),
    ],
)
def test_a_contact_stands_under_its_reading(known, key, initial):
    assert sort_key(Details(**known)) == key
    assert initial_of(key) == initial


@pytest.mark.parametrize(
    ("name", "given_name", "family"),
    [
        ("Lucy Ann Bennett", "Lucy Ann", "Bennett"),
        ("Bennett, Lucy", "Lucy", "Bennett"),
        ("山田 花子", "花子", "山田"),
        ("Lucy", "Lucy", ""),
        ("", "", ""),
    ],
)
def test_a_whole_name_is_taken_apart(name, given_name, family):
    assert parts_of(name) == (given_name, family)


@given(st.text(max_size=300))
def test_any_text_is_a_name(text):
    details = Details(family=text)
    assert len(sort_key(details)) <= 200
    assert len(initial_of(sort_key(details))) == 1
    parts_of(text)


@pytest.mark.parametrize(
    "typed", ["やまだ", "ヤマダ", "ﾔﾏﾀﾞ", "山田花子", "花子 山田", "HANA@EX", "港湾"]
)
def test_a_contact_is_found_by_name_reading_company_and_address(typed, mine, knows, aiko):
    knows(
        mine,
        aiko,
        "hana@example.test",
        family="山田",
        given="花子",
        family_reading="やまだ",
        company="港湾物流",
    )
    knows(mine, aiko, family="Bennett")

    found = mine.contacts.all().matching(typed)
    assert [each.family for each in found] == ["山田"]
    assert split(typed)
