"""The meetings of the demo company: those that come again and again, and single ones."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """An event of the demo, so many days from today; ``people`` are login IDs, ``groups`` names."""

    author: str
    title: str
    day: int
    hours: tuple[str, str] | None = None
    people: str = ""
    groups: tuple[str, ...] = ()
    place: str = ""
    details: str = ""
    rule: str = ""
    days: int = 1
    leads: tuple[int, ...] = ()
    is_private: bool = False


SERIES = [
    Meeting(
        author="sato",
        title="営業朝会",
        day=-35,
        hours=("09:30", "09:50"),
        groups=("営業部",),
        place="第1会議室",
        rule="FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR",
        leads=(5,),
    ),
    Meeting(
        author="garcia",
        title="Sales stand-up",
        day=-35,
        hours=("09:15", "09:30"),
        groups=("Sales",),
        place="Room Thames",
        rule="FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR",
    ),
    Meeting(
        author="garcia",
        title="Tokyo – London call 東京・ロンドン定例",
        day=-35,
        hours=("08:30", "09:15"),
        people="garcia sato tanaka lee kim",
        place="Video",
        details="Orders, shipments, open questions.\n受注・出荷・課題の確認",
        rule="FREQ=WEEKLY;BYDAY=TU",
        leads=(15,),
    ),
    Meeting(
        author="kato",
        title="スプリント計画",
        day=-42,
        hours=("13:00", "14:30"),
        groups=("開発部",),
        place="第2会議室",
        rule="FREQ=WEEKLY;INTERVAL=2;BYDAY=MO",
        leads=(30,),
    ),
    Meeting(
        author="okafor",
        title="Sprint review",
        day=-42,
        hours=("14:00", "15:00"),
        groups=("Development",),
        place="Room Tyne",
        rule="FREQ=WEEKLY;INTERVAL=2;BYDAY=FR",
    ),
    Meeting(
        author="suzuki",
        title="経費精算締め",
        day=-60,
        groups=("経理部",),
        rule="FREQ=MONTHLY;BYMONTHDAY=-1",
        leads=(24 * 60,),
    ),
    Meeting(
        author="aoki",
        title="部長会議",
        day=-60,
        hours=("10:00", "11:30"),
        people="aoki sato suzuki kato inoue",
        place="役員会議室",
        rule="FREQ=MONTHLY;BYDAY=2WE",
        leads=(60, 24 * 60),
    ),
    Meeting(
        author="jensen",
        title="Supplier review",
        day=-30,
        hours=("11:00", "12:00"),
        groups=("Purchasing",),
        people="inoue",
        place="Room Severn",
        rule="FREQ=MONTHLY;BYDAY=1TH",
    ),
]

SINGLE = [
    Meeting(
        author="aoki",
        title="新入社員面談",
        day=-3,
        hours=("15:00", "16:00"),
        people="aoki yamamoto",
        place="応接室",
    ),
    Meeting(
        author="aoki",
        title="予算会議",
        day=1,
        hours=("10:00", "12:00"),
        people="aoki suzuki sato takahashi",
        place="第1会議室",
        details="来期予算案の確認。\n資料は前日までに共有します。",
        leads=(60,),
    ),
    Meeting(
        author="aoki",
        title="歯医者",
        day=2,
        hours=("17:00", "18:00"),
        people="aoki",
        is_private=True,
    ),
    Meeting(author="sato", title="福岡出張", day=3, days=2, people="sato mori", place="福岡"),
    Meeting(author="tanaka", title="展示会の準備", day=0, people="tanaka ito"),
    Meeting(
        author="mori",
        title="仕入先との打ち合わせ",
        day=0,
        hours=("14:00", "15:00"),
        people="mori inoue kimura",
        place="オンライン",
        leads=(15,),
    ),
    Meeting(
        author="kato",
        title="採用面接",
        day=2,
        hours=("11:00", "12:00"),
        people="kato yoshida yamamoto",
        place="応接室",
        is_private=True,
    ),
    Meeting(
        author="garcia",
        title="Budget review",
        day=1,
        hours=("11:00", "12:30"),
        people="garcia wilson novak brown",
        place="Room Thames",
        leads=(30,),
    ),
    Meeting(
        author="garcia",
        title="Dentist",
        day=2,
        hours=("16:30", "17:30"),
        people="garcia",
        is_private=True,
    ),
    Meeting(author="lee", title="Annual leave", day=-1, days=5, people="lee"),
    Meeting(
        author="evans",
        title="Fire drill",
        day=4,
        hours=("10:30", "11:00"),
        groups=("Sales", "Finance", "Development", "Purchasing", "Office"),
        leads=(30,),
    ),
    Meeting(
        author="rossi",
        title="Release 4.2",
        day=3,
        hours=("17:00", "19:00"),
        people="rossi schmidt yamada sasaki",
        place="Room Tyne",
    ),
    Meeting(
        author="patel",
        title="Audit visit",
        day=1,
        days=2,
        people="patel hughes wilson",
        place="London office",
    ),
    Meeting(
        author="shimizu",
        title="倉庫棚卸し",
        day=4,
        hours=("13:00", "17:00"),
        groups=("購買部",),
        place="大井倉庫",
    ),
]
