"""A signature makes room for another one, unless its writer has changed it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kairan.webmail.models import Identity
from kairan.webmail.writing import rich
from kairan.webmail.writing.signing import richly_signed_anew, signed, signed_anew

AIKO, SALES, NOBODY = Identity(signature="Aiko\r\n+81"), Identity(signature="Sales"), Identity()
QUOTED = "\n\nOn Monday, Yui wrote:\n> Hello\n"


@pytest.mark.parametrize(
    ("text", "before", "after", "expected"),
    [
        ("Hi\r\n\r\n-- \r\nAiko\r\n+81\r\n", AIKO, SALES, "Hi\n\n-- \nSales\n"),
        ("Hi\n\n-- \nAiko\n+81", AIKO, SALES, "Hi\n\n-- \nSales"),
        (f"Hi\n\n-- \nAiko\n+81\n{QUOTED}", AIKO, SALES, f"Hi\n\n-- \nSales\n{QUOTED}"),
        ("Hi\n\n-- \nAiko M.\n+81", AIKO, SALES, "Hi\n\n-- \nAiko M.\n+81"),
        ("Hi\n\n-- \nAiko\n+81 3", AIKO, SALES, "Hi\n\n-- \nAiko\n+81 3"),
        ("Hi", AIKO, SALES, "Hi"),
        ("Hi\n\n-- \nSales\n", NOBODY, SALES, "Hi\n\n-- \nSales\n"),
        ("Hi", NOBODY, SALES, "Hi\n\n-- \nSales\n"),
        (f"Hi{QUOTED}", NOBODY, SALES, f"Hi\n\n-- \nSales\n{QUOTED}"),
        ("Hi\n\n-- \nSales\n", SALES, NOBODY, "Hi\n\n\n"),
        ("Hi", NOBODY, NOBODY, "Hi"),
        ("> -- \n> Aiko\n> +81", AIKO, SALES, "> -- \n> Aiko\n> +81"),
    ],
)
def test_a_signature_is_swapped_where_it_stands_unchanged(text, before, after, expected):
    assert signed_anew(text, before=before, after=after) == expected


_NAMES = st.text(st.characters(blacklist_categories=["C", "Z"]), min_size=1, max_size=20)


@given(_NAMES, _NAMES, st.sampled_from(["", QUOTED]))
def test_whatever_the_signatures_a_fresh_letter_looks_as_if_begun_by_the_other(one, other, below):
    first, second = Identity(signature=one), Identity(signature=other)

    swapped = signed_anew(signed(below, first), before=first, after=second)

    assert swapped == signed(below, second)


QUOTATION = "<div><br></div><div>On Monday, Yui wrote:</div><blockquote>Hello</blockquote>"
SITE = Identity(signature="Aiko <M>\n\nhttps://example.test/?a=1&b=2")
BEGUN = "<div>--&nbsp;<br>Sales</div>"


@pytest.mark.parametrize(
    ("html", "before", "after", "expected"),
    [
        (f"<div>Hi</div>{rich.as_html(signed('', AIKO))}", AIKO, SALES, "--&nbsp;<br>Sales</div>"),
        ("<div>--&nbsp;</div><div>Aiko</div><div>+81</div>", AIKO, SALES, BEGUN),
        (f"{rich.as_html(signed('', SITE))}{QUOTATION}", SITE, SALES, "<br>Sales</div><div><br>"),
        ("<div>Hi</div>", NOBODY, SITE, "<br>Aiko &lt;M&gt;<br>"),
        (f"<div>Hi</div>{QUOTATION}", NOBODY, SALES, f"<br>Sales</div>{QUOTATION}"),
        ("<div>--&nbsp;<br>Aiko M.<br>+81</div>", AIKO, SALES, "Aiko M."),
        ("<div>--&nbsp;<br>Aiko<br>+81 3</div>", AIKO, SALES, "+81 3"),
        (f"<div>Hi</div>{BEGUN}", NOBODY, SALES, f"<div>Hi</div>{BEGUN}"),
        (f"<div>Hi</div>{BEGUN}", SALES, NOBODY, "<div>Hi</div><div></div>"),
        ("<div>Hi</div>", NOBODY, NOBODY, "<div>Hi</div>"),
    ],
)
def test_with_formatting_it_is_swapped_too(html, before, after, expected):
    swapped = richly_signed_anew(html, before=before, after=after)

    assert expected in swapped.replace("<br>\n", "<br>").replace("\u00a0", "&nbsp;")
    assert swapped.count("<div") == swapped.count("</div>")
