"""Weeks of private mail for the demo's mailboxes, dated when it was written."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from kairan.config.demo.cast import DOMAIN, Member
from kairan.mail.address import Address
from kairan.mail.charsets import Code
from kairan.mail.compose import Letter, compose
from kairan.mail.headers import Subject
from kairan.mail.message_id import new


@dataclass(frozen=True)
class Posted:
    """A mail as it lay in somebody's mailbox before the demo began."""

    to: Member
    sender: str
    content: bytes


_JAPANESE = [
    (
        20,
        "見積書のご確認のお願い",
        (
            "お世話になっております。\n\n先日お送りした見積書について、"
            "ご不明な点がございましたらお知らせください。\n納期は①12月上旬、②12月下旬のいずれかでお願いいたします。"
        ),
        Code.ISO_2022_JP,
    ),
    (
        11,
        "会議室の変更について",
        "明日の定例会議は、会議室Aから会議室Bへ変更になりました。\nよろしくお願いします。",
        Code.UTF_8,
    ),
    (
        3,
        "出張報告",
        "福岡出張の報告です。\n訪問先: 3社\n次回の打ち合わせは来週火曜日の予定です。",
        Code.SHIFT_JIS,
    ),
]
_ENGLISH = [
    (
        18,
        "Supplier contract, last questions",
        (
            "Thank you, the clause on delivery dates is fine for us.\n\n"
            "One more question: does the price hold for orders placed before the end of the year?"
        ),
        Code.UTF_8,
    ),
    (
        8,
        "Slides for Tuesday",
        "Here are the slides with the new figures. I moved the café chart to page 3.",
        Code.ISO_8859_15,
    ),
    (2, "Lunch?", "Are you free at half past twelve?", Code.US_ASCII),
]


def posted(people: list[Member], now: datetime) -> Iterator[Posted]:
    """Yield a few mails for each of ``people`` from their neighbours; ``now`` is aware."""
    for number, member in enumerate(people):
        texts = _JAPANESE if member.language == "ja" else _ENGLISH
        for turn, (days_ago, subject, text, code) in enumerate(texts, start=1):
            writer = people[(number + turn * 3) % len(people)]
            moment = now - timedelta(days=days_ago, hours=(number * 7 + turn * 3) % 8)
            letter = Letter(
                sender=Address(writer.name, writer.address),
                to=[Address("", member.address)],
                subject=Subject.clean(subject),
                text=text,
                date=moment,
                message_id=new(DOMAIN),
                code=code,
            )
            yield Posted(member, writer.address, compose(letter).fill({}))
