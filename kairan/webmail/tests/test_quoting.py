import pytest
from hypothesis import given
from hypothesis import strategies as st

from kairan.mail.parse import parse
from kairan.mail.plain_text import plain_text
from kairan.webmail.models import Keeping
from kairan.webmail.writing import beginnings, rich
from kairan.webmail.writing.quoting import (
    MOST_QUOTED,
    forward_subject,
    passed_on,
    quoted,
    reply_subject,
)


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


@pytest.mark.parametrize("begun", [quoted, passed_on])
def test_a_mail_that_is_too_long_is_quoted_as_far_as_it_goes_and_says_so(begun):
    mail = parse(b"From: Yui <yui@example.jp>\r\n\r\na\r\n")
    line = "x" * 99

    text = begun(mail, f"{line}\n" * (MOST_QUOTED // 50))

    assert len(text) < 1.1 * MOST_QUOTED
    said, *rest = reversed(text.rstrip().splitlines())
    assert said.endswith("[The rest is left out here: the mail is too long to be quoted whole.]")
    assert rest[1].endswith(line)


def test_a_line_without_an_end_is_cut_and_one_that_fits_is_not():
    mail = parse(b"From: Yui <yui@example.jp>\r\n\r\na\r\n")

    assert "left out" in quoted(mail, "x" * (MOST_QUOTED + 1))
    assert "left out" not in quoted(mail, "x" * MOST_QUOTED)


def test_an_answer_with_formatting_to_a_mail_that_is_too_long_says_so_too(
    aiko, writes, mail_server, received
):
    desk = writes(aiko, mail_server)
    Keeping.objects.update_or_create(owner=aiko, defaults={"writes_richly": True})
    mail = b"From: Yui <yui@example.jp>\r\n\r\n" + b"Word & word.\r\n" * 50_000

    draft = beginnings.reply(received(aiko, mail, account=desk), by=aiko)

    assert "too long to be quoted whole" in draft.html
    assert len(draft.html) < rich.LONGEST


def test_html_alone_still_has_words_to_quote():
    html = "<style>p{}</style><p>One &amp; two<br>three</p><script>alert(1)</script><p>four</p>"

    assert plain_text(html) == "One & two\nthree\nfour"


@given(st.text())
def test_any_html_becomes_words_without_end(html):
    plain_text(html)
