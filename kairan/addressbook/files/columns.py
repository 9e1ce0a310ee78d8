"""The columns of a table of contacts, and the headings by which they are known.

Headings of Outlook (English, Japanese), Google, Thunderbird, and our own.
"""

from django.utils.translation import get_language

from kairan.addressbook.details import MOST_ADDRESSES, Label
from kairan.people.words import fold

MAIL, KIND = "mail", "kind"
_KNOWN_AS = {
    "family": "last name|surname|family name|姓|苗字|名字",
    "given": "first name|given name|middle name|additional name|名|ミドル ネーム",
    "family_reading": (
        "family name yomi|last name phonetic|phonetic last name|姓(ふりがな)|姓フリガナ"
        "|姓 (フリガナ)|せい|姓カナ|yomi last name|last name yomi"
    ),
    "given_reading": (
        "given name yomi|first name phonetic|phonetic first name|名(ふりがな)"
        "|名フリガナ|名 (フリガナ)|めい|名カナ|first name yomi"
    ),
    "whole": "name|full name|display name|file as|表示名|氏名|名前|お名前|fn",
    "company": (
        "company|organization|organization name|organization 1 - name|company name|会社|会社名"
        "|勤務先|組織"
    ),
    "company_reading": (
        "company yomi|organization 1 - yomi name|phonetic organization|会社名フリガナ|会社フリガナ"
    ),
    "department": "department|organization department|organization 1 - department|部署|部署名|所属",
    "title": "job title|title|organization title|organization 1 - title|役職|肩書き",
    "mail1": (
        "e-mail address|e-mail|email|email address|mail|primary email|e-mail 1 - value|メール"
        "|メールアドレス|電子メール アドレス|電子メール|電子メールアドレス|eメール|e-mail 1 address"
    ),
    "mail2": "e-mail 2 address|secondary email|e-mail 2 - value|電子メール 2 アドレス|email 2",
    "mail3": "e-mail 3 address|e-mail 3 - value|電子メール 3 アドレス|email 3",
    "mail4": "e-mail 4 - value",
    "mail5": "e-mail 5 - value",
    **{f"kind{n}": f"e-mail {n} - label|e-mail {n} - type" for n in range(1, MOST_ADDRESSES + 1)},
    "phone": (
        "business phone|work phone|phone|telephone|phone 1 - value|business phone 2|会社電話"
        "|電話|電話番号|会社電話 2|tel|company main phone|会社代表電話"
    ),
    "mobile": (
        "mobile phone|mobile number|mobile|phone 2 - value|携帯電話|携帯|携帯電話番号|cell phone"
    ),
    "home_phone": "home phone|home phone 2|phone 3 - value|自宅電話|自宅電話 2|自宅電話番号",
    "fax": "business fax|fax|fax number|home fax|会社ファックス|ファックス|自宅ファックス|会社 fax",
    "postal_code": (
        "business postal code|work zipcode|postal code|zip|zip code|address 1 - postal code"
        "|郵便番号|勤務先郵便番号|会社郵便番号|郵便番号 (会社)"
    ),
    "region": (
        "business state|work state|state|region|address 1 - region|都道府県|勤務先住所 都道府県"
        "|都道府県 (会社)"
    ),
    "city": "business city|work city|city|address 1 - city|市区町村|市町村|市区町村 (会社)",
    "street": (
        "business street|business street 2|business street 3|work address|work address 2|address"
        "|street|address 1 - street|address 1 - extended address|住所|番地|番地 (会社)"
        "|住所 (会社)|勤務先住所|住所1|住所2"
    ),
    "country": (
        "business country/region|business country|work country|country|address 1 - country|国"
        "|国 (会社)|国/地域|国 (会社)/地域"
    ),
    "web": "web page|web page 1|website|website 1 - value|url|homepage|ホームページ|web ページ",
    "birthday": "birthday|誕生日|生年月日",
    "notes": "notes|note|メモ|備考|custom 1",
}
ENGLISH_JAPANESE = {
    "family": ("Family name", "姓"),
    "given": ("Given name", "名"),
    "family_reading": ("Reading of the family name", "姓のふりがな"),
    "given_reading": ("Reading of the given name", "名のふりがな"),
    "whole": ("Whole name", "氏名"),
    "company": ("Company", "会社"),
    "company_reading": ("Reading of the company", "会社のふりがな"),
    "department": ("Department", "部署"),
    "title": ("Job title", "役職"),
    **{f"{MAIL}{n}": (f"E-mail {n}", f"メールアドレス{n}") for n in range(1, MOST_ADDRESSES + 1)},
    **{
        f"{KIND}{n}": (f"Kind of e-mail {n}", f"アドレス{n}の種類")
        for n in range(1, MOST_ADDRESSES + 1)
    },
    "phone": ("Phone", "電話"),
    "mobile": ("Mobile phone", "携帯電話"),
    "home_phone": ("Phone at home", "自宅の電話"),
    "fax": ("Fax", "ファックス"),
    "postal_code": ("Postal code", "郵便番号"),
    "region": ("Prefecture or state", "都道府県"),
    "city": ("City", "市区町村"),
    "street": ("Street and building", "番地・建物"),
    "country": ("Country", "国"),
    "web": ("Web page", "ウェブページ"),
    "birthday": ("Birthday", "誕生日"),
    "notes": ("Notes", "メモ"),
}


def title_of(column: str) -> str:
    """Return what ``column`` is called in the language of the page."""
    return ENGLISH_JAPANESE[column][get_language() == "ja"]


def label_meant(text: str) -> str:
    """Return what an address is for, as a cell says it; Google marks the first with a star."""
    return _LABELS.get(fold(text).lstrip("* "), Label.WORK)


def column_named(heading: str) -> str:
    """Return the column that ``heading`` means, or nothing where nobody knows it."""
    return _BY_HEADING.get(fold(heading), "")


_LABELS = {
    "home": Label.HOME,
    "自宅": Label.HOME,
    "mobile": Label.MOBILE,
    "携帯": Label.MOBILE,
    "other": Label.OTHER,
    "その他": Label.OTHER,
}
_BY_HEADING = {
    fold(name): column
    for names in (
        {column: names.split("|") for column, names in _KNOWN_AS.items()},
        ENGLISH_JAPANESE,
    )
    for column, known in names.items()
    for name in known
}
