"""Whom the demo company knows outside."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from kairan.addressbook.details import Details, Labelled
from kairan.addressbook.models import Book
from kairan.addressbook.operations import Named, make_book, own_book, write_all
from kairan.people.models import Group, User


@dataclass(frozen=True)
class Known:
    """One contact of the demo: names, readings, company, title, address and phone in a line."""

    line: str

    @property
    def details(self) -> Details:
        """All that is known."""
        cells = (cell.strip() for cell in self.line.split("|"))
        family, given, family_reading, given_reading, company, title, address, phone = cells
        return Details(
            family=family,
            given=given,
            family_reading=family_reading,
            given_reading=given_reading,
            company=company,
            title=title,
            addresses=(Labelled(address),),
            phone=phone,
        )


COMMON = [
    Known("山田|花子|やまだ|はなこ|港湾物流株式会社|営業課長|yamada@kowan.example|03-5550-0101"),
    Known("渡部|和也|わたべ|かずや|横浜通関サービス|通関士|watabe@tsukan.example|045-555-0133"),
    Known("小川|千尋|おがわ|ちひろ|青空印刷|ご担当|ogawa@aozora.example|03-5550-0172"),
    Known("Novotná|Jana|||Minerva Logistics Brno|Sales|jana@minerva.example|+420 555 0144"),
    Known("Okonkwo|Ada|||Harbour & Sons|Purchasing|ada@harbour.example|+44 20 5550 0188"),
]
SALES = [
    Known("藤井|真由美|ふじい|まゆみ|藤井商店|代表|fujii@fujii.example|052-555-0110"),
    Known("長谷川|剛|はせがわ|つよし|北斗電機|購買部|hasegawa@hokuto.example|011-555-0121"),
]
OWN = {
    "aoki": [Known("大野|恵|おおの|めぐみ|大野社労士事務所||ohno@ohno.example|03-5550-0155")],
    "garcia": [Known("Bennett|Lucy|||Spring Fair||lucy@fair.example|+44 161 555 0102")],
}


def past(people: Mapping[str, User], now: datetime) -> None:
    """Write down a book for everybody, one for the sales department, and two of one person."""
    del now
    aoki, sato = people["aoki"], people["sato"]
    partners = Named(name="取引先 Partners", kind=Book.Kind.COMMON, editors=[sato.pk])
    _write(COMMON, make_book(partners, by=aoki), aoki)
    customers = Named(
        name="営業のお客様", kind=Book.Kind.GROUP, group=Group.objects.get(name=sato.department)
    )
    _write(SALES, make_book(customers, by=sato), sato)
    for login_id, contacts in OWN.items():
        _write(contacts, own_book(people[login_id]), people[login_id])


def today(people: Mapping[str, User], now: datetime) -> None:
    """Nothing happens in an address book by itself."""


def _write(contacts: list[Known], book: Book, by: User) -> None:
    write_all([each.details for each in contacts], book=book, by=by)
