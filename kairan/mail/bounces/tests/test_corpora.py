"""Bounces of about sixty kinds of mail server, and ordinary mail, that nobody here wrote."""

import json

import pytest

from kairan.mail.bounces import Kind, classify
from kairan.mail.tests.foreign import corpora

# Ours over the whole collection when written: 310 of 311, 296 of 298, 176 of 181.
KIND, CLASS, STATUS = 0.98, 0.95, 0.90
REAL_BOUNCES = {"badbound", "multipart_report_multiple_status", "report_422", "report_530"} | {
    *("multi_address_bounce1", "multi_address_bounce2"),
    "raw_email_with_mimepart_without_content_type",
}


@pytest.fixture(scope="module")
def returned():
    """What is expected of each message of the collection, with what we say of it."""
    folder = corpora() / "bounces/sisimai"
    rows = [json.loads(line) for line in (folder / "expected.jsonl").read_text().splitlines()]
    return [(row["expected"], classify((folder / row["path"]).read_bytes())) for row in rows]


def share(pairs):
    wanted, got = zip(*pairs, strict=True)
    return sum(a == b for a, b in zip(wanted, got, strict=True)) / len(wanted)


def test_bounces_are_told_from_complaints_and_vacation_notes(returned):
    assert share([(row["kind"], found.kind.value) for row, found in returned]) >= KIND


def test_the_class_of_each_recipient_is_told(returned):
    told = [
        (row["class"], sorted("5" if each.is_permanent else "4" for each in found.failures))
        for row, found in returned
        if "class" in row
    ]
    assert share(told) >= CLASS


def test_the_status_of_each_recipient_is_told(returned):
    told = [
        (row["status"], sorted(each.status for each in found.failures))
        for row, found in returned
        if "status" in row
    ]
    assert share(told) >= STATUS


def test_every_bounce_names_somebody_and_says_why(returned):
    bounces = [found for _row, found in returned if found.kind is Kind.BOUNCE]

    assert all("@" in each.address for found in bounces for each in found.failures)
    assert sum(bool(found.reason) for found in bounces) >= len(bounces) * 0.97


def test_ordinary_mail_is_no_bounce():
    mails = [
        path
        for path in sorted((corpora() / "mail").rglob("*"))
        if path.suffix in {".msg", ".eml"} and path.stem not in REAL_BOUNCES
    ]
    taken = [path.name for path in mails if classify(path.read_bytes()).kind is Kind.BOUNCE]

    assert len(mails) >= 200
    assert len(taken) <= len(mails) // 200, taken
