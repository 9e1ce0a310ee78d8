"""What people of an office write, made up: prose, names and subjects, English and Japanese."""

import random
from email.header import Header

_ENGLISH = [
    "the",
    "meeting",
    "on",
    "Thursday",
    "moves",
    "to",
    "the",
    "small",
    "room",
    "because",
    "the",
    "large",
    "one",
    "is",
    "being",
    "painted",
    "please",
    "bring",
    "the",
    "figures",
    "of",
    "last",
    "month",
    "and",
    "say",
    "by",
    "Wednesday",
    "whether",
    "you",
    "can",
    "come",
    "we",
    "have",
    "to",
    "decide",
    "about",
    "the",
    "new",
    "printers",
    "and",
    "about",
    "the",
    "offer",
    "from",
    "the",
    "supplier",
    "in",
    "Osaka",
    "which",
    "is",
    "attached",
    "once",
    "more",
    "thank",
    "you",
    "for",
    "the",
    "quick",
    "answer",
    "I",
    "have",
    "put",
    "my",
    "remarks",
    "into",
    "the",
    "document",
    "and",
    "marked",
    "what",
    "is",
    "still",
    "open",
    "could",
    "you",
    "look",
    "at",
    "it",
    "before",
    "Friday",
    "so",
    "that",
    "we",
    "can",
    "send",
    "it",
    "out",
    "next",
    "week",
]
_JAPANESE = [
    "お世話になっております。",
    "来週の会議の件でご連絡いたします。",
    "資料を添付しますのでご確認ください。",
    "経費の精算は今月末までにお願いいたします。",
    "ご不明な点がございましたらお知らせください。",
    "先日はありがとうございました。",
    "見積書を確認しましたので返信いたします。",
    "日程の調整をお願いできますでしょうか。",
    "よろしくお願いいたします。",
]
_PEOPLE = [
    ("Aoki Haruka", "青木 遥"), ("Ben Carter", "ベン カーター"), ("Mori Kenji", "森 健二"),
    ("Elena García", "エレナ ガルシア"), ("Tanaka Aiko", "田中 愛子"), ("Chidi Okafor", "岡 千次"),
]  # fmt: skip


class Desk:
    """Where a mail is written: chance, and whether it is Japanese."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.is_japanese = chance.random() < 0.6

    def words(self, size: int) -> str:
        """About `size` characters of prose in lines."""
        lines: list[str] = []
        while sum(map(len, lines)) < size:
            if self.is_japanese:
                lines.append("".join(self.chance.choices(_JAPANESE, k=2)))
            else:
                lines.append(" ".join(self.chance.choices(_ENGLISH, k=12)).capitalize() + ".")
            if self.chance.random() < 0.3:
                lines.append("")
        return "\r\n".join(lines) + "\r\n"

    def letter(self, size: int) -> str:
        """Prose, and below it what it answers."""
        quoted = "".join(f"> {line}\r\n" for line in self.words(size // 2).split("\r\n"))
        return (
            self.words(size // 2) + f"\r\n2026/11/20 10:12, {self.person()[1]} wrote:\r\n{quoted}"
        )

    def person(self) -> tuple[str, str]:
        """A name and an address."""
        latin, kana = self.chance.choice(_PEOPLE)
        shown = kana if self.is_japanese else latin
        return shown, latin.split()[0].lower() + "@example.co.jp"

    def encoded(self, text: str) -> str:
        """A header's text as it is sent."""
        return text if text.isascii() else Header(text, "utf-8").encode(linesep="\r\n")
