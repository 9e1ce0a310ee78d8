"""Who works in the office whose mails are read: with several addresses, some of them ticked."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Employee:
    """Somebody with an account; ``ticked`` are the addresses to which notifications go.

    Addresses are written down by kind: company, home, mobile.
    """

    login_id: str
    first_name: str
    last_name: str
    language: str
    time_zone: str = "Asia/Tokyo"
    addresses: dict[str, str] = field(default_factory=dict)
    ticks: tuple[str, ...] = ("company",)
    is_administrator: bool = False
    is_in_sales: bool = False

    @property
    def ticked(self) -> list[str]:
        """Where notifications reach this person."""
        return [self.addresses[kind] for kind in self.ticks]


GROUP = "Sales 営業部"
COMPANY = "Minato 港商事"
OFFICE = "office@kairan.test"

_EMPLOYEES = [
    Employee(
        "aiko",
        "Aiko",
        "Mori",
        "en",
        addresses={"company": "aiko@kairan.test", "home": "aiko@home.test"},
        is_administrator=True,
    ),
    Employee(
        "ben",
        "勉",
        "佐藤",
        "ja",
        addresses={
            "company": "ben@kairan.test",
            "home": "ben@home.test",
            "mobile": "ben@mobile.test",
        },
        ticks=("company", "mobile"),
        is_in_sales=True,
    ),
    Employee(
        "dana",
        "Dana",
        "Kovač",
        "en",
        "Europe/London",
        addresses={"company": "dana@kairan.test", "home": "dana@home.test"},
        ticks=("home",),
        is_in_sales=True,
    ),
    Employee(
        "emi",
        "絵美",
        "高橋",
        "ja",
        addresses={"company": "emi@kairan.test", "mobile": "emi@mobile.test"},
    ),
    # Hears by the bell alone, because nothing is ticked.
    Employee(
        "farid",
        "Farid",
        "Haddad",
        "en",
        addresses={"company": "farid@kairan.test"},
        ticks=(),
        is_in_sales=True,
    ),
    # Has nothing to do with anything: no mail of a row may reach her.
    Employee("chidi", "Chidi", "Obi", "en", addresses={"company": "chidi@kairan.test"}),
]
CAST = {each.login_id: each for each in _EMPLOYEES}
OWNERS = {address: each for each in _EMPLOYEES for address in each.addresses.values()}
