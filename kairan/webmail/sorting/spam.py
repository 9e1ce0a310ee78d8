"""What a person calls spam, and what not: of whose mail they said so is remembered.

Only *Not spam* leaves a trace: a sender whose mail is wanted. What is spam the filter of the mail
server knows better than one person's click. Mails are read before the database is held.
"""

from collections.abc import Collection

from django.db import transaction
from django.db.models import QuerySet

from kairan.mail.parse import Message as Parsed
from kairan.mail.parse import parse
from kairan.people.models import User
from kairan.webmail import operations
from kairan.webmail.folders import folder
from kairan.webmail.models import Folder, Message, SafeSender
from kairan.webmail.reading.choices import LONGEST_ADDRESS
from kairan.webmail.reading.raw import with_bytes


def is_spam(messages: QuerySet[Message], *, by: User) -> int:
    """Move messages into Spam, and trust their senders no longer; return how many moved."""
    senders = _senders(messages) if SafeSender.objects.visible_to(by).exists() else set()
    with transaction.atomic():
        distrust(senders, by=by)
        return operations.move(messages, to=folder(by, Folder.Kind.SPAM))


def is_no_spam(messages: QuerySet[Message], *, by: User) -> int:
    """Move messages into the inbox, and let in what their senders write from now on.

    Return how many moved.
    """
    senders = _senders(messages)
    with transaction.atomic():
        trust(senders, by=by)
        return operations.move(messages, to=folder(by, Folder.Kind.INBOX))


def trust(addresses: Collection[str], *, by: User) -> None:
    """Let mail of ``addresses``, in lower case, be no spam for ``by``."""
    rows = [SafeSender(owner=by, address=address) for address in sorted(addresses)]
    SafeSender.objects.bulk_create(rows, ignore_conflicts=True)


def distrust(addresses: Collection[str], *, by: User) -> None:
    """Leave it to the server's filter again what of ``addresses`` is spam for ``by``."""
    SafeSender.objects.visible_to(by).filter(address__in=addresses).delete()


def safe_senders(person: User) -> frozenset[str]:
    """Return the addresses, in lower case, whose mail is no spam for ``person``."""
    return frozenset(SafeSender.objects.visible_to(person).values_list("address", flat=True))


def sender(parsed: Parsed) -> str:
    """Return in lower case whom a mail says it is from; "" where that is nobody one could name.

    Of several authors (RFC 5322 3.6.2) only the first counts: another could be added to any mail.
    """
    address = parsed.from_[0].addr.lower() if parsed.from_ else ""
    return address if "@" in address and len(address) <= LONGEST_ADDRESS else ""


def _senders(messages: QuerySet[Message]) -> set[str]:
    read = with_bytes(messages.only("pk", "content_id", "size"))
    return {sender(parse(raw)) for _message, raw in read} - {""}
