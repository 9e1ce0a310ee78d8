"""Which answers say yes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kairan.mail.assent import assent, says_yes


@pytest.mark.parametrize(
    "line",
    [
        "OK", "ok.", "Okay!", "Yes", "Confirmed", "confirmed, thank you!", "OK, thanks", "Seen.",
        "Read, thanks a lot", "I have read this.", "I confirm", "Noted with thanks", "Got it!",
        "👍", "ＯＫ", "了解", "了解です", "了解しました。", "承知いたしました。", "確認しました",
        "確認致しました。ありがとうございます。", "はい", "かしこまりました！", "問題ありません。",
        "拝見しました", "はい、確認しました", "分かりました。",
        "ご連絡ありがとうございます。確認しました。",
    ],
)  # fmt: skip
def test_these_say_yes(line):
    assert says_yes(line)


@pytest.mark.parametrize(
    "line",
    [
        "No", "Not OK", "OK?", "OK but not the second part", "Why?", "I have not read this",
        "Thanks", "Please", "Yesterday", "okra", "Read the other one first", "了解できません",
        "確認できません", "確認お願いします", "確認していません", "確認しましたか？",
        "ありがとうございます",
        "いいえ", "後で確認します、少し待って", "問題があります", "Hi Aiko,", "了解？", "OK " * 60,
    ],
)  # fmt: skip
def test_these_do_not(line):
    assert not says_yes(line)


def test_an_empty_answer_says_yes():
    assert assent(" \n ").is_given
    assert assent("").besides == ""


def test_what_follows_the_yes_is_said_besides():
    said = assent("OK\n\nBut the shelf stays.\n")

    assert (said.is_given, said.besides) == (True, "But the shelf stays.")


def test_a_question_is_no_yes_and_stays_whole():
    said = assent("Who pays?\nOK otherwise")

    assert (said.is_given, said.besides) == (False, "Who pays?\nOK otherwise")


@given(st.text(alphabet="しましたます了解OKthanks .、", max_size=120))
def test_no_line_takes_long_or_fails(line):
    assert isinstance(says_yes(line), bool)
