"""The columns of a file of people: their names in both languages, and what a cell means."""

from collections.abc import Iterable

from kairan.people.models import Address, User
from kairan.people.words import fold

ENGLISH_JAPANESE = {
    "login_id": ("Login ID", "ログインID"),
    "first_name": ("First name", "名"),
    "middle_name": ("Middle name", "ミドルネーム"),
    "last_name": ("Last name", "姓"),
    "title": ("Job title", "役職"),
    "department": ("Department", "部署"),
    "phone": ("Phone", "電話"),
    "extension": ("Extension", "内線"),
    "mobile": ("Mobile phone", "携帯電話"),
    "language": ("Language", "言語"),
    "time_zone": ("Time zone", "タイムゾーン"),
    "first_weekday": ("First day of the week", "週の始まり"),
    "kind": ("Kind", "種別"),
    "company_address": ("Company e-mail", "会社メール"),
    "mobile_address": ("Mobile e-mail", "携帯メール"),
    "home_address": ("Home e-mail", "自宅メール"),
    "other_address": ("Other e-mail", "その他メール"),
    "groups": ("Groups", "グループ"),
    "password": ("Password", "パスワード"),
}
ADDRESSES = {f"{kind}_address": kind for kind in Address.Kind}
BETWEEN_GROUPS = ";"

_WORDS: dict[str, dict[str, tuple[str, ...]]] = {
    "kind": {
        User.Kind.ADMINISTRATOR: ("administrator", "管理者"),
        User.Kind.USER: ("user", "一般", "利用者", "ユーザー"),
    },
    "language": {
        User.Language.ENGLISH: ("en", "english", "英語"),
        User.Language.JAPANESE: ("ja", "japanese", "日本語"),
    },
    "first_weekday": {
        str(User.Weekday.MONDAY): ("0", "monday", "月曜日", "月"),
        str(User.Weekday.SATURDAY): ("5", "saturday", "土曜日", "土"),
        str(User.Weekday.SUNDAY): ("6", "sunday", "日曜日", "日"),
    },
}


def column_named(heading: str) -> str | None:
    """Return the column that ``heading`` means, in either language or by its own name."""
    return _BY_HEADING.get(fold(heading))


def meaning(column: str, cell: str) -> str:
    """Return the value that ``cell`` stands for; what is not understood stays as it is."""
    return _MEANINGS.get(column, {}).get(fold(cell), cell)


def groups_in(cell: str) -> list[str]:
    """Return the names of groups in ``cell``."""
    return _distinct(
        name.strip() for name in cell.replace("；", BETWEEN_GROUPS).split(BETWEEN_GROUPS)
    )


def _distinct(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(name for name in names if name))


_BY_HEADING = {
    fold(name): column
    for column, (english, japanese) in ENGLISH_JAPANESE.items()
    for name in (column, english, japanese)
}
_MEANINGS = {
    column: {fold(word): value for value, words in values.items() for word in words}
    for column, values in _WORDS.items()
}
