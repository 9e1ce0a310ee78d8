"""What rules decide, as a function of values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kairan.mail.parse import parse
from kairan.webmail.rules.deciding import (
    Comparison,
    Condition,
    Deeds,
    Facts,
    Ruling,
    Subject,
    decide,
    fits,
    holds,
)

RAW = """From: =?utf-8?b?5qOu?= <Mori@example.jp>
To: Aiko <aiko@example.test>
Cc: chidi@example.test
Subject: Re: ＥＳＴＩＭＡＴＥ  for   spring
Content-Type: text/plain; charset=utf-8

見積もりを送ります。 Straße
""".encode()


def facts(raw=RAW, *, size=3000, has_files=False):
    parsed = parse(raw)
    return Facts(lambda: parsed, subject=parsed.subject, size=size, has_files=has_files)


@pytest.mark.parametrize(
    ("subject", "test", "value", "expected"),
    [
        ("from", "contains", "mori@EXAMPLE", True),
        ("from", "contains", "森", True),
        ("from", "is", "mori@example.jp", True),
        ("from", "is", "example.jp", False),
        ("from", "lacks", "aiko", True),
        ("to", "contains", "chidi@", True),
        ("to", "is", "aiko", True),
        ("subject", "contains", "estimate for spring", True),
        ("subject", "is", "re: estimate for spring", True),
        ("subject", "is", "estimate", False),
        ("body", "contains", "見積もり", True),
        ("body", "contains", "STRASSE", True),
        ("body", "lacks", "invoice", True),
        ("size", "larger", "2", True),
        ("size", "larger", "3", False),
        ("size", "smaller", "3", True),
        ("files", "present", "", False),
        ("files", "absent", "", True),
    ],
)
def test_a_condition_holds_of_a_mail(subject, test, value, expected):
    assert holds(Condition(Subject(subject), Comparison(test), value), facts()) is expected


TRUE = Condition(Subject.FILES, Comparison.ABSENT)
FALSE = Condition(Subject.FILES, Comparison.PRESENT)


@pytest.mark.parametrize(
    ("conditions", "by_all", "by_any"),
    [
        ([], False, False),
        ([TRUE], True, True),
        ([TRUE, FALSE], False, True),
        ([FALSE, FALSE], False, False),
    ],
)
def test_a_rule_needs_all_or_any_of_its_conditions(conditions, by_all, by_any):
    assert fits(Ruling(1, conditions, True, Deeds()), facts()) is by_all
    assert fits(Ruling(1, conditions, False, Deeds()), facts()) is by_any


def test_a_mail_is_read_only_when_a_rule_asks_for_what_its_bytes_say():
    def never():
        raise AssertionError

    mail = Facts(never, subject="Invoice 7", size=100, has_files=True)
    rule = Ruling(
        1, [Condition(Subject.SUBJECT, Comparison.CONTAINS, "invoice"), FALSE], True, Deeds()
    )
    assert fits(rule, mail)


deeds = st.builds(
    Deeds,
    folder=st.none() | st.integers(1, 5),
    labels=st.frozensets(st.integers(1, 4), max_size=3),
    is_starred=st.booleans(),
    is_read=st.booleans(),
    forward_to=st.lists(st.sampled_from("abc"), unique=True, max_size=2).map(tuple),
)
rules = st.lists(
    st.builds(
        Ruling,
        number=st.integers(1, 99),
        conditions=st.lists(st.sampled_from([TRUE, FALSE]), max_size=3),
        needs_all=st.booleans(),
        deeds=deeds,
        stops=st.booleans(),
    ),
    max_size=6,
)


@given(rules)
def test_the_first_folder_counts_everything_else_adds_up_and_a_rule_may_be_the_last(all_rules):
    fitting = []
    for rule in all_rules:
        if fits(rule, facts()):
            fitting.append(rule)
            if rule.stops:
                break

    decision = decide(all_rules, facts())

    assert decision.rules == tuple(rule.number for rule in fitting)
    places = [rule.deeds.folder for rule in fitting if rule.deeds.folder is not None]
    assert decision.deeds.folder == (places[0] if places else None)
    assert decision.deeds.labels == frozenset().union(*(rule.deeds.labels for rule in fitting))
    assert decision.deeds.is_starred == any(rule.deeds.is_starred for rule in fitting)
    assert decision.deeds.is_read == any(rule.deeds.is_read for rule in fitting)
    wanted = [to for rule in fitting for to in rule.deeds.forward_to]
    assert decision.deeds.forward_to == tuple(dict.fromkeys(wanted))


@given(rules, rules)
def test_what_comes_after_a_rule_that_stops_changes_nothing(before, after):
    last = Ruling(0, [TRUE], True, Deeds(), stops=True)
    assert decide([*before, last, *after], facts()) == decide([*before, last], facts())


@given(st.text(max_size=40), st.sampled_from([Subject.FROM, Subject.SUBJECT, Subject.BODY]))
def test_what_contains_a_text_does_not_lack_it(value, subject):
    contains = holds(Condition(subject, Comparison.CONTAINS, value), facts())
    lacks = holds(Condition(subject, Comparison.LACKS, value), facts())
    assert contains is not lacks
