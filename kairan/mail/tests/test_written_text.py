"""The text that goes with a letter that has formatting says what the formatting said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kairan.mail.written_text import LONGEST, written_text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<div>One<br></div><div><br></div><div>Two</div>", "One\n\nTwo\n"),
        ("<div>a<br>b</div>c", "a\nb\nc\n"),
        ("<p>One</p><p>Two</p>", "One\n\nTwo\n"),
        ("<b>Bold</b> and <i>not</i>   so", "Bold and not so\n"),
        ("<ul><li>tea</li><li>rice<ul><li>brown</li></ul></li></ul>", "- tea\n- rice\n  - brown\n"),
        ("<ol><li>one</li><li>two</li></ol>", "1. one\n2. two\n"),
        ("<ul><li>one<br>more</li></ul>", "- one\n  more\n"),
        ("<div>He:</div><blockquote>Yes.<br>No.</blockquote>", "He:\n> Yes.\n> No.\n"),
        ("<blockquote>a<blockquote>b</blockquote></blockquote>c", "> a\n> > b\nc\n"),
        ("<blockquote>a<br><br>b</blockquote>", "> a\n>\n> b\n"),
        ('See <a href="https://example.jp/plan">the plan</a>.', "See the plan <https://example.jp/plan>.\n"),
        ('<a href="https://example.jp/">example.jp</a>', "example.jp\n"),
        ('<a href="mailto:yui@example.jp">yui@example.jp</a>', "yui@example.jp\n"),
        ('<a href="mailto:yui@example.jp">Yui</a>', "Yui <yui@example.jp>\n"),
        ('<img src="cid:1@kairan" alt="chart.png">', "[chart.png]\n"),
        ("<div>--&nbsp;</div><div>Aiko</div>", "-- \nAiko\n"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a\nb\n"),
        ("<div>a</div><hr><div>b</div>", "a\n--------------------\nb\n"),
        ("<style>p{}</style>1 &lt; 2 &amp; 3", "1 < 2 & 3\n"),
        ("<div><br></div>", ""),
    ],
)  # fmt: skip
def test_what_formatting_said_stands_in_the_text(html, text):
    assert written_text(html) == text


def test_what_is_quoted_two_hundred_times_is_marked_eight_times():
    text = written_text("<blockquote>" * 200 + "a<br>b" + "</blockquote>" * 200 + "c")

    marks = "> " * 8
    assert text == f"{marks}a\n{marks}b\nc\n"


def test_a_list_in_two_hundred_lists_is_inset_eight_times():
    assert written_text("<ul>" * 200 + "<li>a</li>") == f"{'  ' * 8}- a\n"


@pytest.mark.parametrize(
    "html", ["<blockquote>" * 200 + "<br>x" * 150_000, "<hr>" * 60_000, "x" * LONGEST]
)
def test_a_text_is_never_longer_than_the_longest(html):
    text = written_text(html)

    assert len(text) == LONGEST
    assert text.endswith("…\n")


def test_a_text_that_is_just_short_enough_is_whole():
    words = "x" * (LONGEST - 1)

    assert written_text(words) == f"{words}\n"


@given(st.text(alphabet="<>/abp uliq=\"'&;#!-\n\xa0ol", max_size=200))
def test_any_html_becomes_some_text(html):
    text = written_text(html)

    assert not text or text.endswith("\n")
