"""What the demo company keeps in its cupboards, and what runs low today."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from kairan.apps.inventory.models import Item, Message, Movement
from kairan.apps.inventory.operations import (
    Details,
    Letter,
    Move,
    add_item,
    entrust_everything,
    entrust_group,
    move,
    retire,
    write_to_administrators,
)
from kairan.people.models import Group, User
from kairan.people.picker import Selection

Kind = Movement.Kind
WEEKS = 6


@dataclass(frozen=True)
class Kept:
    """An item of the demo: ``takers`` take up to ``share`` of it at a time."""

    code: str
    name: str
    unit: str
    place: str
    start: str
    level: str
    managers: tuple[str, ...] = ()
    group: str = ""
    takers: tuple[str, ...] = ()
    share: int = 3
    note: str = ""


TOKYO_STAFF = ("mori", "tanaka", "ito", "takahashi", "yoshida", "yamada", "sasaki", "kimura")
LONDON_STAFF = ("garcia", "novak", "lee", "brown", "patel", "murphy", "rossi", "silva")
KEPT = [
    Kept("P-A4", "コピー用紙 A4", "箱", "3階 倉庫", "24", "6", ("yamamoto",), "", TOKYO_STAFF, 2),
    Kept("P-A3", "コピー用紙 A3", "箱", "3階 倉庫", "10", "3", ("yamamoto",), "", TOKYO_STAFF, 1),
    Kept("T-BK", "トナー 黒 (LP-S820)", "本", "3階 倉庫", "9", "2", ("nakamura",), "",
         TOKYO_STAFF, 1),
    Kept("B-A3", "単三電池", "本", "総務部 キャビネット2", "80", "20", ("kobayashi",), "",
         TOKYO_STAFF, 8),
    Kept("W-05", "ミネラルウォーター 500ml", "本", "給湯室", "240", "48", (), "", TOKYO_STAFF, 12),
    Kept("E-25", "角2封筒（社名入り）", "枚", "総務部 キャビネット1", "1500", "300",
         ("kobayashi",), "", TOKYO_STAFF, 120),
    Kept("G-01", "粗品タオル（のし付き）", "個", "営業部 ロッカー", "60", "15", ("ito",), "営業部",
         ("mori", "tanaka", "kim"), 6),
    Kept("S-GR", "緑茶サンプル", "kg", "営業部 冷蔵庫", "12.5", "3", ("tanaka",), "営業部",
         ("mori", "ito", "kim"), 1, note="開封後は冷蔵。"),
    Kept("M-USB", "USBメモリ 32GB", "本", "開発部 棚A", "18", "5", (), "開発部",
         ("yoshida", "yamada", "sasaki", "matsumoto"), 2),
    Kept("L-A4", "Copy paper A4, 80 g", "boxes", "Store room, 2nd floor", "20", "5", ("khan",), "",
         LONDON_STAFF, 2),
    Kept("L-TN", "Toner cartridge black", "pcs", "Store room, 2nd floor", "6", "2", ("khan",), "",
         LONDON_STAFF, 1),
    Kept("L-CO", "Coffee beans", "kg", "Kitchen", "14.5", "4", ("evans",), "", LONDON_STAFF, 1,
         note="House blend. The supplier delivers on Thursdays."),
    Kept("L-KB", "Keyboards, UK layout", "pcs", "IT cupboard", "9", "2", (), "Development",
         ("murphy", "rossi", "schmidt", "dubois"), 1),
    Kept("L-PK", "Parcel boxes, medium", "pcs", "Purchasing", "75", "25", ("jensen",), "Purchasing",
         ("kowalski", "silva"), 12),
]  # fmt: skip


def past(people: Mapping[str, User], now: datetime) -> None:
    """Fill the cupboards and let weeks of taking, delivering and counting go by."""
    _choose_administrators(people)
    chance = random.Random(2026)  # noqa: S311 - the demo is the same each time
    for kept in KEPT:
        item = _add(kept, people)
        _go_by(item, kept, people, now, chance)
    fax = add_item(Details(name="FAX用感熱紙", unit="巻", place="3階 倉庫"), by=people["aoki"])
    retire(fax, by=people["aoki"])
    written = write_to_administrators(
        [Item.objects.get(code="B-A3"), Item.objects.get(code="P-A4")],
        Letter(
            subject="来週の研修で使う用紙と電池",
            text="来週火曜の新人研修で、A4用紙を2箱、単三電池を16本使う予定です。\n"
            "在庫は足りますでしょうか。",
        ),
        by=people["mori"],
    )
    Message.objects.filter(pk=written.pk).update(sent_at=now - timedelta(days=5))


def today(people: Mapping[str, User], now: datetime) -> None:
    """Let two items run low, and somebody ask for one: these mails leave now."""
    del now
    for code, taker, why in [
        ("P-A4", "takahashi", "決算資料の印刷"),
        ("L-CO", "brown", "Supplier visit"),
    ]:
        item = Item.objects.get(code=code)
        keeper = item.keepers.select_related("person").earliest("pk").person
        taken = item.on_hand - (item.warning_level or 0) + 1
        if keeper is not None and 0 < taken <= item.on_hand:
            entered = Move(kind=Kind.ISSUE, quantity=taken, person=people[taker], why=why)
            move(item, entered, by=keeper)
    write_to_administrators(
        [Item.objects.get(code="L-CO")],
        Letter(
            subject="Decaf as well?",
            text="Could the next order include two kilos of decaf? Several of us would be glad.",
        ),
        by=people["davies"],
    )


def _choose_administrators(people: Mapping[str, User]) -> None:
    aoki = people["aoki"]
    entrust_everything(Selection.of([people["aoki"], people["evans"]]), by=aoki)
    for name, login_id in [("営業部", "sato"), ("開発部", "kato"), ("Development", "okafor")]:
        entrust_group(Group.objects.get(name=name), Selection.of([people[login_id]]), by=aoki)


def _add(kept: Kept, people: Mapping[str, User]) -> Item:
    group = Group.objects.get(name=kept.group) if kept.group else None
    details = Details(
        name=kept.name,
        code=kept.code,
        unit=kept.unit,
        place=kept.place,
        note=kept.note,
        is_shared=group is None,
        group=group,
        managers=Selection.of(people[each] for each in kept.managers),
        warning_level=Decimal(kept.level),
    )
    return add_item(details, by=people[_adder(kept)], on_hand=Decimal(kept.start))


def _adder(kept: Kept) -> str:
    return "evans" if kept.code.startswith("L-") else "aoki"


def _go_by(
    item: Item, kept: Kept, people: Mapping[str, User], now: datetime, chance: random.Random
) -> None:
    """Let people take from ``item``, and its keeper order more before it runs low."""
    keeper = people[kept.managers[0] if kept.managers else _adder(kept)]
    start, level = Decimal(kept.start), Decimal(kept.level)
    for _week in range(WEEKS):
        for login_id in chance.sample(kept.takers, k=min(2, len(kept.takers))):
            taken = Decimal(chance.randint(1, kept.share))
            if item.on_hand - taken > level:
                taker = people[login_id]
                move(item, Move(kind=Kind.ISSUE, quantity=taken, person=taker), by=taker)
        if item.on_hand < start / 2:
            move(item, Move(kind=Kind.RECEIVE, quantity=Decimal(int(start / 2))), by=keeper)
    move(item, Move(kind=Kind.ADJUST, quantity=item.on_hand), by=keeper)
    _date_back(item, now)


def _date_back(item: Item, now: datetime) -> None:
    """Spread the movements over the weeks, at hours in which people work where they are."""
    lines = list(item.movements.select_related("by").order_by("pk"))
    for number, movement in enumerate(lines):
        day = now - timedelta(weeks=WEEKS) + timedelta(weeks=WEEKS) * number / len(lines)
        if day.weekday() > 4:
            day += timedelta(days=7 - day.weekday())
        hour = 9 + 8 * number // len(lines)
        there = day.astimezone(ZoneInfo(movement.by.time_zone))
        moment = there.replace(hour=hour, minute=7 * number % 60, second=0)
        Movement.objects.filter(pk=movement.pk).update(at=min(moment, now - timedelta(hours=2)))
    Item.objects.filter(pk=item.pk).update(created_at=now - timedelta(weeks=WEEKS))
