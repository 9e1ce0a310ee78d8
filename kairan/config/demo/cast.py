"""The forty people of the demo company: Aoba Trading, in Tokyo and in London."""

from dataclasses import dataclass

DOMAIN = "aoba.example"
COMPANY = "Aoba Trading 青葉商事"
PASSWORD = "aoba-demo-2026"  # noqa: S105 - a made-up company on loopback
TOKYO, LONDON = "Asia/Tokyo", "Europe/London"


@dataclass(frozen=True)
class Member:
    """One person of the demo company."""

    login_id: str
    first_name: str
    last_name: str
    department: str
    title: str = ""
    language: str = "ja"

    @property
    def address(self) -> str:
        """The company address."""
        return f"{self.login_id}@{DOMAIN}"

    @property
    def name(self) -> str:
        """The whole name, family name first where that is the custom."""
        names = [self.first_name, self.last_name]
        return " ".join(reversed(names) if self.language == "ja" else names)

    @property
    def time_zone(self) -> str:
        """Where they work."""
        return TOKYO if self.language == "ja" else LONDON


_JAPAN = """
aoki 青木 春香 総務部 部長
sato 佐藤 健 営業部 部長
mori 森 結衣 営業部
tanaka 田中 怜 営業部
ito 伊藤 空 営業部
kim キム ジウ 営業部
suzuki 鈴木 一郎 経理部 部長
takahashi 高橋 美咲 経理部
watanabe 渡辺 翔太 経理部
yamamoto 山本 さくら 総務部
nakamura 中村 大輔 総務部
kobayashi 小林 由美 総務部
kato 加藤 誠 開発部 部長
yoshida 吉田 彩 開発部
yamada 山田 太郎 開発部
sasaki 佐々木 舞 開発部
yamaguchi 山口 亮 開発部
matsumoto 松本 葵 開発部
inoue 井上 拓海 購買部 部長
kimura 木村 菜々子 購買部
hayashi 林 修 購買部
shimizu 清水 千尋 購買部
"""

_LONDON = """
garcia Ana Garcia Sales|Director
novak Petr Novak Sales
lee Minjun Lee Sales
brown Olivia Brown Sales
davies Rhys Davies Sales
wilson Grace Wilson Finance|Director
patel Arjun Patel Finance
hughes Megan Hughes Finance
okafor Chidi Okafor Development|Lead
murphy Sean Murphy Development
rossi Giulia Rossi Development
schmidt Jonas Schmidt Development
dubois Camille Dubois Development
jensen Freja Jensen Purchasing|Lead
kowalski Marta Kowalski Purchasing
silva Tiago Silva Purchasing
evans Carys Evans Office|Manager
khan Ayesha Khan Office
"""


def members() -> list[Member]:
    """Return all forty, the administrator first."""
    return [*map(_japanese, _JAPAN.split("\n")[1:-1]), *map(_english, _LONDON.split("\n")[1:-1])]


def _japanese(line: str) -> Member:
    login_id, last, first, department, *title = line.split()
    return Member(login_id, first, last, department, " ".join(title))


def _english(line: str) -> Member:
    login_id, first, last, place = line.split(maxsplit=3)
    department, _bar, title = place.partition("|")
    return Member(login_id, first, last, department, title, language="en")
