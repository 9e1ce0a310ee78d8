"""The index says what reading every text would say, whatever was put in, taken out and merged."""

import re

import pytest
from django.utils.timezone import now
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from kairan.fulltext import finding, merging, shelving
from kairan.fulltext.cutting import cut
from kairan.fulltext.documents import Document
from kairan.fulltext.finding import Span, find
from kairan.fulltext.members import Place
from kairan.fulltext.models import Block, Text
from kairan.fulltext.seeking import Wanted, mark, words_of
from kairan.fulltext.words import folded

OWNER, OTHER = 7, 8
VOCABULARY = [
    "会議",
    "会議室",
    "経費精算",
    "議",
    "mail",
    "mailbox",
    "box",
    "ma",
    "café",
    "ab",
    "１０",
]
TEXTS = st.lists(st.sampled_from(VOCABULARY), max_size=5).map(" ".join)
ENTRIES = st.tuples(st.integers(0, 30), TEXTS, TEXTS, st.booleans())
QUERIES = st.tuples(
    st.sampled_from(
        [*VOCABULARY, "m", "会", "mai", "ail", "mail box", "会議 議", "CAFE", "室 経費"]
    ),
    st.sampled_from(["", "s"]),
    st.booleans(),
    st.booleans(),
)


def put(owner, number, at, subject, text, marks=()):
    fields = {"s": subject, "": text}
    return Document(number=number, at=at, fields=fields, marks=frozenset(marks))


def shelve(documents):
    shelving.put(OWNER, cut(documents))


def looked_for(wanted, span=None, owner=OWNER, keep=lambda numbers: numbers):
    return find(owner, wanted, span or Span(most=1000), fields="s", keep=keep)


def reads(document, typed, within, is_exact):
    """Whether a person who read the text would find what was typed."""
    gap = r"[\W_]+"
    spelled = gap.join(re.escape(each) for each in folded(typed).split())
    is_latin = folded(typed)[0].isascii()
    before = r"(?<![a-z0-9])" if is_latin else ""
    after = r"(?![a-z0-9])" if is_exact and folded(typed)[-1].isascii() else ""
    texts = [document.fields[within]] if within else list(document.fields.values())
    return any(re.search(before + spelled + after, folded(each)) for each in texts)


class TestAnyMail(TestCase):
    databases = "__all__"

    @settings(max_examples=50)
    @given(
        st.lists(st.lists(ENTRIES, max_size=6), min_size=1, max_size=12),
        st.lists(QUERIES, min_size=1, max_size=3),
        st.sets(st.integers(0, 20)),
    )
    def test_the_index_finds_what_reading_everything_would(self, batches, queries, removed):
        known = {}
        number = 0
        for batch in batches:
            documents = []
            for at, subject, text, has_file in batch:
                marks = ["file"] if has_file else []
                documents.append(put(OWNER, number, at, subject, text, marks))
                number += 1
            shelve(documents)
            known |= {each.number: each for each in documents}
            merging.tidy(OWNER, now())
        shelving.take_out(OWNER, removed)
        known = {each: known[each] for each in known if each not in removed}
        sought = [
            words_of(typed, within=within, is_exact=exact, is_unwanted=unwanted)
            for typed, within, exact, unwanted in queries
        ]
        expected = sorted(
            (
                Place(each.at, each.number)
                for each in known.values()
                if all(reads(each, *query[:3]) != query[3] for query in queries)
            ),
            reverse=True,
        )

        assert looked_for(Wanted(tuple(sought))).places == expected
        assert self.paged(Wanted(tuple(sought))) == expected

    def paged(self, wanted):
        found, place = [], None
        while some := looked_for(wanted, Span(most=2, place=place)).places:
            upwards = looked_for(wanted, Span(most=1000, place=some[0], upwards=True)).places
            assert upwards == found[::-1]
            found += some
            place = some[-1]
        return found


@pytest.fixture
def many(db):
    """Sixty texts in as many blocks, one of them with a word that no other has."""
    for number in range(60):
        text = "frequent rare" if number == 10 else "frequent"
        shelve([put(OWNER, number, number * 100, "", text, ["file"])])


def test_nobody_finds_what_is_not_theirs(many):
    assert not looked_for(Wanted((words_of("frequent"),)), owner=OTHER).places


def test_marks_are_found_and_unwanted(many):
    assert len(looked_for(Wanted((mark("file"),))).places) == 60
    assert not looked_for(Wanted((mark("file", is_unwanted=True),))).places


def test_moments_are_kept_within(many):
    found = looked_for(Wanted(since=1000, until=1200)).places

    assert found == [Place(1100, 11), Place(1000, 10)]


def test_only_what_is_among_the_given_is_found(many):
    among = [Place(0, 0), Place(100, 1), Place(100, 2), Place(9999, 3)]

    assert looked_for(Wanted(), Span(most=9, among=among)).places == [Place(100, 1), Place(0, 0)]


def test_what_the_caller_does_not_keep_does_not_count(many):
    found = looked_for(Wanted(), Span(most=2), keep=lambda some: [n for n in some if n % 7 == 0])

    assert [each.number for each in found.places] == [56, 49]


def test_many_blocks_become_few_and_nothing_is_lost(many):
    while merging.tidy(OWNER, now()):
        pass

    assert Block.objects.filter(replaced_at=None).count() < merging.WIDTH
    assert len(looked_for(Wanted((words_of("frequent"),))).places) == 60
    assert looked_for(Wanted((words_of("rare"),))).places == [Place(1000, 10)]


def test_blocks_that_were_replaced_stay_for_whoever_still_reads_them(many):
    while merging.tidy(OWNER, now()):
        pass
    replaced = Block.objects.exclude(replaced_at=None)
    merging.throw_away(now())
    assert replaced.exists()

    merging.throw_away(now() + 2 * merging.READ_FOR)
    assert not replaced.exists()


def test_a_text_that_is_put_in_again_takes_the_place_of_what_it_was(many):
    shelve([put(OWNER, 10, 1000, "", "changed")])

    assert not looked_for(Wanted((words_of("rare"),))).places
    assert looked_for(Wanted((words_of("changed"),))).places == [Place(1000, 10)]
    assert Text.objects.count() == 60


def test_what_was_taken_out_is_gone_with_its_words(many):
    shelving.take_out(OWNER, range(60))

    assert not Text.objects.exists()
    merging.tidy(OWNER, now())
    assert not Block.objects.filter(replaced_at=None).exists()


def test_a_search_that_reads_much_and_finds_little_says_how_far_it_came(many, monkeypatch):
    monkeypatch.setattr(finding, "MOST_READ", 20)
    phrase = Wanted((words_of("frequent rare", is_exact=True),))
    # The words stand in every text, but together only in one.
    for number in range(60):
        shelve([put(OWNER, 100 + number, number * 100 + 50, "", "rare. x. frequent")])

    first = looked_for(phrase)
    assert not first.places
    assert first.reached is not None
    place, found = first.reached, []
    while place is not None:
        more = looked_for(phrase, Span(most=50, place=place))
        place, found = more.reached, found + more.places
    assert found == [Place(1000, 10)]


def test_a_search_reads_the_newest_blocks_only(db, django_assert_num_queries):
    for start in range(0, 200, 20):
        shelve([put(OWNER, n, n, "", "frequent") for n in range(start, start + 20)])

    # The blocks there are, the words of the newest two, and which texts those hold.
    with django_assert_num_queries(3, using=shelving.postings.alias()):
        found = looked_for(Wanted((words_of("frequent"),)), Span(most=5)).places
    assert [each.number for each in found] == [199, 198, 197, 196, 195]


def test_one_worker_has_a_shelf_at_a_time(db):
    with shelving.claimed(OWNER, now()) as first, shelving.claimed(OWNER, now()) as second:
        assert (first, second) == (True, False)
    with shelving.claimed(OWNER, now()) as again:
        assert again


def test_a_shelf_whose_worker_died_is_free_after_a_while(db):
    shelving.claimed(OWNER, now()).__enter__()

    with shelving.claimed(OWNER, now() + 2 * shelving.CLAIM) as is_mine:
        assert is_mine
