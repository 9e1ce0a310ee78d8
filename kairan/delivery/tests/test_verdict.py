import pytest

from kairan.delivery.verdict import Fate, fate_of
from kairan.mail.smtp_pipeline import Event, News
from kairan.mail.smtp_replies import Reply, Stage


def said(code, words, stage):
    news = News.ACCEPTED if code < 400 else News.DEFERRED if code < 500 else News.REFUSED
    return Event(news, "letter", stage, Reply(code, words))


@pytest.mark.parametrize(
    ("event", "fate"),
    [
        (said(250, "2.0.0 Ok", Stage.BODY), Fate.ACCEPTED),
        (said(451, "4.3.0 later", Stage.RCPT), Fate.PUT_OFF),
        (said(452, "4.2.2 mailbox full", Stage.BODY), Fate.PUT_OFF),
        (said(550, "5.1.1 no such user", Stage.RCPT), Fate.REFUSED),
        (said(552, "5.3.4 message too big", Stage.BODY), Fate.REFUSED),
        (said(554, "5.6.0 content rejected", Stage.BODY), Fate.REFUSED),
        (said(554, "5.7.1 Relay access denied", Stage.RCPT), Fate.OURS),
        (said(530, "5.7.0 Authentication required", Stage.MAIL), Fate.OURS),
        (said(553, "5.7.1 sender address rejected", Stage.MAIL), Fate.OURS),
        (Event(News.IN_DOUBT, "letter", Stage.BODY), Fate.IN_DOUBT),
    ],
)
@pytest.mark.parametrize("is_suspect", [True, False])
def test_what_an_answer_means_for_the_envelope(event, fate, is_suspect):
    assert fate_of(event, is_suspect=is_suspect, came_back_before=False) is fate


@pytest.mark.parametrize(
    ("is_suspect", "came_back", "fate"),
    [
        (False, False, Fate.AGAIN),
        (False, True, Fate.PUT_OFF),
        (True, False, Fate.PUT_OFF),
        (True, True, Fate.PUT_OFF),
    ],
)
@pytest.mark.parametrize(
    "event", [Event(News.RETURNED, "letter"), said(421, "4.3.2 closing", Stage.MAIL)]
)
def test_a_connection_that_ends_blames_a_letter_only_on_suspicion(
    event, is_suspect, came_back, fate
):
    assert fate_of(event, is_suspect=is_suspect, came_back_before=came_back) is fate
