"""One of everything that Expense has, for the journeys through every page."""

from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import localdate

from kairan.apps.expense.models import Category, Line, Report
from kairan.apps.expense.notices import ReportClaimed
from kairan.apps.expense.operations.lines import Spent, record
from kairan.apps.expense.operations.office import choose, settle
from kairan.apps.expense.operations.reports import Claim, approve, claim, pay, send_back
from kairan.notices import tokens
from kairan.people.models import Group, User
from kairan.people.picker import Selection


def furnish(author: User, reader: User) -> None:
    """Leave a line to claim, and reports that wait, came back, are approved and are paid."""
    both = Group.objects.filter(members=author).filter(members=reader)
    settle(currency="JPY", candidates=Selection(groups=tuple(both.values_list("pk", flat=True))))
    choose([reader.pk], claimant=author)
    _spend(author, "Batteries 電池", 980)
    claim(_claim(author, "Osaka 大阪出張"), claimant=author)
    send_back(
        claim(_claim(author, "Kobe 神戸出張"), claimant=author),
        by=reader,
        reason="Which hotel? どのホテルですか。",
    )
    approve(claim(_claim(author, "Kyoto 京都出張"), claimant=author), by=reader)
    paid = claim(_claim(author, "Nara 奈良出張"), claimant=author)
    approve(paid, by=reader, comment="Fine. 結構です。")
    pay([paid.pk], paid_on=localdate(), by=reader)


def doors(viewer: User, other: User) -> dict[str, dict[str, Any]]:
    """Return how lines and reports are reached: those of ``viewer``, and by a mail to them."""
    line = Line.objects.get(owner=viewer, state="returned")
    report = Report.objects.get(claimant=viewer, state="paid")
    waiting = Report.objects.get(claimant=other, state="claimed")
    token = tokens.make(person_id=viewer.pk, purpose=ReportClaimed.kind, about=waiting.about)
    link = {"kind": ReportClaimed.kind, "token": token}
    return {
        "expense:edit": {"pk": line.pk},
        "expense:file": {"pk": line.pk, "file": line.receipts.get().pk},
        "expense:show": {"pk": report.pk},
        "expense:report-table": {"pk": report.pk},
        "expense:receipt": {"pk": report.pk, "file": report.receipts.get().pk},
        "expense:category": {"pk": Category.objects.earliest("pk").pk},
        "expense:answer": link,
        "expense:answer-file": {**link, "file": waiting.receipts.get().pk},
    }


def _claim(owner: User, title: str) -> Claim:
    line = _spend(owner, f"Train 新幹線 {title}", 14_520)
    return Claim(lines=[line.pk], title=title, comment="As agreed. 打ち合わせのとおりです。")


def _spend(owner: User, description: str, amount: int) -> Line:
    return record(
        Spent(
            spent_on=localdate() - timedelta(days=3),
            category=Category.objects.earliest("pk"),
            description=description,
            amount=amount,
            note="Window seat 窓側",
            attached=[SimpleUploadedFile("領収書.txt", b"receipt")],
        ),
        owner=owner,
    )
