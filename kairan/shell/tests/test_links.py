import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kairan.shell.templatetags.links import linked


def links_in(text):
    return re.findall(r'href="([^"]*)"', linked(text))


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("See https://x.test/a?b=1&c=2.", ["https://x.test/a?b=1&amp;c=2"]),
        ("詳細はhttps://x.test/planをご覧ください。", ["https://x.test/plan"]),
        ("詳細は「https://x.test/plan」です", ["https://x.test/plan"]),
        ("（https://x.test/plan）", ["https://x.test/plan"]),
        ("https://x.test/a、https://x.test/b。", ["https://x.test/a", "https://x.test/b"]),
        ("連絡先：aiko@x.exampleまで", ["mailto:aiko@x.example"]),
        ("资料https://x.test/文件", ["https://x.test/"]),
        ("日本語だけ。", []),
        ("über https://x.test/größe hinaus", ["https://x.test/gr%C3%B6%C3%9Fe"]),
    ],
)
def test_an_address_is_a_link_whatever_stands_around_it(text, links):
    assert links_in(text) == links


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_no_text_is_changed_and_none_becomes_a_tag(text):
    without_links = re.sub(r'<a href="[^"<>]*"(?: rel="nofollow")?>|</a>', "", linked(text))

    assert "<" not in without_links
    assert unescape(without_links) == text


def test_what_looks_like_a_tag_is_escaped():
    assert linked("<b> 例</b>") == "&lt;b&gt; 例&lt;/b&gt;"
    assert "javascript" not in linked("https://x.test/例javascript:alert(1)").split(">")[0]
