import csv
import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import localdate

from kairan.apps.expense.models import Category
from kairan.apps.expense.notices import ReportClaimed
from kairan.apps.expense.operations.office import choose, settle
from kairan.apps.expense.operations.reports import (
    Claim,
    approve,
    claim,
    deny,
    pay,
    send_back,
    withdraw,
)
from kairan.mailservers.models import MailServerSettings
from kairan.notices.preferences import choose_addresses
from kairan.people.models import Address
from kairan.people.picker import Selection

SITE = "https://kairan.example.test"


def text_of(letter):
    return letter.get_body(("plain",)).get_content()


def attached(letter):
    return [(each.get_filename(), each.get_content()) for each in letter.iter_attachments()]


def test_the_approval_users_get_the_report_with_its_table(
    aiko, ben, chidi, spend, mail_server, post_round
):
    settle(currency="JPY", candidates=Selection.of([ben, chidi]))
    choose([ben.pk], claimant=aiko)
    claim(Claim(lines=[spend(1200).pk], title="Osaka", comment="As agreed."), claimant=aiko)

    [(recipient, letter)] = post_round().sent

    assert recipient == "ben@example.test"
    assert letter["Subject"] == "[経費] Aiko Moriさんの経費申請 ¥1,200: Osaka"
    assert letter["Reply-To"] == "Aiko Mori <aiko@example.test>"
    text = text_of(letter)
    for words in ("As agreed.", "¥1,200", "2026年5月12日", f"{SITE}/expense/answer/expense."):
        assert words in text
    [(name, content)] = attached(letter)
    assert name.endswith(".csv")
    rows = list(csv.reader(io.StringIO(as_text(content), newline="")))
    assert rows[1][1:6] == ["2026-05-12", "Transport", "Taxi to Shinagawa", "1200", "JPY"]


def test_an_english_approval_user_reads_english(aiko, ben, spend, claimed, mail_server, post_round):
    claimed(spend(5000, owner=ben, spent_on=date(2026, 5, 1)), by=ben)

    [(recipient, letter)] = post_round().sent

    assert recipient == "aiko@example.test"
    assert letter["Subject"].startswith("[Expense] Sato Ben claims ¥5,000: Expense report ")


def test_the_mail_goes_to_the_addresses_chosen_for_it(
    ben, report, mail_server, post_round, django_capture_on_commit_callbacks
):
    home = Address.objects.create(user=ben, kind=Address.Kind.HOME, address="ben@home.test")
    choose_addresses(ben, ReportClaimed.kind, [home.pk])

    assert [recipient for recipient, _letter in post_round().sent] == ["ben@home.test"]


@pytest.mark.parametrize(
    ("decide", "subject", "words"),
    [
        (lambda report, ben: approve(report, by=ben), "Approved", "Sato Ben"),
        (
            lambda report, ben: send_back(report, by=ben, reason="Which hotel?"),
            "Returned",
            "Which hotel?",
        ),
        (lambda report, ben: deny(report, by=ben, reason="Private."), "Denied", "Private."),
    ],
)
def test_the_claimant_hears_what_was_decided(
    ben, report, decide, subject, words, mail_server, post_round
):
    post_round()
    decide(report, ben)

    [(recipient, letter)] = post_round().sent

    assert recipient == "aiko@example.test"
    assert letter["Subject"] == f"[Expense] {subject}: Osaka, ¥9,600"
    assert words in text_of(letter)


def test_the_claimant_hears_of_the_payment(ben, report, mail_server, post_round):
    approve(report, by=ben)
    post_round()
    pay([report.pk], paid_on=localdate(), by=ben)

    [(recipient, letter)] = post_round().sent

    assert (recipient, letter["Subject"]) == ("aiko@example.test", "[Expense] Paid: Osaka, ¥9,600")
    assert "Paid on" in text_of(letter)


def test_a_japanese_claimant_hears_in_japanese(aiko, ben, spend, claimed, mail_server, post_round):
    report = claimed(spend(5000, owner=ben), by=ben)
    send_back(report, by=aiko, reason="領収書をお願いします。")

    subjects = [letter["Subject"] for recipient, letter in post_round().sent]

    assert subjects == [f"[経費] 差し戻し：経費精算書 {report.pk}（¥5,000）"]


def test_what_was_withdrawn_or_decided_before_the_mail_left_asks_nobody(
    aiko, ben, spend, claimed, mail_server, post_round
):
    withdraw(claimed(spend()), by=aiko)
    approve(claimed(spend()), by=ben)

    assert [recipient for recipient, _letter in post_round().sent] == ["aiko@example.test"]


def test_without_notifications_none_leaves_and_the_page_says_why(
    as_, aiko, report, mail_server, post_round
):
    MailServerSettings.objects.update(uses_notifications=False)

    assert post_round().sent == []
    page = as_(aiko).get(report.get_absolute_url()).content.decode()
    assert MailServerSettings.current().why_nothing_is_mailed() in page.replace("&#x27;", "'")


def test_a_notice_survives_its_payload(report):
    notice = ReportClaimed.of(report)

    assert ReportClaimed.from_payload(notice.payload()) == notice


FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("https://evil.test")']


def test_no_cell_of_the_table_is_a_formula(aiko, ben, spend, claimed, mail_server, post_round):
    evil = Category.objects.create(name="=1+1")
    lines = [
        spend(
            description=formula,
            note=formula,
            category=evil,
            attached=[SimpleUploadedFile(f"{formula[:4]}.pdf".replace("/", ""), b"x")],
        )
        for formula in FORMULAS
    ]
    claimed(*lines)

    [(_recipient, letter)] = post_round().sent
    [(_name, content)] = attached(letter)
    rows = list(csv.reader(io.StringIO(as_text(content), newline="")))

    cells = [cell for row in rows for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert [row[3] for row in rows[1:]] == [f"'{formula}" for formula in FORMULAS]


def as_text(content):
    return content.decode("utf-8-sig") if isinstance(content, bytes) else content.lstrip("\ufeff")


INJECTIONS = ["x\r\nBcc: evil@example.test", "x\nBcc: evil@example.test", "x\rBcc: e@e.test"]


@pytest.mark.parametrize("evil", INJECTIONS)
def test_no_field_of_a_report_adds_a_header(
    aiko, ben, spend, claimed, mail_server, post_round, evil
):
    aiko.first_name = evil
    aiko.save()
    claimed(spend(description=evil, note=evil), title=evil, comment=evil)

    [(_recipient, letter)] = post_round().sent

    assert letter["Bcc"] is None
    headers = [f"{name}: {value}" for name, value in letter.items()]
    assert not [header for header in headers if header.startswith("Bcc")]
