"""What the demo company has applied for in the last weeks, and what is sent to decide now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from kairan.approvals.models import Course, Route, Seat
from kairan.approvals.routes import WrittenRoute, WrittenStep, save_route
from kairan.apps.workflow.demo_forms import FORMS, ROUTES, Ask
from kairan.apps.workflow.models import Form, Paper
from kairan.apps.workflow.operations.decisions import approve, deny, send_back
from kairan.apps.workflow.operations.forms import WrittenForm, save_form
from kairan.apps.workflow.operations.papers import Written, save_draft, send
from kairan.people.models import Group, User
from kairan.people.picker import Selection

Answers = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Applied:
    """One paper of the demo: ``decisions`` are (who, verb, comment), one after the other."""

    days_ago: float
    by: str
    form: str
    subject: str
    answers: Answers
    decisions: Sequence[tuple[str, str, str]] = field(default=())


OK = "approve"
PAST = [
    Applied(
        days_ago=24,
        by="mori",
        form="出張申請書",
        subject="大阪出張(11月9日～11日)",
        answers={
            "0": "大阪・神戸",
            "1": (-14, -12),
            "2": 68_400,
            "3": "新幹線",
            "4": "仕入先2社の訪問",
        },
        decisions=[("sato", OK, "気をつけて行ってきてください。"), ("takahashi", OK, "")],
    ),
    Applied(
        days_ago=20,
        by="novak",
        form="Business trip",
        subject="Rotterdam, port visit",
        answers={
            "0": "Rotterdam",
            "1": (-11, -9),
            "2": 84_000,
            "3": "Train",
            "4": "Meet the agent.",
        },
        decisions=[("garcia", OK, "Take Olivia along if she is free."), ("wilson", OK, "")],
    ),
    Applied(
        days_ago=16,
        by="yamada",
        form="備品購入申請 / Purchase request",
        subject="検証用ノートPC 3台",
        answers={"0": "ノートPC (14型)", "1": "3", "2": 594_000, "3": "開発環境の更新のため"},
        decisions=[
            ("kato", OK, "必要です。"),
            ("suzuki", OK, "予算内です。"),
            ("aoki", OK, "購買部へ手配を依頼しました。"),
        ],
    ),
    Applied(
        days_ago=12,
        by="kimura",
        form="備品購入申請 / Purchase request",
        subject="会議室用の大型モニター",
        answers={"0": "85型モニター", "1": "2", "2": 780_000, "3": "会議室A・B"},
        decisions=[
            ("kato", OK, ""),
            ("suzuki", "deny", "今期の予算を超えます。来期にもう一度申請してください。"),
        ],
    ),
    Applied(
        days_ago=9,
        by="ito",
        form="出張申請書",
        subject="福岡出張(展示会)",
        answers={"0": "福岡", "1": (8, 10), "2": 96_000, "3": "飛行機", "4": "展示会の視察"},
        decisions=[("sato", "send_back", "展示会の名称と宿泊先を書き足してください。")],
    ),
    Applied(
        days_ago=6,
        by="brown",
        form="Leave",
        subject="Leave over New Year",
        answers={"0": (36, 45), "1": "Annual leave", "2": "Rhys covers my accounts."},
        decisions=[("garcia", OK, "Enjoy!")],
    ),
    Applied(
        days_ago=3,
        by="tanaka",
        form="休暇届",
        subject="年末休暇",
        answers={"0": (30, 32), "1": "有給休暇", "2": "引き継ぎは伊藤さんにお願いしています。"},
    ),
    Applied(
        days_ago=2,
        by="sasaki",
        form="備品購入申請 / Purchase request",
        subject="ソフトウェアライセンス更新",
        answers={"0": "開発ツール", "1": "12", "2": 348_000, "3": "年間契約の更新"},
        decisions=[("kato", OK, "")],
    ),
]
TODAY = [
    Applied(
        days_ago=0,
        by="kim",
        form="出張申請書",
        subject="ソウル出張(12月上旬)",
        answers={
            "0": "ソウル",
            "1": (9, 12),
            "2": 152_000,
            "3": "飛行機",
            "4": "現地代理店との契約更新",
        },
    ),
    Applied(
        days_ago=0,
        by="lee",
        form="Business trip",
        subject="Hamburg, customer meeting",
        answers={"0": "Hamburg", "1": (7, 8), "2": 61_250, "3": "Plane", "4": "Contract for 2027."},
    ),
    Applied(
        days_ago=0,
        by="evans",
        form="備品購入申請 / Purchase request",
        subject="Standing desks for the London office",
        answers={"0": "Standing desk", "1": "6", "2": 432_000, "3": "Two desks broke in October."},
        decisions=[("kato", OK, "Fine with me."), ("suzuki", OK, "")],
    ),
]


def past(people: Mapping[str, User], now: datetime) -> None:
    """Name the routes, build the forms, and let weeks of papers go their way."""
    for name, steps in ROUTES.items():
        written = [
            WrittenStep(title=title, to=_chosen(who, people), needs_all=rule == "all")
            for title, who, rule in steps
        ]
        save_route(WrittenRoute(name=name, steps=written))
    for ask in FORMS:
        save_form(_form(ask))
    for each in PAST:
        _date_back(_apply(each, people, now), now - timedelta(days=each.days_ago), now)
    save_draft(_written(TODAY[0], now, subject="名古屋出張(書きかけ)"), author=people["mori"])


def today(people: Mapping[str, User], now: datetime) -> None:
    """Send what is to be decided today: its mails leave now."""
    for each in TODAY:
        _apply(each, people, now)


def _chosen(who: Sequence[str], people: Mapping[str, User]) -> Selection:
    groups = Group.objects.filter(name__in=who).values_list("pk", flat=True)
    ids = tuple(people[each].pk for each in who if each in people)
    return Selection(people=ids, groups=tuple(groups))


def _form(ask: Ask) -> WrittenForm:
    return WrittenForm(
        name=ask.name,
        category=ask.category,
        explanation=ask.explanation,
        route=Route.objects.get(name=ask.route),
        fields=ask.fields,
        lets_choose=ask.lets_choose,
    )


def _written(applied: Applied, now: datetime, *, subject: str = "") -> Written:
    version = Form.objects.get(name=applied.form).latest
    keys = [each.key for each in version.fields]
    return Written(
        version=version,
        subject=subject or applied.subject,
        answers={keys[int(n)]: _plain(value, now) for n, value in applied.answers.items()},
    )


def _plain(value: Any, now: datetime) -> Any:
    """Turn days from now into a period."""
    if not isinstance(value, tuple):
        return value
    first, last = ((now + timedelta(days=days)).date().isoformat() for days in value)
    return {"from": first, "to": last}


def _apply(applied: Applied, people: Mapping[str, User], now: datetime) -> Paper:
    paper = send(_written(applied, now), author=people[applied.by])
    course = paper.submissions.get().course_id
    verbs = {"approve": approve, "deny": deny, "send_back": send_back}
    for login_id, verb, comment in applied.decisions:
        verbs[verb](paper, course=course, by=people[login_id], comment=comment)
    return paper


def _date_back(paper: Paper, moment: datetime, now: datetime) -> None:
    """Let the paper have been sent at ``moment`` and each decision some hours after the last."""
    course = Course.objects.get(submission__paper=paper)
    Course.objects.filter(pk=course.pk).update(began_at=moment)
    Paper.objects.filter(pk=paper.pk).update(sent_at=moment, created_at=moment)
    later = moment
    for step in course.steps.all():
        step.seats.filter(asked_at__isnull=False).update(asked_at=later)
        later = min(later + timedelta(hours=19), now)
        step.seats.filter(state__in=Seat.DECIDED).update(decided_at=later)
    Course.objects.filter(pk=course.pk, ended_at__isnull=False).update(ended_at=later)
    Paper.objects.filter(pk=paper.pk, settled_at__isnull=False).update(settled_at=later)
