"""One of everything that Workflow has, for the journeys through every page."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from kairan.approvals.models import Route
from kairan.approvals.routes import WrittenRoute, WrittenStep, save_route
from kairan.apps.workflow.fields import Field, Kind
from kairan.apps.workflow.models import Form, Paper
from kairan.apps.workflow.notices import ApplicationDelivered
from kairan.apps.workflow.operations.decisions import approve, send_back
from kairan.apps.workflow.operations.forms import WrittenForm, save_form
from kairan.apps.workflow.operations.papers import Written, save_draft, send
from kairan.notices import tokens
from kairan.people.models import User
from kairan.people.picker import Selection

FIELDS = [
    Field(key="", kind=Kind.TEXT, label="Destination 行先", help="City 都市", is_required=True),
    Field(key="", kind=Kind.LONG_TEXT, label="Purpose 目的"),
    Field(key="", kind=Kind.NUMBER, label="Travellers 人数"),
    Field(key="", kind=Kind.MONEY, label="Costs 費用"),
    Field(key="", kind=Kind.DATE, label="Tickets by 手配期限"),
    Field(key="", kind=Kind.PERIOD, label="When 期間"),
    Field(key="", kind=Kind.CHOICE, label="By 交通手段", choices=("Train 鉄道", "Plane 飛行機")),
    Field(key="", kind=Kind.FILE, label="Plan 日程表"),
]
ANSWERS = {
    "f1": "Osaka 大阪",
    "f2": "Meet the supplier. 仕入先訪問\nhttps://example.com/plant",
    "f3": "2",
    "f4": 125000,
    "f5": "2030-05-01",
    "f6": {"from": "2030-05-17", "to": "2030-05-19"},
    "f7": "Train 鉄道",
}

SEEN_BY_ALL = {"workflow:new"}


def furnish(author: User, reader: User) -> None:
    """Build a form with a route, and send papers that stand at every point of their way."""
    form = _form(author)
    approved = _send(form, author, subject="Approved trip 承認済みの出張")
    for comment in ("Have a good trip. よい旅を。", ""):
        approve(approved, course=_course(approved), by=reader, comment=comment)
    _send(form, author, subject="Waiting trip 承認待ちの出張")
    returned = _send(form, author, subject="Returned trip 差し戻しの出張")
    send_back(returned, course=_course(returned), by=reader, comment="Which hotel? 宿泊先は？")
    save_draft(_written(form, "Begun 書きかけ"), author=author)


def doors(viewer: User, other: User) -> dict[str, dict[str, Any]]:
    """Return how papers are reached: those of ``viewer``, and by the link in a mail to them."""
    form = Form.objects.get(name=_name(viewer))
    approved = Paper.objects.get(author=viewer, state="approved")
    draft = Paper.objects.get(author=viewer, state="draft")
    before = Paper.objects.get(author=other, state="running")
    kind = ApplicationDelivered.kind
    link = {
        "kind": kind,
        "token": tokens.make(person_id=viewer.pk, purpose=kind, about=before.about),
    }
    return {
        "workflow:new": {"form": form.pk},
        "workflow:show": {"pk": approved.pk},
        "workflow:edit": {"pk": draft.pk},
        "workflow:file": {"pk": approved.pk, "file": approved.files.get().pk},
        "workflow:answer": link,
        "workflow:answer-file": {**link, "file": before.files.get().pk},
        "workflow:form": {"pk": form.pk},
        "workflow:route": {"pk": Route.objects.get(name=_name(viewer)).pk},
    }


def _form(author: User) -> Form:
    # Both are in the group; of the two, nobody decides about their own.
    colleagues = Selection(groups=tuple(author.groups.values_list("pk", flat=True)))
    steps = [
        WrittenStep(title="Section 課", to=colleagues),
        WrittenStep(title="Board 役員", to=colleagues, needs_all=True),
    ]
    route = save_route(WrittenRoute(name=_name(author), steps=steps))
    written = WrittenForm(
        name=_name(author),
        category="Travel 出張",
        explanation="For every trip. 出張のたびに提出してください。",
        route=route,
        fields=FIELDS,
    )
    return save_form(written)


def _name(author: User) -> str:
    return f"Business trip 出張申請 {author.login_id}"


def _written(form: Form, subject: str) -> Written:
    plan = SimpleUploadedFile("plan 日程.txt", b"plan")
    return Written(version=form.latest, subject=subject, answers=ANSWERS, attached={"f8": [plan]})


def _send(form: Form, author: User, *, subject: str) -> Paper:
    return send(_written(form, subject), author=author)


def _course(paper: Paper) -> int:
    return paper.submissions.latest("pk").course_id
