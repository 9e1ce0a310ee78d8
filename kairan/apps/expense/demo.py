"""What the demo company has spent in the last weeks, and what is claimed now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import localdate

from kairan.approvals.models import Course, Seat
from kairan.apps.expense.models import Category, Line, Report
from kairan.apps.expense.operations.lines import Spent, record
from kairan.apps.expense.operations.office import choose, settle
from kairan.apps.expense.operations.reports import Claim, approve, claim, deny, pay, send_back
from kairan.people.models import User
from kairan.people.picker import Selection

CANDIDATES = ["suzuki", "takahashi", "wilson", "patel"]
APPROVERS = {
    "aoki": ["suzuki", "takahashi"],
    "sato": ["suzuki"],
    "mori": ["suzuki", "takahashi"],
    "tanaka": ["takahashi"],
    "kato": ["suzuki"],
    "suzuki": ["takahashi"],
    "takahashi": ["suzuki"],
    "garcia": ["wilson", "patel"],
    "novak": ["wilson"],
    "brown": ["patel"],
    "jensen": ["wilson", "suzuki"],
}


@dataclass(frozen=True)
class Bought:
    """A line: how many days ago, for which category, what it was, and for how many yen."""

    days_ago: int
    category: str
    description: str
    amount: int
    receipt: str = ""


@dataclass(frozen=True)
class Told:
    """A report of the demo, and how far it has come."""

    by: str
    title: str
    lines: tuple[Bought, ...]
    becomes: str = "claimed"
    comment: str = ""
    reason: str = ""
    claimed_days_ago: int = 0


REPORTS = [
    Told(
        "mori",
        "大阪出張（10月）",
        (
            Bought(33, "Transport", "新幹線 東京～新大阪 往復", 29_040, "乗車券.txt"),
            Bought(32, "Accommodation", "新大阪ホテル 1泊", 11_800, "領収書.txt"),
            Bought(32, "Meals and meetings", "南海物産様と打ち合わせ 4名", 8_640),
        ),
        becomes="paid",
        claimed_days_ago=28,
    ),
    Told(
        "garcia",
        "Tokyo visit",
        (
            Bought(30, "Transport", "Narita Express, both ways", 6_140, "tickets.txt"),
            Bought(29, "Accommodation", "Hotel Shinagawa, 3 nights", 51_900, "invoice.txt"),
            Bought(28, "Meals and meetings", "Dinner with Minato Shoji, 5 people", 32_500),
        ),
        becomes="paid",
        comment="As agreed with Sato-san.",
        claimed_days_ago=24,
    ),
    Told(
        "tanaka",
        "展示会の備品",
        (
            Bought(18, "Supplies", "卓上ポスター印刷 20枚", 15_400),
            Bought(17, "Supplies", "名札ケース 50個", 4_980),
        ),
        becomes="approved",
        claimed_days_ago=12,
    ),
    Told(
        "novak",
        "October phone",
        (Bought(20, "Communication", "Roaming, Osaka week", 7_300),),
        becomes="approved",
        claimed_days_ago=10,
    ),
    Told(
        "sato",
        "取引先懇親会",
        (Bought(15, "Meals and meetings", "懇親会 12名", 96_000),),
        becomes="returned",
        reason="出席者の名簿を添付してください。",
        claimed_days_ago=9,
    ),
    Told(
        "brown",
        "Headphones",
        (Bought(14, "Other", "Noise-cancelling headphones", 38_000),),
        becomes="denied",
        reason="Please ask the office for a pair: we buy these centrally.",
        claimed_days_ago=8,
    ),
    Told(
        "aoki",
        "総務部 10月分",
        (
            Bought(26, "Supplies", "コピー用紙 A4 10箱", 24_200),
            Bought(22, "Transport", "タクシー 品川～本社", 2_900),
        ),
        becomes="paid",
        claimed_days_ago=20,
    ),
]
OPEN = {
    "aoki": (
        Bought(6, "Transport", "タクシー 本社～東京駅", 3_240, "領収書.txt"),
        Bought(4, "Supplies", "避難訓練用 拡声器", 12_800),
        Bought(2, "Communication", "切手・レターパック", 5_620),
    ),
    "garcia": (
        Bought(5, "Transport", "Taxi to Heathrow", 9_800),
        Bought(1, "Meals and meetings", "Coffee with the auditors", 2_150),
    ),
    "mori": (Bought(3, "Transport", "新横浜 往復", 1_940),),
}
NOW = [
    Told(
        "jensen",
        "Supplier days, Nagoya",
        (
            Bought(5, "Transport", "Shinkansen Tokyo–Nagoya, both ways", 22_400, "tickets.txt"),
            Bought(4, "Accommodation", "Hotel Sakae, 2 nights", 27_600, "invoice.txt"),
            Bought(4, "Meals and meetings", "Lunch at the mill, 3 people", 7_200),
        ),
        comment="The mill changed the date, hence the second night.",
    ),
    Told(
        "mori",
        "名古屋出張（11月）",
        (
            Bought(6, "Transport", "新幹線 東京～名古屋 往復", 22_400, "乗車券.txt"),
            Bought(6, "Meals and meetings", "中部商会様と会食 3名", 14_850, "領収書.txt"),
        ),
        comment="見積書の件で訪問しました。",
    ),
    Told(
        "takahashi",
        "月次監査の交通費",
        (Bought(2, "Transport", "電車 4区間", 2_480),),
    ),
]


def past(people: Mapping[str, User], now: datetime) -> None:
    """Set the approval users, and let the last weeks be claimed, decided and paid."""
    settle(currency="JPY", candidates=Selection.of([people[each] for each in CANDIDATES]))
    for claimant, approvers in APPROVERS.items():
        choose([people[each].pk for each in approvers], claimant=people[claimant])
    for told in REPORTS:
        _date_back(_claim(told, people, now), now - timedelta(days=told.claimed_days_ago), now)
    for owner, bought in OPEN.items():
        for each in bought:
            _record(each, people[owner], now)


def today(people: Mapping[str, User], now: datetime) -> None:
    """Let three people claim now: their mails leave, with the reports as tables."""
    for told in NOW:
        _claim(told, people, now)


def _claim(told: Told, people: Mapping[str, User], now: datetime) -> Report:
    claimant = people[told.by]
    lines = [_record(each, claimant, now).pk for each in told.lines]
    asked = Claim(lines=lines, title=told.title, comment=told.comment)
    report = claim(asked, claimant=claimant)
    approver = people[APPROVERS[told.by][0]]
    match told.becomes:
        case "returned":
            send_back(report, by=approver, reason=told.reason)
        case "denied":
            deny(report, by=approver, reason=told.reason)
        case "approved" | "paid":
            approve(report, by=approver)
    if told.becomes == "paid":
        pay([report.pk], paid_on=_day(now), by=approver)
    return report


def _record(bought: Bought, owner: User, now: datetime) -> Line:
    receipts = [SimpleUploadedFile(bought.receipt, b"Receipt") if bought.receipt else None]
    return record(
        Spent(
            spent_on=_day(now) - timedelta(days=bought.days_ago),
            category=Category.objects.get(name=bought.category),
            description=bought.description,
            amount=bought.amount,
            attached=[each for each in receipts if each is not None],
        ),
        owner=owner,
    )


def _day(now: datetime) -> date:
    return localdate(now)


def _date_back(report: Report, moment: datetime, now: datetime) -> None:
    """Let what happened be as long ago as it is said to be."""
    decided = min(moment + timedelta(days=1), now)
    found = Report.objects.filter(pk=report.pk)
    found.update(claimed_at=moment)
    found.exclude(decided_at=None).update(decided_at=decided)
    Course.objects.filter(about=report.about).update(began_at=moment)
    seats = Seat.objects.filter(course__about=report.about)
    seats.update(asked_at=moment)
    seats.exclude(decided_at=None).update(decided_at=decided)
    found.exclude(paid_on=None).update(paid_on=(decided + timedelta(days=2)).date())
