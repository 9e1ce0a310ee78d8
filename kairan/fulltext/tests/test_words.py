import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kairan.fulltext.words import distinct, folded, on_one_line, pieces, words

SAME = [
    ("Straße", "STRASSE"),
    ("Ｋａｉｒａｎ", "kairan"),
    ("ｶﾞｲﾄﾞ", "ガイド"),
    ("Crème Brûlée", "creme brulee"),
    ("Ёлка", "елка"),
    ("①", "1"),
    ("が", "か\u3099"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_what_people_take_for_the_same_is_the_same(one, other):
    assert folded(one) == folded(other)


@pytest.mark.parametrize(("one", "other"), [("が", "か"), ("カ", "か"), ("は", "ば"), ("回", "会")])
def test_kana_keep_their_marks_and_their_kind(one, other):
    assert folded(one) != folded(other)


def test_words_are_divided_by_whatever_is_no_letter():
    assert words("re: mail_server 2026-11-30") == {"re", "mail", "server", "2026", "11", "30"}


def test_what_has_no_blanks_is_kept_as_characters_and_pairs():
    assert words("会議室の予約") == {
        *("会", "議", "室", "の", "予", "約"),
        *("会議", "議室", "室の", "の予", "予約"),
    }


def test_pairs_do_not_reach_over_what_stands_between():
    assert "議経" not in words("会議、経費")
    assert "議経" not in words("会議 経費")


@pytest.mark.parametrize("text", ["회의록", "ประชุม", "会議abc議事", "カタカナ", "々〆"])
def test_scripts_without_blanks_are_known(text):
    assert {text[:2]} <= words(text)


def test_vowel_signs_do_not_tear_words_apart():
    assert words("हिन्दी में") == {"हिन्दी", "में"}


def test_pieces_tell_whether_something_stands_between():
    assert pieces("経費abc, x") == [("経費", False), ("abc", True), ("x", False)]


def test_codes_are_cut():
    assert words("x" * 1000) == {"x" * 40}


def test_white_space_becomes_a_blank():
    assert on_one_line(" a\r\n\tb\u3000c ") == "a b c"


@given(
    st.text(
        st.characters() | st.sampled_from(" \n\u3000aAé\u0301\u3099か会議ｶﾞﾞ한\u1100\u1161"),
        max_size=60,
    )
)
@example("か \u3099が")
@example("a\u00a0\u0301b a\u2003b")
@example("a\x1fb\x85c\u2028d")
def test_a_word_that_stands_often_is_cut_once(text):
    assert words(folded(distinct(text))) == words(folded(text))
