"""What there is to do in the demo company."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from kairan.apps.todo.models import Task
from kairan.apps.todo.operations.finishing import complete
from kairan.apps.todo.operations.writing import Draft, write
from kairan.clock.days import day_of, zone_named
from kairan.people.models import User


@dataclass(frozen=True)
class Noted:
    """One task of the demo, due in ``days`` (None: some day) by the clocks of its author."""

    author: str
    assignee: str
    title: str
    days: int | None = None
    clock: time | None = None
    priority: str = "normal"
    repeat: str = "never"
    notes: str = ""


OPEN = [
    Noted("aoki", "aoki", "防災用品の棚卸し", -1, priority="high"),
    Noted("aoki", "aoki", "健康診断の予約表を回収", 0),
    Noted("aoki", "aoki", "取締役会の資料を印刷", 0, time(16), "high", notes="12部、両面カラー"),
    Noted("aoki", "aoki", "複合機のリース更新", 1, time(11)),
    Noted("aoki", "aoki", "勤務表の承認", 5, repeat="monthly"),
    Noted("aoki", "aoki", "年賀状リストの見直し", 14),
    Noted("aoki", "aoki", "倉庫の鍵を整理", priority="low"),
    Noted("sato", "aoki", "展示会のブース申込書に押印", 2, time(17), notes="原本は営業部に返却"),
    Noted("aoki", "yamamoto", "応接室の備品を補充", 1),
    Noted("aoki", "nakamura", "入館カードの発行(12月入社分)", 3, priority="high"),
    Noted("sato", "mori", "ミネルバ社の見積(第2版)", 1, time(15), "high"),
    Noted("sato", "ito", "横浜港の通関書類を確認", 0),
    Noted("mori", "mori", "名古屋出張の報告書", 2),
    Noted("suzuki", "takahashi", "10月分の未収金を確認", 4),
    Noted("kato", "yoshida", "出荷ラベルのテスト印刷", 1, time(10)),
    Noted("inoue", "kimura", "包装材の相見積もり", 6),
    Noted("garcia", "garcia", "Answer the customs office", -2, priority="high"),
    Noted("garcia", "garcia", "Slides for the quarterly review", 0, time(17)),
    Noted("garcia", "garcia", "Send the sales figures to finance", 4, repeat="weekly"),
    Noted("garcia", "garcia", "Read up on the new tariff", priority="low"),
    Noted("evans", "garcia", "Name two first-aiders for Sales", 3),
    Noted("garcia", "novak", "Price list for Brno", 1, time(12), "high"),
    Noted("garcia", "brown", "Book the stand at the spring fair", 7),
    Noted("wilson", "patel", "Chase the three open invoices", 0, priority="high"),
    Noted("okafor", "murphy", "Label printer: try the new driver", 2),
    Noted("jensen", "kowalski", "Three offers for pallets", 5),
]

FINISHED = [
    (1, Noted("aoki", "yamamoto", "会議室の予約を変更", -1)),
    (2, Noted("aoki", "aoki", "清掃業者に連絡", -3)),
    (4, Noted("sato", "mori", "展示会の礼状", -4)),
    (6, Noted("garcia", "lee", "Samples to Leeds", -5)),
    (9, Noted("garcia", "garcia", "Sign the carrier contract", -9)),
    (12, Noted("evans", "khan", "Order toner", -12)),
]

NEW = [
    Noted("sato", "aoki", "来客用の駐車場を2台分確保", 1, time(10), "high", notes="港湾局の方々"),
    Noted("evans", "garcia", "Confirm who comes to the fire drill", 2),
]


def past(people: Mapping[str, User], now: datetime) -> None:
    """Write down what is open, and what was done in the last days."""
    for noted in OPEN:
        _write(noted, people, now)
    for days, noted in FINISHED:
        done = complete(_write(noted, people, now), by=people[noted.assignee])
        moment = now - timedelta(days=days, hours=2)
        Task.objects.filter(pk=done.pk).update(done_at=moment)


def today(people: Mapping[str, User], now: datetime) -> None:
    """Give two tasks away: their mails leave now."""
    for noted in NEW:
        _write(noted, people, now)


def _write(noted: Noted, people: Mapping[str, User], now: datetime) -> Task:
    author = people[noted.author]
    day = None
    if noted.days is not None:
        day = day_of(now, zone_named(author.time_zone)) + timedelta(days=noted.days)
    draft = Draft(
        title=noted.title,
        assignee=people[noted.assignee],
        due_on=day,
        due_time=noted.clock,
        priority=noted.priority,
        repeat=noted.repeat,
        notes=noted.notes,
    )
    return write(draft, by=author)
