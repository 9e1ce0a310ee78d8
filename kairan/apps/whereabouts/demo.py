"""Where the people of the demo company are, and what was taken down for them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.timezone import localtime

from kairan.apps.whereabouts.models import Copy, Message, Presence, Request, Standing
from kairan.apps.whereabouts.operations.messages import Taken, leave, open_message
from kairan.apps.whereabouts.operations.standings import Where, mark, prefer
from kairan.people.models import User
from kairan.people.picker import Selection


@dataclass(frozen=True)
class Told:
    """One message of the demo: ``opened_after`` minutes, or not yet."""

    hours_ago: int
    writer: str
    to: tuple[str, ...]
    caller: str
    company: str
    request: str
    contact: str = ""
    details: str = ""
    opened_after: int | None = 25
    is_confidential: bool = False


IN, DESK, MEETING, HOME, OUT, TRIP, OFF, LEFT = (
    "In",
    "Away from desk",
    "Meeting",
    "Home office",
    "Out",
    "Business trip",
    "Off",
    "Left for the day",
)
# login ID, presence, place, hours from now until when, note
STANDINGS: list[tuple[str, str, str, int | None, str]] = [
    ("aoki", IN, "", None, ""),
    ("sato", OUT, "横浜港 第2倉庫", 3, "検品立ち会い"),
    ("mori", MEETING, "会議室A", 1, ""),
    ("tanaka", TRIP, "福岡", 50, "九州の取引先3社"),
    ("ito", HOME, "", 6, ""),
    ("kim", IN, "", None, ""),
    ("suzuki", IN, "", 4, "16時以降は税理士と打ち合わせ"),
    ("takahashi", OFF, "", 40, "月曜から出社します"),
    ("watanabe", OUT, "みなと銀行", -1, ""),
    ("yamamoto", IN, "", None, "受付は内線100"),
    ("nakamura", DESK, "3階 書庫", 1, ""),
    ("kato", MEETING, "サーバー室", 2, ""),
    ("yoshida", HOME, "", 7, "電話は携帯へお願いします"),
    ("yamada", LEFT, "", None, ""),
    ("inoue", TRIP, "Rotterdam", 70, "7時間の時差あり"),
    ("kimura", IN, "", None, ""),
    ("garcia", IN, "", None, ""),
    ("novak", OUT, "Felixstowe, container terminal", 4, "Reachable by mobile"),
    ("lee", MEETING, "Boardroom", 1, ""),
    ("brown", TRIP, "Lisbon", 28, "Trade fair, stand 14"),
    ("wilson", IN, "", 5, ""),
    ("patel", HOME, "", 6, ""),
    ("okafor", IN, "", None, "Code freeze: please knock first"),
    ("rossi", OFF, "", 90, "Back next week"),
    ("jensen", OUT, "Dentist", -2, ""),
    ("evans", IN, "Reception", None, ""),
]
PAST = [
    Told(310, "yamamoto", ("sato",), "山下", "北港運輸", "Please call back", "045-555-0142"),
    Told(
        287,
        "evans",
        ("garcia",),
        "Mr Whitfield",
        "Harbour Logistics",
        "Will call again",
        details="About the demurrage invoice of October.",
    ),
    Told(190, "mori", ("tanaka", "ito"), "大野", "博多物産", "Called", "092-555-0117"),
    Told(146, "khan", ("wilson",), "HM Revenue", "", "Please call back", "+44 20 5550 0131"),
    Told(
        98, "nakamura", ("aoki",), "西川", "青葉ビル管理", "Came by", details="鍵を預かりました。"
    ),
    Told(71, "kim", ("sato",), "Ms Becker", "Elbe Kaffee", "Please write a mail"),
    Told(52, "evans", ("brown", "novak"), "Sr Costa", "Porto Azul", "Called", "+351 21 555 0190"),
    Told(
        27,
        "yamamoto",
        ("suzuki",),
        "みなと銀行 融資課",
        "",
        "Please call back",
        "03-5555-0108",
        "融資枠の更新の件。",
        is_confidential=True,
    ),
]
TODAY = [
    Told(
        0,
        "yamamoto",
        ("aoki",),
        "田村",
        "青葉保険",
        "Please call back",
        "03-5555-0176",
        "健康診断の予約人数を今日中に知りたいとのことです。",
        opened_after=None,
    ),
    Told(
        0,
        "evans",
        ("garcia", "novak"),
        "Ms Okonkwo",
        "Thames Foods",
        "Urgent: please get in touch",
        "+44 20 5550 0177",
        "The reefer container is held at the port; they need the certificate of origin.",
        opened_after=None,
    ),
    Told(
        0,
        "khan",
        ("garcia",),
        "Head office, personnel",
        "",
        "Please call back",
        opened_after=None,
        is_confidential=True,
    ),
]


def past(people: Mapping[str, User], now: datetime) -> None:
    """Say where everybody is, what each wants, and what was left for them in the last weeks."""
    _connect(people)
    presences = {each.name_en: each for each in Presence.objects.all()}
    for login_id, presence, place, hours, note in STANDINGS:
        person = people[login_id]
        mark(Where(presence=presences[presence], place=place, note=note), person=person, by=person)
        # What is over by now was said in time: the operation itself refuses a moment gone by.
        said = Standing.objects.filter(person=person)
        said.update(
            until=_on_the_hour(now, hours), said_at=now - timedelta(hours=5), said_by=person
        )
    for login_id in ("sato", "novak", "kato", "lee"):
        prefer(people[login_id], mails_when="out", follows_schedule=True)
    prefer(people["patel"], mails_when="never", follows_schedule=False)
    for told in PAST:
        _leave(told, people, now)


def _connect(people: Mapping[str, User]) -> None:
    """Give everybody an extension, and all but a few a mobile phone, for the board to show."""
    for number, person in enumerate(people.values(), start=101):
        is_in_japan = person.language == "ja"
        mobile = f"090-5550-{number:04}" if is_in_japan else f"+44 7700 900{number}"
        numbers = {"extension": str(number), "mobile": mobile if number % 7 else ""}
        User.objects.filter(pk=person.pk, extension="").update(**numbers)


def today(people: Mapping[str, User], now: datetime) -> None:
    """Take down what is called in just now."""
    for told in TODAY:
        _leave(told, people, now)


def _on_the_hour(now: datetime, hours: int | None) -> datetime | None:
    if hours is None:
        return None
    moment = localtime(now + timedelta(hours=hours))
    return moment.replace(minute=0, second=0, microsecond=0)


def _leave(told: Told, people: Mapping[str, User], now: datetime) -> None:
    message = leave(
        Taken(
            to=Selection.of([people[each] for each in told.to]),
            caller=told.caller,
            company=told.company,
            request=Request.objects.get(name_en=told.request),
            contact=told.contact,
            details=told.details,
            is_confidential=told.is_confidential,
        ),
        writer=people[told.writer],
    )
    moment = now - timedelta(hours=told.hours_ago)
    Message.objects.filter(pk=message.pk).update(left_at=moment)
    if told.opened_after is None:
        return
    for number, login_id in enumerate(told.to, start=1):
        open_message(message, reader=people[login_id])
        opened = Copy.objects.filter(message=message, recipient=people[login_id])
        opened.update(opened_at=moment + timedelta(minutes=told.opened_after * number))
