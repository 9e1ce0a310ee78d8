"""What the people of the demo company want to be reminded of."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from kairan.clock.days import day_of, zone_named
from kairan.people.models import User
from kairan.reminders.daily import follow_people
from kairan.reminders.models import Reminder
from kairan.reminders.operations.reminders import Draft, save
from kairan.reminders.operations.settings import Wish, settle


@dataclass(frozen=True)
class Kept:
    """A reminder of the demo, ``days`` from now, in the owner's time zone."""

    owner: str
    text: str
    days: int
    clock: time
    repeat: str = "never"
    note: str = ""


REMINDERS = [
    Kept("aoki", "勤務表の締め", 5, time(17), "monthly", "全部署分がそろっているか確認する。"),
    Kept("aoki", "消防署に電話", 1, time(9, 30), note="避難訓練の日程の件"),
    Kept("aoki", "ゴミの分別表を貼り替える", 12, time(10)),
    Kept("sato", "見積の有効期限", 3, time(14), note="ミネルバ社向け、第2版"),
    Kept("mori", "サンプルの返却", 2, time(11)),
    Kept("suzuki", "月次決算", 8, time(9), "monthly"),
    Kept("garcia", "Call Mr Ito before Tokyo goes home", 1, time(8, 30)),
    Kept("garcia", "Send the sales figures", 4, time(16), "weekly", "To finance, by four."),
    Kept("evans", "Water the plants", 1, time(12), "weekdays"),
    Kept("wilson", "VAT return", 20, time(10), "monthly"),
]

RUNG = [("aoki", "名刺の追加注文", 2), ("garcia", "Renew the parking permit", 1)]

SETTLED = {
    "aoki": Wish(
        event_leads=[10, 1440],
        task_leads=[60, 1440],
        daily_at=time(8, 30),
        daily_weekdays=[0, 1, 2, 3, 4],
        addresses=None,
    ),
    "garcia": Wish(
        event_leads=[15],
        task_leads=[30],
        daily_at=time(7),
        daily_weekdays=[0, 1, 2, 3, 4, 6],
        addresses=None,
    ),
}


def past(people: Mapping[str, User], now: datetime) -> None:
    """Set what waits and what has rung, and settle when two of them are reminded."""
    follow_people(now)
    for each in REMINDERS:
        owner = people[each.owner]
        day = day_of(now, zone_named(owner.time_zone)) + timedelta(days=each.days)
        draft = Draft(
            text=each.text, day=day, time_of_day=each.clock, repeat=each.repeat, note=each.note
        )
        save(draft, owner=owner)
    for login_id, text, days in RUNG:
        at = now - timedelta(days=days)
        Reminder.objects.create(
            owner=people[login_id],
            text=text,
            at=at,
            first_on=at.date(),
            time_of_day=time(9),
            state=Reminder.State.RUNG,
        )
    for login_id, wish in SETTLED.items():
        settle(wish, person=people[login_id])


def today(people: Mapping[str, User], now: datetime) -> None:
    """Let a reminder ring a few minutes from now."""
    for login_id, text in [("aoki", "給湯室の点検"), ("garcia", "Tea with the auditors")]:
        owner = people[login_id]
        soon = (now + timedelta(minutes=3)).astimezone(zone_named(owner.time_zone))
        clock = soon.time().replace(second=0, microsecond=0)
        save(Draft(text=text, day=soon.date(), time_of_day=clock), owner=owner)
