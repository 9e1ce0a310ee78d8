"""What is done inside an office that is measured: python -m bench.webmail.inside WHAT ARGUMENT…

Prints what it found as JSON.
"""

import json
import sys
import time
from typing import Any

import django

django.setup()

from django.db import transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from bench.webmail.copying import copy_mail  # noqa: E402
from bench.webmail.mails import KINDS, Office  # noqa: E402
from kairan.attachments import contents  # noqa: E402
from kairan.config.serving import migrate  # noqa: E402
from kairan.fulltext import merging, shelving  # noqa: E402
from kairan.fulltext.models import Text  # noqa: E402
from kairan.mail.parse import parse  # noqa: E402
from kairan.people.models import User  # noqa: E402
from kairan.shell.weighing import weigh  # noqa: E402
from kairan.webmail.folders import folder  # noqa: E402
from kairan.webmail.models import Account, Folder, Message  # noqa: E402
from kairan.webmail.receiving.arrived import Fetched, preview  # noqa: E402
from kairan.webmail.receiving.keeping import keep  # noqa: E402
from kairan.webmail.searching import indexing  # noqa: E402
from kairan.webmail.searching.texts import Line, Telling, cut_all  # noqa: E402
from tests.journeys.inside.furnish import mail_account, people, servers, session  # noqa: E402

_AT_ONCE = 2_000
_POP3 = _SMTP = 9  # Nobody sends, and nothing answers there.


def receive(number: int) -> dict[str, object]:
    """Open an office in which Aiko gets so many mails, and have them indexed.

    Return her session, and how many mails a second were indexed.
    """
    account = _opened()
    mails = Office()
    for start in range(0, number, _AT_ONCE):
        some = range(start, min(start + _AT_ONCE, number))
        keep(account, [Fetched(str(n), mails.raw(n)) for n in some], now=timezone.now())
    begun = time.perf_counter()
    indexing.index_waiting(timezone.now())
    rate = number / (time.perf_counter() - begun)
    return {"session": session(account.owner), "indexed": rate, "open": _newest(account.owner)}


def fill(first: int, each: int, others: int) -> dict[str, object]:
    """Open an office in which Aiko has ``first`` mails, and so many ``others`` have ``each``.

    Mails with the same words share their bytes, and the others have copies of what the first of
    them has, index and all: what is the same for all of them is worked out once. Return Aiko's
    session.
    """
    account = _opened()
    mails = Kept(Office())
    mails.give(account.owner, first, account=account)
    if others:
        people = [_person(number) for number in range(others)]
        mails.give(people[0], each)
        copy_mail(people[0], people[1:])
    indexing.index_waiting(timezone.now())
    weigh(Message, Folder, Text)  # As it is after every import.
    return {"session": session(account.owner), "open": _newest(account.owner)}


class Kept:
    """The mails of an office, whose bytes are kept already."""

    def __init__(self, office: Office) -> None:
        raws = [office.raw(number) for number in range(KINDS)]
        self._office = office
        self._sizes = [len(raw) for raw in raws]
        self._contents = contents.keep_many(raws)
        self._parsed = [parse(raw) for raw in raws]
        self._previews = [preview(each) for each in self._parsed]
        self._tellings = [Telling.of(each) for each in self._parsed]

    def give(self, owner: User, number: int, account: Account | None = None) -> None:
        """Give somebody the newest so many, and put them into their index."""
        inbox = folder(owner, Folder.Kind.INBOX)
        for start in range(0, number, _AT_ONCE):
            some = range(start, min(start + _AT_ONCE, number))
            rows = [self._row(each, owner=owner, folder=inbox, account=account) for each in some]
            with transaction.atomic():
                Message.objects.bulk_create(rows)
            tellings = (self._tellings[each % KINDS] for each in some)
            shelving.put(owner.pk, cut_all(list(zip(map(Line.of, rows), tellings, strict=True))))
        while merging.tidy(owner.pk, timezone.now()):
            pass

    def _row(self, number: int, **of: Any) -> Message:
        kind = number % KINDS
        return Message(
            **of,
            content_id=self._contents[kind],
            size=self._sizes[kind],
            subject=self._office.subject(number),
            correspondent=self._parsed[kind].from_[0].name,
            preview=self._previews[kind],
            arranged_at=self._office.when(number),
            is_read=number % 50 != 0,
            is_searchable=True,
        )


def _opened() -> Account:
    migrate()
    aiko, *_others = people()
    servers(smtp_port=_SMTP, pop3_port=_POP3)
    mail_account(aiko, smtp_port=_SMTP, pop3_port=_POP3)
    account: Account = Account.objects.with_servers().get(owner=aiko)
    account.receives = False
    account.save(update_fields=["receives"])
    indexing.index_waiting(timezone.now())
    return account


def _person(number: int) -> User:
    return User.objects.create(login_id=f"p{number:03}", first_name="P", last_name=str(number))


def _newest(owner: User) -> list[int]:
    mine = Message.objects.visible_to(owner).order_by("-arranged_at", "-pk")
    return list(mine.values_list("pk", flat=True)[:50])


_WHAT = {each.__name__: each for each in (receive, fill)}

if __name__ == "__main__":
    what, *arguments = sys.argv[1:]
    print(json.dumps(_WHAT[what](*(json.loads(each) for each in arguments))))
