from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kairan.apps.expense.models import Line, State
from kairan.apps.expense.operations.lines import change, record, remove
from kairan.apps.expense.operations.office import settle
from kairan.apps.expense.operations.reports import send_back
from kairan.attachments.models import Attachment
from kairan.people.picker import Selection
from kairan.shell.refusals import Refused


def test_what_is_spent_is_kept_in_the_currency_of_the_office(aiko, spend):
    assert spend(1200).currency == "JPY"

    settle(currency="GBP", candidates=Selection())

    line = spend(1250)
    assert (line.money, line.state, line.owner) == ("£12.50", State.UNCLAIMED, aiko)


def test_one_form_is_one_line(aiko, spent):
    typed = spent(key=uuid4(), attached=[SimpleUploadedFile("a.pdf", b"%PDF")])

    first = record(typed, owner=aiko)
    second = record(typed, owner=aiko)

    assert first == second
    assert Line.objects.get().receipts.count() == 1


def test_a_key_is_each_persons_own(aiko, chidi, spent):
    typed = spent(key=uuid4())

    assert record(typed, owner=aiko) != record(typed, owner=chidi)


def test_a_line_is_changed_until_it_is_claimed(spend, spent, claimed):
    line = spend(1200)
    change(line, spent(1300, description="Taxi home"))
    line.refresh_from_db()
    assert (line.amount, line.description) == (1300, "Taxi home")

    claimed(line)

    with pytest.raises(Refused, match="claimed or deleted"):
        change(line, spent(1))
    with pytest.raises(Refused, match="claimed or deleted"):
        remove(line)


def test_a_changed_line_keeps_its_currency(spend, spent):
    line = spend(1200)
    settle(currency="GBP", candidates=Selection())

    change(line, spent(1300))

    line.refresh_from_db()
    assert line.money == "¥1,300"


def test_receipts_are_added_and_taken_off(spend, spent, django_capture_on_commit_callbacks):
    line = spend(attached=[SimpleUploadedFile("a.pdf", b"a"), SimpleUploadedFile("b.pdf", b"b")])
    first, _second = line.receipts.all()

    with django_capture_on_commit_callbacks(execute=True):
        change(line, spent(without=[first], attached=[SimpleUploadedFile("c.pdf", b"c")]))
    assert [file.name for file in line.receipts.all()] == ["b.pdf", "c.pdf"]
    assert not Attachment.objects.filter(pk=first.pk).exists()

    with django_capture_on_commit_callbacks(execute=True):
        remove(line)
    assert not Attachment.objects.exists()


def test_a_report_keeps_the_receipts_that_its_lines_lose(ben, spend, spent, claimed):
    line = spend(attached=[SimpleUploadedFile("a.pdf", b"a"), SimpleUploadedFile("b.pdf", b"b")])
    report = claimed(line)
    send_back(report, by=ben, reason="Which journey?")
    first, _second = report.receipts.all()

    change(line, spent(without=[first]))
    remove(line)

    assert [file.name for file in report.receipts.all()] == ["a.pdf", "b.pdf"]
    assert not Line.objects.exists()
