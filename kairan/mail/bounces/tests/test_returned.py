"""What comes back from the mail servers of the world, as they write it, and what we make of it."""

import json
from pathlib import Path

import pytest

from kairan.mail.bounces import Kind, classify
from kairan.mail.bounces.tests.ordinary import ordinary

FOLDER = Path(__file__).parent / "returned"
EXPECTED = [
    json.loads(line)
    for line in (FOLDER / "expected.jsonl").read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda expected: expected["uid"])
def test_what_comes_back_is_understood(expected):
    found = classify((FOLDER / f"{expected['uid']}.eml").read_bytes())

    assert found.kind.value == expected["kind"]
    assert [
        {
            "addr": each.address,
            "status": each.status,
            "permanent": each.is_permanent,
            "unknown_user": each.is_unknown,
        }
        for each in found.failures
    ] == expected["recipients"]


def test_every_mail_in_the_folder_is_expected():
    assert {path.stem for path in FOLDER.glob("*.eml")} == {each["uid"] for each in EXPECTED}
    assert {each["kind"] for each in EXPECTED} == {kind.value for kind in Kind} - {"none"}


def test_what_an_office_writes_is_neither_a_bounce_nor_a_vacation_note():
    mails = list(ordinary())
    taken = [
        mail.subject for mail in mails if classify(mail.raw()).kind not in {Kind.NONE, Kind.REPLY}
    ]

    assert len(mails) >= 200
    assert not taken


def test_an_answer_among_them_is_an_answer():
    answers = [mail for mail in ordinary() if mail.headers.get("In-Reply-To")]

    assert len(answers) >= 10
    assert {classify(mail.raw()).kind for mail in answers} == {Kind.REPLY}
