import pytest
from hypothesis import given
from hypothesis import strategies as st

from kairan.mail.parse import parse
from kairan.mail.plain_text import plain_text
from kairan.webmail.writing.quoting import forward_subject, quoted, reply_subject


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("Slides", "Re: Slides"),
        ("Re: Slides", "Re: Slides"),
        ("RE: re[3]: Slides", "Re: Slides"),
        ("AW: Slides", "Re: Slides"),
        ("", "Re: "),
        ("Regarding: Slides", "Re: Regarding: Slides"),
    ],
)
def test_an_answer_says_re_once(subject, expected):
    assert reply_subject(subject) == expected


@pytest.mark.parametrize("subject", ["Slides", "Fwd: Slides", "FW: Slides", "転送: Slides"])
def test_a_mail_passed_on_says_fwd_once(subject):
    assert forward_subject(subject) == "Fwd: Slides"


def test_an_answer_quotes_every_line():
    mail = parse(
        b"From: Yui <yui@example.jp>\r\nDate: Mon, 23 Nov 2026 10:00:00 +0900\r\n\r\na\r\n\r\nb\r\n"
    )

    text = quoted(mail, mail.text)

    assert "Yui wrote:" in text
    assert text.endswith("> a\n>\n> b\n")


def test_html_alone_still_has_words_to_quote():
    html = "<style>p{}</style><p>One &amp; two<br>three</p><script>alert(1)</script><p>four</p>"

    assert plain_text(html) == "One & two\nthree\nfour"


@given(st.text())
def test_any_html_becomes_words_without_end(html):
    plain_text(html)
