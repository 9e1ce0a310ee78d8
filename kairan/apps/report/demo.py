"""What the demo company has reported in the last weeks, and what it reports now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from kairan.apps.report.answers import Answer, Type
from kairan.apps.report.meetings import Meeting
from kairan.apps.report.models import Comment, Kind, Receipt, Report
from kairan.apps.report.operations.kinds import Question, Shape, ask, make_kind
from kairan.apps.report.operations.reports import (
    Draft,
    Remark,
    comment,
    confirm,
    deliver,
    save_draft,
)
from kairan.apps.report.operations.saved_lists import keep_list
from kairan.people.models import Group, User
from kairan.people.picker import Selection

VISIT, WEEK, TROUBLE = (
    "訪問報告 / Visit report",
    "週報 / Weekly report",
    "障害報告 / Incident report",
)
KINDS: Sequence[tuple[Shape, Sequence[Question]]] = [
    (
        Shape(
            name=VISIT,
            folder="営業 / Sales",
            guidance="お客様を訪問したら、翌営業日までに。 Within a working day of every visit.",
            asks_for_meeting=True,
        ),
        [
            Question(label="目的 / Purpose", is_required=True),
            Question(label="見込み金額(円) / Expected order (JPY)", type="number"),
            Question(
                label="確度 / Likelihood", type="choice", choices=["A 高 / high", "B", "C 低 / low"]
            ),
            Question(label="次回訪問日 / Next visit", type="date"),
            Question(label="課題 / Open points", type="long-text"),
        ],
    ),
    (
        Shape(
            name=WEEK,
            folder="全社 / Everybody",
            guidance="毎週金曜日の夕方に。 Every Friday.",
            subject="週報 / Week ",
            body="■ 今週の成果 / Done\n\n■ 来週の予定 / Next week\n\n■ 相談 / Questions\n",
        ),
        [],
    ),
    (
        Shape(
            name=TROUBLE,
            folder="全社 / Everybody",
            guidance="お客様やシステムに影響が出たとき。 When customers or systems suffered.",
        ),
        [
            Question(label="発生日 / Happened on", type="date", is_required=True),
            Question(label="影響 / Impact", type="long-text", is_required=True),
            Question(label="原因 / Cause", type="long-text"),
            Question(label="再発防止 / Prevention", type="long-text"),
        ],
    ),
]


@dataclass(frozen=True)
class Told:
    """One report of the demo: ``to`` names people, ``groups`` departments."""

    days_ago: int
    author: str
    subject: str
    body: str
    to: tuple[str, ...]
    groups: tuple[str, ...] = ()
    kind: str = ""
    values: tuple[str, ...] = ()
    place: str = ""
    company: str = ""
    confirmed: tuple[str, ...] = ()
    said: tuple[tuple[str, str], ...] = field(default=())


REPORTS = [
    Told(
        19,
        "tanaka",
        "港南物産様 定期訪問",
        "新任の林様にご挨拶。来期の取扱量について前向きなお話をいただきました。",
        to=("sato", "mori"),
        kind=VISIT,
        values=("来期契約の打診", "4800000", "B", "+30", "納期の短縮を求められています。"),
        place="港南物産 本社(品川)",
        company="港南物産 購買部 林様、西村様",
        confirmed=("sato", "mori"),
        said=(
            ("sato", "納期は購買部と相談してください。"),
            ("tanaka", "来週、井上部長に相談します。"),
        ),
    ),
    Told(
        12,
        "novak",
        "Harbour Foods: trial order agreed",
        "They take forty cartons of the new tea in December and decide about the year in January.",
        to=("garcia", "sato"),
        kind=VISIT,
        values=("Trial order", "1250000", "A 高 / high", "+21", "They want labels in English."),
        place="Harbour Foods, Felixstowe",
        company="Harbour Foods: Ms Whitfield, Mr Osei",
        confirmed=("garcia",),
        said=(("garcia", "Splendid. Ask Tokyo for the labels this week."),),
    ),
    Told(
        9,
        "yoshida",
        "受注画面が開かない障害",
        "朝9時から40分間、受注画面が開きませんでした。復旧済みです。",
        to=("kato", "aoki"),
        groups=("営業部",),
        kind=TROUBLE,
        values=(
            "+0",
            "営業部の受注登録が40分止まりました。データの欠落はありません。",
            "夜間の証明書更新の失敗。",
            "期限30日前に通知するようにしました。",
        ),
        confirmed=("kato", "sato", "mori"),
        said=(("kato", "対応お疲れさまでした。手順書に追記をお願いします。"),),
    ),
    Told(
        4,
        "ito",
        "週報 / Week 47",
        "■ 今週の成果 / Done\n新規見積3件、受注1件。\n\n■ 来週の予定 / Next week\n"
        "福岡出張(木・金)。\n\n■ 相談 / Questions\n特になし。",
        to=("sato",),
        kind=WEEK,
    ),
    Told(
        3,
        "wilson",
        "Month-end close: what slowed us down",
        "Three suppliers sent their invoices twice. We propose one shared inbox from December on.",
        to=("suzuki", "aoki"),
        confirmed=("suzuki",),
        said=(("suzuki", "賛成です。経理部でも同じ運用にします。"),),
    ),
]
NEWEST = Told(
    0,
    "evans",
    "Visit of the fire inspector 消防立入検査の結果",
    "Everything in order but one door on the third floor, which closes too slowly. "
    "It is repaired on Thursday.\n\n3階の扉1か所のみ指摘がありました。木曜日に修理します。",
    to=("aoki", "garcia", "kato"),
    kind=VISIT,
    values=("Yearly inspection / 定期検査", "", "", "", ""),
    place="London office",
    company="Fire brigade: Mr Doyle",
)


def past(people: Mapping[str, User], now: datetime) -> None:
    """Build the forms, keep lists, and report what happened in the last weeks."""
    for shape, questions in KINDS:
        kind = make_kind(shape)
        for question in questions:
            ask(kind, question)
    for owner, name, members in (
        ("tanaka", "営業ライン", ("sato", "mori")),
        ("aoki", "部長会", ("sato", "suzuki", "kato", "inoue")),
        ("novak", "Sales leads", ("garcia", "sato")),
    ):
        chosen = Selection.of(people[each] for each in members)
        keep_list(owner=people[owner], name=name, people=chosen)
    for told in REPORTS:
        _date_back(_report(told, people, now), now - timedelta(days=told.days_ago))
    begun = Draft(subject="週報 / Week 48", body="■ 今週の成果 / Done\n", kind=_kind(WEEK))
    save_draft(begun, author=people["aoki"])


def today(people: Mapping[str, User], now: datetime) -> None:
    """Deliver the newest report, and let somebody comment: these mails leave now."""
    report = _report(NEWEST, people, now)
    comment(report, author=people["kato"], remark=Remark(text="東京でも3階の扉を点検します。"))


def _report(told: Told, people: Mapping[str, User], now: datetime) -> Report:
    kind = _kind(told.kind)
    day = (now - timedelta(days=told.days_ago + 1)).date()
    groups = Group.objects.filter(name__in=told.groups).values_list("pk", flat=True)
    report = deliver(
        Draft(
            subject=told.subject,
            body=told.body,
            to=Selection(tuple(people[each].pk for each in told.to), tuple(groups)),
            kind=kind,
            answers=_answers(kind, told.values, day),
            meeting=_meeting(told, day),
        ),
        author=people[told.author],
    )
    for each in told.confirmed:
        confirm(report, recipient=people[each])
    for each, text in told.said:
        comment(report, author=people[each], remark=Remark(text=text))
    return report


def _kind(name: str) -> Kind | None:
    return Kind.objects.filter(name=name).first()


def _answers(kind: Kind | None, values: Sequence[str], day: date) -> list[Answer]:
    """Return the values under their questions; a date is written as days after ``day``."""
    if kind is None:
        return []
    return [
        Answer(asked.label, _value(asked.type, value, day), asked.type, asked.pk)
        for asked, value in zip(kind.fields.all(), values, strict=False)
    ]


def _value(type_: str, value: str, day: date) -> str:
    if type_ != Type.DATE or not value:
        return value
    return (day + timedelta(days=int(value))).isoformat()


def _meeting(told: Told, day: date) -> Meeting:
    if not told.place:
        return Meeting()
    return Meeting(day, time(14), time(15, 30), told.place, told.company)


def _date_back(report: Report, moment: datetime) -> None:
    Report.objects.filter(pk=report.pk).update(delivered_at=moment, created_at=moment)
    later = moment + timedelta(hours=3)
    confirmed = Receipt.objects.filter(report=report).confirmed()
    confirmed.update(confirmed_at=later, opened_at=later)
    for number, said in enumerate(report.comments.order_by("pk")):
        written_at = later + timedelta(minutes=20 * number)
        Comment.objects.filter(pk=said.pk).update(written_at=written_at)
