"""What is done inside an office that is measured: python -m bench.webmail.inside WHAT ARGUMENT…

Prints what it found as JSON.
"""

import json
import sys
import time
from collections.abc import Iterator

import django

django.setup()

from django.utils import timezone  # noqa: E402

from bench.webmail.mails import KINDS, Office  # noqa: E402
from kairan.attachments import contents  # noqa: E402
from kairan.config.serving import migrate  # noqa: E402
from kairan.fulltext import merging, shelving  # noqa: E402
from kairan.mail.parse import parse  # noqa: E402
from kairan.people.models import User  # noqa: E402
from kairan.webmail.models import Account, Folder, Message  # noqa: E402
from kairan.webmail.receiving.arrived import Fetched, preview  # noqa: E402
from kairan.webmail.receiving.keeping import keep  # noqa: E402
from kairan.webmail.searching import indexing  # noqa: E402
from kairan.webmail.searching.texts import Telling, document  # noqa: E402
from tests.journeys.inside.furnish import mail_account, people, servers, session  # noqa: E402

_AT_ONCE = 2_000
_POP3 = _SMTP = 9  # Nobody receives and nobody sends.


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


def fill(shares: list[int]) -> dict[str, object]:
    """Open an office in which people have so many mails each, the first of them Aiko.

    Mails with the same words share their bytes. Return Aiko's session.
    """
    account = _opened()
    mails = Office()
    raws = [mails.raw(number) for number in range(KINDS)]
    kept = contents.keep_many(raws)
    parsed = [parse(raw) for raw in raws]
    tellings = [Telling.of(each) for each in parsed]
    for owner, share in zip(_owners(account.owner, len(shares)), shares, strict=True):
        inbox, _ = Folder.objects.get_or_create(owner=owner, kind=Folder.Kind.INBOX)
        for start in range(0, share, _AT_ONCE):
            some = [
                Message(
                    owner=owner,
                    account=account if owner == account.owner else None,
                    folder=inbox,
                    content_id=kept[number % KINDS],
                    size=len(raws[number % KINDS]),
                    subject=mails.subject(number),
                    correspondent=parsed[number % KINDS].from_[0].name,
                    preview=preview(parsed[number % KINDS]),
                    arranged_at=mails.when(number),
                    is_read=number % 50 != 0,
                    is_searchable=True,
                )
                for number in range(start, min(start + _AT_ONCE, share))
            ]
            Message.objects.bulk_create(some)
            shelving.add(
                owner.pk,
                [document(each, tellings[(start + n) % KINDS]) for n, each in enumerate(some)],
            )
        while merging.tidy(owner.pk, timezone.now()):
            pass
    indexing.index_waiting(timezone.now())
    return {"session": session(account.owner), "open": _newest(account.owner)}


def _opened() -> Account:
    migrate()
    aiko, *_others = people()
    servers(smtp_port=_SMTP, pop3_port=_POP3)
    mail_account(aiko, smtp_port=_SMTP, pop3_port=_POP3)
    account: Account = Account.objects.with_servers().get(owner=aiko)
    indexing.index_waiting(timezone.now())
    return account


def _owners(first: User, number: int) -> Iterator[User]:
    yield first
    for n in range(1, number):
        yield User.objects.create(login_id=f"p{n:03}", first_name="P", last_name=str(n))


def _newest(owner: User) -> list[int]:
    mine = Message.objects.visible_to(owner).order_by("-arranged_at", "-pk")
    return list(mine.values_list("pk", flat=True)[:50])


_WHAT = {each.__name__: each for each in (receive, fill)}

if __name__ == "__main__":
    what, *arguments = sys.argv[1:]
    print(json.dumps(_WHAT[what](*(json.loads(each) for each in arguments))))
