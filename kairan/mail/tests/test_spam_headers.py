import pytest
from hypothesis import given
from hypothesis import strategies as st

from kairan.mail.parse import parse
from kairan.mail.spam_headers import says_forged, says_spam


def verdict(*lines):
    return says_spam(parse("\r\n".join([*lines, "", "Hello"]).encode()).head)


@pytest.mark.parametrize(
    "line",
    [
        "X-Spam-Flag: YES",
        "x-spam-flag: yes",
        "X-Spam: Yes",
        "X-Spam-Status: Yes, score=12.1 required=5.0 tests=BAYES_99",
        "X-Spamd-Result: default: True [18.20 / 15.00]; BAYES_SPAM(5.10)[100.00%]",
        "X-Rspamd-Action: add header",
        "X-Bogosity: Spam, tests=bogofilter, spamicity=1.000000",
        "X-MS-Exchange-Organization-SCL: 6",
        "X-Forefront-Antispam-Report: CIP:1.2.3.4;CTRY:;SFV:SPM;H:x",
        "Authentication-Results: mx.example.jp; dmarc=fail (p=REJECT dis=QUARANTINE) header.from=a",
        "Authentication-Results: x; spf=fail; dmarc=fail action=oreject header.from=bank.example",
    ],
)
def test_what_a_filter_calls_spam_is_spam(line):
    assert verdict("From: a@example.com", line) == line.partition(":")[0]


@pytest.mark.parametrize(
    "line",
    [
        "X-Spam-Flag: NO",
        "X-Spam-Status: No, score=-1.9 required=5.0 tests=YESTERDAY",
        "X-Spamd-Result: default: False [1.20 / 15.00]; TRUE(0.00)[]",
        "X-Rspamd-Action: no action",
        "X-Bogosity: Ham, tests=bogofilter",
        "X-MS-Exchange-Organization-SCL: -1",
        "X-MS-Exchange-Organization-SCL: 1",
        "X-Forefront-Antispam-Report: SFV:NSPM;",
        "Authentication-Results: mx.example.jp; dmarc=fail (p=NONE dis=NONE) header.from=a",
        "Authentication-Results: mx.example.jp; dmarc=pass action=none",
        "Subject: X-Spam-Flag: YES",
        "X-Spam-Flag:",
    ],
)
def test_what_it_does_not_call_spam_is_none(line):
    assert verdict("From: a@example.com", line) == ""


def test_of_what_servers_on_the_way_found_only_the_last_word_counts():
    failed = "Authentication-Results: far.example; dmarc=fail (dis=reject)"
    passed = "Authentication-Results: mx.example.jp; dmarc=pass"

    assert verdict(passed, failed) == ""
    assert verdict(failed, passed) == "Authentication-Results"


def test_a_filter_that_says_no_cannot_take_back_what_another_said():
    assert verdict("X-Spam-Flag: NO", "X-Spam-Status: Yes, score=9") == "X-Spam-Status"


@given(st.binary(max_size=300))
def test_no_head_makes_it_fail(garbage):
    says_spam(parse(b"X-Spam-Status: " + garbage + b"\r\n\r\n").head)


@pytest.mark.parametrize(
    ("results", "forged"),
    [
        ([], False),
        (["mx.test; dmarc=pass"], False),
        (["mx.test; spf=pass;\r\n dmarc=fail (p=none) header.from=a.test"], True),
        (["mx.test; dmarc=pass", "written.by.the.sender; dmarc=fail"], False),
    ],
)
def test_the_last_server_says_whether_a_sender_is_forged(results, forged):
    lines = [*(f"Authentication-Results: {each}" for each in results), "", "Hello"]
    assert says_forged(parse("\r\n".join(lines).encode()).head) is forged
