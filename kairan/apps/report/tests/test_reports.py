from datetime import date, time
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from kairan.apps.report.answers import Answer
from kairan.apps.report.meetings import Meeting
from kairan.apps.report.models import Report
from kairan.apps.report.operations.kinds import (
    Question,
    Shape,
    change_kind,
    change_question,
    remove_question,
    retire,
)
from kairan.apps.report.operations.reports import (
    Draft,
    Remark,
    comment,
    confirm,
    deliver,
    discard,
    mark_opened,
    save_draft,
)
from kairan.attachments.models import Attachment, Content
from kairan.notices.models import Announcement
from kairan.people.models import Group, User
from kairan.people.picker import Selection
from kairan.people.testing import hire
from kairan.shell.refusals import Refused


def told(kind):
    return [each.recipients for each in Announcement.objects.filter(kind=kind).order_by("pk")]


def test_a_report_needs_a_recipient_besides_its_author(aiko, draft):
    with pytest.raises(Refused, match="at least one recipient"):
        deliver(draft(aiko), author=aiko)

    assert not Report.objects.exists()


def test_every_recipient_gets_a_receipt_and_is_told(aiko, ben, chidi, draft):
    report = deliver(draft(aiko, ben, chidi), author=aiko)

    assert [(each.recipient, each.confirmed_at) for each in report.receipts.order_by("pk")] == [
        (ben, None),
        (chidi, None),
    ]
    assert told("report.report-delivered") == [[ben.pk, chidi.pk]]


def test_a_whole_group_is_reached_once_and_without_those_who_left(aiko, ben, chidi):
    group = Group.objects.create(name="Sales")
    group.members.add(aiko, ben, chidi, hire("gone", first_name="Gone", is_active=False))
    whom = Selection(people=(ben.pk,), groups=(group.pk,))

    report = deliver(Draft(subject="Visit", to=whom), author=aiko)

    assert told("report.report-delivered") == [[ben.pk, chidi.pk]]
    assert report.recipients_total == 2


def test_a_draft_tells_nobody_and_keeps_everything(aiko, ben, kind, draft):
    question = kind.fields.first()
    meeting = Meeting(date(2026, 5, 1), time(9), time(10, 30), "Osaka", "Minato")
    answers = [Answer("Customer", "Minato", "text", question.pk)]
    kept = save_draft(draft(ben, kind=kind, meeting=meeting, answers=answers), author=aiko)

    report = Report.objects.get(pk=kept.pk)
    assert not Announcement.objects.exists()
    assert (report.is_draft, report.kind, report.kind_name) == (True, kind, "Visit")
    assert (report.selection, report.meeting) == (Selection.of([ben]), meeting)
    assert report.answers == answers


def test_a_draft_is_delivered_once(aiko, ben, draft):
    report = save_draft(draft(ben), author=aiko)
    same = Report.objects.get(pk=report.pk)
    deliver(draft(ben), author=aiko, report=report)

    with pytest.raises(Refused, match="delivered already"):
        deliver(draft(ben), author=aiko, report=same)
    assert len(told("report.report-delivered")) == 1


def test_two_clicks_at_once_are_one_report(aiko, ben, draft):
    typed = draft(ben, key=uuid4())
    deliver(typed, author=aiko)

    with pytest.raises(Refused, match="delivered already"):
        deliver(typed, author=aiko)
    assert Report.objects.count() == 1


def test_what_was_delivered_is_neither_changed_nor_thrown_away(report, aiko, ben, draft):
    with pytest.raises(Refused, match="cannot be changed"):
        save_draft(draft(ben, subject="Otherwise"), author=aiko, report=report)
    with pytest.raises(Refused, match="cannot be changed"):
        discard(report)

    assert Report.objects.get().subject == "Visit to Minato"


def test_old_reports_keep_their_fields(aiko, ben, kind, draft):
    customer = kind.fields.first()
    answers = [Answer("Customer", "Minato", "text", customer.pk)]
    report = deliver(draft(ben, kind=kind, answers=answers), author=aiko)

    change_question(customer, Question(label="Firm", type="number"))
    change_kind(kind, Shape(name="Call"))
    remove_question(customer)

    report.refresh_from_db()
    assert [(each.label, each.worded) for each in report.answers] == [("Customer", "Minato")]
    assert report.kind_name == "Visit"


def test_a_retired_kind_takes_no_new_reports_but_those_begun(aiko, ben, kind, draft):
    begun = save_draft(draft(ben, kind=kind), author=aiko)
    retire(kind)
    kind.refresh_from_db()

    with pytest.raises(Refused, match="takes no new reports"):
        deliver(draft(ben, kind=kind), author=aiko)
    assert deliver(draft(ben, kind=kind), author=aiko, report=begun).recipients_total == 1


def test_what_is_thrown_away_leaves_no_bytes(aiko, ben, draft, django_capture_on_commit_callbacks):
    files = [SimpleUploadedFile("a.txt", b"a"), SimpleUploadedFile("b.txt", b"b")]
    report = save_draft(draft(ben, attached=files), author=aiko)
    first, second = report.files.all()

    with django_capture_on_commit_callbacks(execute=True):
        save_draft(draft(ben, without=[first]), author=aiko, report=report)
    assert [each.content_id for each in report.files.all()] == [second.content_id]

    with django_capture_on_commit_callbacks(execute=True):
        discard(report)
    assert not Attachment.objects.exists()
    assert not Content.objects.exists()


def test_the_first_opening_is_the_one_that_counts(report, ben):
    mark_opened(report, recipient=ben)
    first = report.receipts.get().opened_at
    mark_opened(report, recipient=ben)

    assert report.receipts.get().opened_at == first


def test_a_seal_is_set_once(report, ben):
    confirm(report, recipient=ben)
    first = report.receipts.get().confirmed_at
    confirm(report, recipient=ben)

    report.refresh_from_db()
    assert report.receipts.get().confirmed_at == first
    assert (report.confirmed_total, report.is_confirmed_by_all) == (1, True)


def test_a_stranger_leaves_no_seal(report, chidi):
    confirm(report, recipient=chidi)

    report.refresh_from_db()
    assert report.confirmed_total == 0


def test_what_is_said_with_a_seal_is_a_comment_once(report, ben):
    said = Remark(text="Well done.", key=uuid4())

    confirm(report, recipient=ben, remark=said)
    confirm(report, recipient=ben, remark=said)

    assert [(each.author, each.text) for each in report.comments.all()] == [(ben, "Well done.")]


def test_the_author_hears_of_a_comment_and_so_do_those_who_commented_before(
    aiko, ben, chidi, draft
):
    dora = hire("dora", first_name="Dora")
    report = deliver(draft(ben, chidi, dora), author=aiko)

    comment(report, author=ben, remark=Remark(text="When?"))
    comment(report, author=chidi, remark=Remark(text="In May?"))
    comment(report, author=aiko, remark=Remark(text="In June."))

    assert told("report.report-commented") == [
        [aiko.pk],
        [aiko.pk, ben.pk],
        [ben.pk, chidi.pk],
    ]


def test_an_author_who_comments_first_tells_nobody(report, aiko):
    comment(report, author=aiko, remark=Remark(text="A number was wrong: 12, not 21."))

    assert told("report.report-commented") == []
    assert report.comments.get().author == aiko


def test_the_database_keeps_the_totals_in_order(report):
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.filter(pk=report.pk).update(confirmed_total=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.filter(pk=report.pk).update(delivered_at=None)


def test_delivering_costs_the_same_to_five_thousand(aiko, draft, django_assert_max_num_queries):
    people = User.objects.bulk_create(
        User(login_id=f"p{number}", first_name=f"P{number}", password="!") for number in range(5000)
    )
    with django_assert_max_num_queries(16):
        report = deliver(draft(*people), author=aiko)

    assert report.receipts.unconfirmed().count() == 5000
