"""One of everything that Report has, for the journeys through every page."""

from datetime import date, time
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from kairan.apps.report.answers import Answer
from kairan.apps.report.meetings import Meeting
from kairan.apps.report.models import Kind, Report, SavedList
from kairan.apps.report.notices import ReportDelivered
from kairan.apps.report.operations.kinds import Question, Shape, ask, make_kind
from kairan.apps.report.operations.reports import Draft, Remark, confirm, deliver, save_draft
from kairan.apps.report.operations.saved_lists import keep_list
from kairan.notices import tokens
from kairan.people.models import User
from kairan.people.picker import Selection

QUESTIONS = [
    Question(label="Customer 訪問先", is_required=True, help_text="Firm 会社名"),
    Question(label="Course 経過", type="long-text"),
    Question(label="Turnover 売上", type="number"),
    Question(label="Next visit 次回", type="date"),
    Question(label="Mood 様子", type="choice", choices=["good 良", "bad 悪"]),
]
GIVEN = ["Minato 港商事", "They order more.\n追加のご注文", "1200000", "2026-12-04", "good 良"]

SEEN_BY_ALL = {"report:new-of"}


def furnish(author: User, reader: User) -> None:
    """Build a form; deliver a report that was confirmed, one that was not, and begin a third."""
    to = Selection(people=(reader.pk,))
    keep_list(owner=author, name="Board 役員", people=to)
    kind = make_kind(
        Shape(
            name=_kind_of(author),
            folder="Sales 営業",
            guidance="After each visit. 訪問の後に",
            subject="Visit 訪問: ",
            body="Agreed 合意事項:",
            asks_for_meeting=True,
        )
    )
    questions = [ask(kind, question) for question in QUESTIONS]
    answers = [
        Answer(question.label, value, question.type, question.pk)
        for question, value in zip(questions, GIVEN, strict=True)
    ]
    visit = deliver(
        Draft(
            subject="Visit to Minato 港商事訪問",
            body="Next order in May.\n次のご注文は5月です。",
            to=to,
            kind=kind,
            answers=answers,
            meeting=Meeting(date(2026, 11, 20), time(10), time(11, 30), "Osaka 大阪", "Minato 港"),
            attached=[SimpleUploadedFile("map 地図.txt", b"map")],
        ),
        author=author,
    )
    confirm(visit, recipient=reader, remark=Remark(text="Well done. お疲れさまでした。"))
    deliver(
        Draft(
            subject="Week 47 週報",
            body="Quiet. 特記事項なし",
            to=to,
            attached=[SimpleUploadedFile("week 週.txt", b"week")],
        ),
        author=author,
    )
    save_draft(
        Draft(
            subject="Not delivered yet 未提出",
            to=to,
            kind=kind,
            answers=answers,
            attached=[SimpleUploadedFile("draft 案.txt", b"draft")],
        ),
        author=author,
    )


def doors(viewer: User, other: User) -> dict[str, dict[str, Any]]:
    """Return how reports are reached: those of ``viewer``, and by the link in a mail to them."""
    sent = Report.objects.get(author=viewer, confirmed_total=1)
    draft = Report.objects.drafts().get(author=viewer)
    received = Report.objects.get(author=other, state="delivered", confirmed_total=0)
    kind = Kind.objects.get(name=_kind_of(viewer))
    link = {
        "kind": ReportDelivered.kind,
        "token": tokens.make(
            person_id=viewer.pk, purpose=ReportDelivered.kind, about=received.about
        ),
    }
    return {
        "report:show": {"pk": sent.pk},
        "report:recipients": {"pk": sent.pk},
        "report:file": {"pk": sent.pk, "file": sent.files.get().pk},
        "report:edit": {"pk": draft.pk},
        "report:answer": link,
        "report:answer-file": {**link, "file": received.files.get().pk},
        "report:new-of": {"kind": kind.pk},
        "report:saved-list": {"pk": SavedList.objects.get(owner=viewer).pk},
        "report:kind": {"pk": kind.pk},
        "report:question": {"pk": kind.pk, "question": kind.fields.get(type="choice").pk},
    }


def _kind_of(author: User) -> str:
    return f"Visit report 訪問報告 {author.login_id}"
