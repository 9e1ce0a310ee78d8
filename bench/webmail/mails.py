"""Mails of an office, in English and Japanese, made up of words as frequent as words are."""

import random
from base64 import encodebytes
from datetime import UTC, datetime, timedelta
from email.header import Header
from email.utils import format_datetime
from functools import lru_cache
from itertools import accumulate

KINDS = 4_000
"""Different mails; of those with the same words, each has a subject and a number of its own."""

FREQUENT, FREQUENT_JA, RARE = "report", "会議", "経費"
PHRASE = "経費精算"
_NEWEST = datetime(2026, 11, 20, 9, tzinfo=UTC)
_APART = timedelta(minutes=7)
_SYLLABLES = [a + b for a in "bdfgklmnprstvz" for b in ("a", "e", "i", "o", "u", "an", "er", "in")]
_PARTICLES = "のをはがにと、。"


def _encoded(text: str) -> str:
    return text if text.isascii() else Header(text, "utf-8").encode(linesep="\r\n")


_SENDERS = (f"{_encoded('森 結衣')} <yui@example.jp>", "Ben Sato <ben@example.com>")


class _Language:
    """Words of a made-up language, the first ones more frequent: the n-th as often as 1/n."""

    def __init__(self, words: list[str]) -> None:
        self._words = words
        self._weights = list(accumulate(1 / (rank + 3) for rank in range(len(words))))

    def some(self, dice: random.Random, number: int) -> list[str]:
        """Return so many words as they come."""
        return dice.choices(self._words, cum_weights=self._weights, k=number)


def _english() -> _Language:
    dice = random.Random(1)
    made = {"".join(dice.choices(_SYLLABLES, k=dice.randint(1, 4))) for _ in range(20_000)}
    return _Language([FREQUENT, "meeting", "budget", *sorted(made, key=lambda _: dice.random())])


def _japanese() -> _Language:
    dice = random.Random(2)
    signs = [chr(code) for code in range(0x4E00, 0x4E00 + 1_200)]
    made = {"".join(dice.choices(signs, k=dice.choice((2, 2, 2, 3, 4)))) for _ in range(6_000)}
    return _Language([FREQUENT_JA, "資料", "予算", *sorted(made, key=lambda _: dice.random())])


class Office:
    """The mails of an office: the n-th is the same on every machine."""

    def __init__(self) -> None:
        self._english, self._japanese = _english(), _japanese()

    def when(self, number: int) -> datetime:
        """Return when the mail ``number`` was written; 0 is the newest."""
        return _NEWEST - _APART * number

    def subject(self, number: int) -> str:
        """Return its subject: every fourth one is of a meeting, few are of expenses."""
        if number % 400 == 3:
            return f"{PHRASE}のお願い {number}"
        word = FREQUENT_JA if number % 4 == 0 else FREQUENT if number % 4 == 1 else "Re: memo"
        return f"{word} {number}"

    def raw(self, number: int) -> bytes:
        """Return the mail itself."""
        sender, text = self._words(number % KINDS)
        head = [
            f"From: {sender}",
            "To: aiko@kairan.test",
            f"Subject: {_encoded(self.subject(number))}",
            f"Date: {format_datetime(self.when(number))}",
            f"Message-ID: <{number}@kairan.test>",
            "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8",
            "Content-Transfer-Encoding: base64",
        ]
        return "\r\n".join([*head, "", text]).encode()

    @lru_cache(maxsize=KINDS)  # noqa: B019 - there are few offices
    def _words(self, kind: int) -> tuple[str, str]:
        """Return the sender and the text of all mails of a kind, as they stand in a mail."""
        dice = random.Random(kind)
        sender = dice.choice(_SENDERS)
        coded = encodebytes(self.text(dice).encode()).decode()
        return sender, coded.replace("\n", "\r\n")

    def text(self, dice: random.Random) -> str:
        """Return a text of about a hundred words, half of them in each language."""
        english = " ".join(self._english.some(dice, dice.randint(20, 120)))
        words = self._japanese.some(dice, dice.randint(20, 80))
        japanese = "".join(word + dice.choice(_PARTICLES) for word in words)
        more = f"\n{PHRASE}の件です。" if dice.random() < 1 / 300 else ""
        return f"{english}.\n\n{japanese}{more}\n"
