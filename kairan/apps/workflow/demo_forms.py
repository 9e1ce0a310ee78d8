"""The routes and forms of the demo company, in Tokyo and in London."""

from collections.abc import Sequence
from dataclasses import dataclass

from kairan.apps.workflow.fields import Field, Kind

ROUTES: dict[str, list[tuple[str, list[str], str]]] = {
    "東京:出張": [("営業部長", ["sato"], "one"), ("経理", ["経理部"], "one")],
    "London: travel": [
        ("Director", ["garcia", "evans"], "one"),
        ("Finance", ["wilson", "patel"], "one"),
    ],
    "東京:休暇": [("部長", ["sato"], "one")],
    "London: leave": [("Director", ["garcia"], "one")],
    "備品購入 / Purchases": [
        ("開発部長 / Development", ["kato"], "one"),
        ("経理 / Finance", ["suzuki"], "all"),
        ("総務 / Administration", ["aoki", "yamamoto"], "one"),
    ],
}


@dataclass(frozen=True, kw_only=True)
class Ask:
    """One form of the demo."""

    name: str
    category: str
    route: str
    fields: Sequence[Field]
    explanation: str = ""
    lets_choose: bool = False


def _field(kind: Kind, label: str, **more: object) -> Field:
    values: dict[str, object] = {"key": "", "kind": kind, "label": label, **more}
    values.setdefault("choices", ())
    return Field.from_json(values)


FORMS = [
    Ask(
        name="出張申請書",
        category="出張 / Travel",
        route="東京:出張",
        explanation="出発の3日前までに提出してください。見積書があれば添付してください。",
        fields=[
            _field(Kind.TEXT, "行先", is_required=True),
            _field(Kind.PERIOD, "期間", is_required=True),
            _field(Kind.MONEY, "費用の概算", help="交通費と宿泊費の合計"),
            _field(Kind.CHOICE, "交通手段", choices=["新幹線", "飛行機", "車"]),
            _field(Kind.LONG_TEXT, "目的", is_required=True),
            _field(Kind.FILE, "日程表・見積書"),
        ],
    ),
    Ask(
        name="Business trip",
        category="出張 / Travel",
        route="London: travel",
        explanation="Hand it in three days before you leave, with a quote if you have one.",
        fields=[
            _field(Kind.TEXT, "Destination", is_required=True),
            _field(Kind.PERIOD, "When", is_required=True),
            _field(Kind.MONEY, "Estimated cost", currency="GBP", help="Travel and hotel together"),
            _field(Kind.CHOICE, "By", choices=["Train", "Plane", "Car"]),
            _field(Kind.LONG_TEXT, "Purpose", is_required=True),
            _field(Kind.FILE, "Itinerary and quotes"),
        ],
    ),
    Ask(
        name="休暇届",
        category="勤怠 / Leave",
        route="東京:休暇",
        explanation="承認者を所属の部長に変更して申請してください。",
        lets_choose=True,
        fields=[
            _field(Kind.PERIOD, "期間", is_required=True),
            _field(Kind.CHOICE, "種類", choices=["有給休暇", "代休", "慶弔休暇"], is_required=True),
            _field(Kind.LONG_TEXT, "引き継ぎ"),
        ],
    ),
    Ask(
        name="Leave",
        category="勤怠 / Leave",
        route="London: leave",
        explanation="Choose the head of your own department.",
        lets_choose=True,
        fields=[
            _field(Kind.PERIOD, "When", is_required=True),
            _field(
                Kind.CHOICE,
                "Kind",
                choices=["Annual leave", "Time in lieu", "Other"],
                is_required=True,
            ),
            _field(Kind.LONG_TEXT, "Who covers for you"),
        ],
    ),
    Ask(
        name="備品購入申請 / Purchase request",
        category="購買 / Purchasing",
        route="備品購入 / Purchases",
        explanation="10万円を超える備品に必要です。 / Needed for anything above ¥100,000.",
        fields=[
            _field(Kind.TEXT, "品名 / Item", is_required=True),
            _field(Kind.NUMBER, "数量 / Quantity", is_required=True),
            _field(Kind.MONEY, "金額 / Amount", is_required=True),
            _field(Kind.LONG_TEXT, "理由 / Reason"),
            _field(Kind.DATE, "希望納期 / Wanted by"),
            _field(Kind.FILE, "見積書 / Quote"),
        ],
    ),
]
