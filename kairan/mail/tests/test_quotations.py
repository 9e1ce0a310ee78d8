"""What somebody wrote themselves, out of the answers that mail programs make."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kairan.mail.parse import parse
from kairan.mail.quotations import own_words, unquoted

MAIL = ["Tidying the storeroom", "", "Please read: https://office.test/1", "-- ", "Minato"]
QUOTED = "\n".join(f"> {line}" for line in MAIL)
PLAIN = "\n".join(MAIL)

STYLES = {
    "Gmail": f"On Mon, 4 May 2026 at 09:00, Aiko Mori <office@kairan.test> wrote:\n\n{QUOTED}\n",
    "Gmail, wrapped": "On Mon, 4 May 2026 at 09:00, Aiko Mori through the office\n"
    f"<office+r1-2-abc@kairan.test> wrote:\n\n{QUOTED}\n",
    "Gmail, wrapped late": "On Mon, 4 May 2026 at 09:00, Aiko Mori <office@kairan.test>\n"
    f"wrote:\n\n{QUOTED}\n",
    "Gmail in Japanese": f"2026年5月4日(月) 9:00 森 愛子 <office@kairan.test>:\n\n{QUOTED}\n",
    "Gmail in Japanese, wrapped": "2026年5月4日(月) 9:00 森 愛子\n"
    f"<office@kairan.test>:\n\n{QUOTED}\n",
    "iPhone": "Sent from my iPhone\n\n> On 4 May 2026, at 9:00, Aiko Mori <office@kairan.test>"
    f" wrote:\n> \n> {QUOTED}\n",
    "iPhone in Japanese": "iPhoneから送信\n\n"
    f"2026/05/04 9:00、Aiko Mori <office@kairan.test>のメール:\n\n{QUOTED}\n",
    "Thunderbird": f"On 04/05/2026 09:00, Aiko Mori wrote:\n{QUOTED}\n",
    "Thunderbird in Japanese": f"On 2026/05/04 9:00, 森 愛子 wrote:\n{QUOTED}\n",
    "Becky": f"Aiko Mori さんは書きました:\n{QUOTED}\n",
    "German": f"Am 04.05.26 um 09:00 schrieb Aiko Mori:\n{QUOTED}\n",
    "French": f"Le lun. 4 mai 2026 à 09:00, Aiko Mori <office@kairan.test> a écrit :\n{QUOTED}\n",
    "Outlook": "________________________________\nFrom: Aiko Mori <office@kairan.test>\n"
    f"Sent: Monday, May 4, 2026 9:00 AM\nTo: Ben <ben@kairan.test>\nSubject: Tidy\n\n{PLAIN}\n",
    "Outlook of old": f"-----Original Message-----\nFrom: Aiko Mori\nSent: Monday\n\n{PLAIN}\n",
    "Outlook in Japanese": "差出人: Aiko Mori <office@kairan.test>\n送信日時: 2026年5月4日 9:00\n"
    f"宛先: Ben <ben@kairan.test>\n件名: Tidy\n\n{PLAIN}\n",
    "Outlook of old in Japanese": f"-----元のメッセージ-----\n差出人: Aiko\n\n{PLAIN}\n",
    "Outlook for iOS": "Get Outlook for iOS<https://aka.ms/x>\n________________________________\n"
    f"From: Aiko Mori <office@kairan.test>\nSent: Monday\nTo: Ben\nSubject: Tidy\n\n{PLAIN}\n",
    "a signature": "-- \nBen Sato\nMinato\n",
    "a signature and a quotation": f"-- \nBen Sato\n\nOn 4 May 2026, Aiko wrote:\n{QUOTED}\n",
    "a signature between rules": "━━━━━━━━━━\n株式会社 港商事\n佐藤 勉\n"
    "ben@kairan.test\n━━━━━━━━━━\n",
    "forwarded": f"---------- Forwarded message ---------\nFrom: Aiko\n\n{PLAIN}\n",
    "nothing": "",
}


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize(
    "own", ["OK", "了解しました。\n\n来週から始めます。", ""], ids=["en", "ja", "empty"]
)
def test_what_stands_above_a_quotation_is_ones_own(style, own):
    assert unquoted(f"{own}\n\n{STYLES[style]}") == own


@pytest.mark.parametrize("style", ["Gmail", "iPhone in Japanese", "Thunderbird", "Becky", "German"])
def test_what_stands_below_a_quotation_is_ones_own(style):
    assert unquoted(f"{STYLES[style]}\nI have a question.\n") == "I have a question."


def test_what_stands_between_quoted_lines_is_kept_in_order():
    text = "On 4 May 2026, Aiko wrote:\n> Who comes?\nBen and I.\n> When?\nAt noon.\n"

    assert unquoted(text) == "Ben and I.\nAt noon."


@pytest.mark.parametrize(
    "own",
    [
        "Note:\nfirst this, then that",
        "On Monday I am away.",
        "From: Tokyo to Osaka, that is the way.",
        "I wrote: never again",
        "2026年5月4日から休みます。",
        "a -- b",
        "I sent it from my desk.",
    ],
)
def test_words_that_only_look_like_it_stay(own):
    assert unquoted(own) == own
    assert unquoted(f"{own}\n\n{STYLES['Gmail']}") == own


def html(body):
    return parse(f"Content-Type: text/html; charset=utf-8\r\n\r\n{body}".encode())


PROGRAMS = {
    "Apple Mail": "<p>OK</p><blockquote type='cite'><p>Please read</p><p>this</p></blockquote>",
    "Gmail": '<div dir="ltr">OK</div><br><div class="gmail_quote"><div class="gmail_attr">'
    "On Mon, 4 May 2026 at 09:00, Aiko &lt;a@b.test&gt; wrote:<br></div>"
    "<blockquote>Please <blockquote>deeper</blockquote> read</blockquote></div>",
    "Outlook on the web": '<div>OK</div><hr><div id="divRplyFwdMsg"><b>From:</b> Aiko '
    "&lt;a@b.test&gt;<br><b>Sent:</b> Monday<br><b>To:</b> Ben<br><b>Subject:</b> Tidy<br>"
    "</div><div>Please</div>",
    "Outlook in Japanese": "<p>OK</p><div style='border-top:solid #E1E1E1 1pt'><p><b>差出人:</b>"
    " Aiko<br><b>送信日時:</b> 2026年<br><b>宛先:</b> Ben<br><b>件名:</b> x</p></div><p>本文</p>",
}


@pytest.mark.parametrize("body", PROGRAMS.values(), ids=PROGRAMS)
def test_an_answer_that_is_html_alone(body):
    assert own_words(html(body)) == "OK"


def test_the_plain_text_counts_where_there_is_one():
    raw = (
        b'Content-Type: multipart/alternative; boundary="b"\r\n\r\n--b\r\n'
        b"Content-Type: text/plain\r\n\r\nOK\r\n--b\r\nContent-Type: text/html\r\n\r\n"
        b"<p>Not OK</p>\r\n--b--\r\n"
    )

    assert own_words(parse(raw)) == "OK"


PLAIN_LINES = st.lists(
    st.text(alphabet="abc あいう。、, ok", min_size=1, max_size=30).map(str.strip).filter(bool),
    min_size=1,
    max_size=6,
).map("\n".join)


@given(own=PLAIN_LINES, style=st.sampled_from(sorted(STYLES)))
def test_own_words_come_out_of_every_style(own, style):
    assert unquoted(f"{own}\n\n{STYLES[style]}") == own


@given(st.text())
def test_nothing_is_made_up(text):
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    left = [line.rstrip("\u200b\ufeff \t\u3000") for line in lines]
    for line in unquoted(text).split("\n"):
        assert not line or line in left


@given(st.binary())
def test_any_mail_has_own_words(raw):
    assert isinstance(own_words(parse(raw)), str)


@given(st.text(alphabet="> -=:\n0年/On wrote@ab", max_size=300))
def test_what_has_no_quotations_left_stays_as_it_is(text):
    once = unquoted(text)

    assert not any(line.startswith(">") for line in once.split("\n"))
