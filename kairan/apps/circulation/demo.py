"""What the demo company has sent round in the last weeks, and what it sends round now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from kairan.apps.circulation.models import Circular, Reading
from kairan.apps.circulation.operations import Draft, circulate, confirm
from kairan.people.models import Group, User
from kairan.people.picker import Selection


@dataclass(frozen=True)
class Told:
    """One circular of the demo: ``to`` names departments, empty means everybody."""

    days_ago: int
    author: str
    subject: str
    body: str
    to: tuple[str, ...] = ()
    confirmed_share: float = 1.0
    confirm_within_days: int | None = None
    priority: str = "normal"


CIRCULARS = [
    Told(
        26,
        "aoki",
        "健康診断のお知らせ",
        "各位\n\n今年度の定期健康診断を12月1日から実施します。予約表に希望日をご記入ください。\n"
        "受診できない方は総務部までご連絡ください。",
        to=("総務部", "営業部", "経理部", "開発部", "購買部"),
    ),
    Told(
        21,
        "evans",
        "New access cards from Monday",
        "The doors on all floors take the new cards from Monday on.\n\n"
        "Pick yours up at reception before Friday and hand in the old one.",
        to=("Sales", "Finance", "Development", "Purchasing", "Office"),
    ),
    Told(
        14,
        "suzuki",
        "11月分の経費精算について",
        "今月の締め切りは27日(金)です。領収書の添付をお忘れなく。\n"
        "前月分の差し戻し3件がまだ残っています。①交通費 ②会議費 ③備品",
        confirmed_share=0.9,
    ),
    Told(
        9,
        "garcia",
        "Year-end party: choose a date",
        "We have two dates, 11 and 18 December. Confirm with the date you prefer as a comment.\n\n"
        "Families are welcome.",
        confirmed_share=0.7,
    ),
    Told(
        4,
        "kato",
        "サーバー保守による停止のお知らせ",
        "11月29日(日) 6:00～9:00、ファイルサーバーを停止します。\n"
        "当日作業される方は前日までにデータを手元に控えてください。",
        confirmed_share=0.5,
        confirm_within_days=7,
    ),
    Told(
        1,
        "aoki",
        "Fire drill on 4 December: confirm your assembly point / 避難訓練",
        "The drill starts at 10:30. Leave by the stairs nearest to you and meet at the point "
        "marked for your floor. Please confirm here or from the mail; add a comment if you will "
        "be away.\n\n"
        "12月4日10時30分より避難訓練を行います。集合場所をご確認のうえ、確認ボタンを押してください。",
        confirmed_share=0.3,
        confirm_within_days=4,
        priority="high",
    ),
]


def past(people: Mapping[str, User], now: datetime) -> None:
    """Send what went round in the last weeks, with the seals it has gathered."""
    for told in CIRCULARS[:-1]:
        circular = _circulate(told, people, now)
        _date_back(circular, now - timedelta(days=told.days_ago), now)


def today(people: Mapping[str, User], now: datetime) -> None:
    """Send the newest: its mails leave now."""
    _circulate(CIRCULARS[-1], people, now)


def _circulate(told: Told, people: Mapping[str, User], now: datetime) -> Circular:
    groups = Group.objects.filter(name__in=told.to) if told.to else Group.objects.all()
    within = told.confirm_within_days
    circular = circulate(
        Draft(
            subject=told.subject,
            body=told.body,
            to=Selection(groups=tuple(groups.values_list("pk", flat=True))),
            priority=told.priority,
            confirm_by=now + timedelta(days=within) if within else None,
        ),
        author=people[told.author],
    )
    readings = list(circular.readings.select_related("reader").order_by("pk"))
    for reading in readings[: int(len(readings) * told.confirmed_share)]:
        confirm(circular, reader=reading.reader)
    return circular


def _date_back(circular: Circular, moment: datetime, now: datetime) -> None:
    Circular.objects.filter(pk=circular.pk).update(sent_at=moment)
    confirmed = Reading.objects.filter(circular=circular).exclude(confirmed_at=None)
    for number, reading in enumerate(confirmed.order_by("pk")):
        later = moment + timedelta(minutes=7 * (number + 1))
        if later < now:
            Reading.objects.filter(pk=reading.pk).update(confirmed_at=later, read_at=later)
