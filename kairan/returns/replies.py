"""An answer by mail: whose it is, whether it may be believed, what it does, and who reads the rest.

It is taken when it carries what only one person's mail carried, and is written from an address of
that very person. The same answer is taken once. What nobody takes is passed on to whoever acted.
"""

from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models.functions import Lower

from kairan.mail.parse import Message
from kairan.mail.quotations import own_words
from kairan.notices import reply_secrets
from kairan.notices.models import Wording
from kairan.people.models import Address, User
from kairan.returns import proofs
from kairan.returns.models import ReturnedMail
from kairan.returns.passing_on import pass_on
from kairan.returns.verdicts import About, Verdict, kept
from kairan.shell.feature import Reply, Taken, features
from kairan.shell.refusals import Refused

Outcome, Why = ReturnedMail.Outcome, ReturnedMail.Why

_ANSWERS = UUID("0b7d3a52-5f0e-4a53-9a0c-6d1f0f4c9e11")
# Where servers write down to which address a mail was sent.
ADDRESSEES = frozenset(
    ["to", "cc", "delivered-to", "x-delivered-to", "x-original-to", "envelope-to",
     "x-envelope-to", "x-rcpt-to", "received"]
)  # fmt: skip
_MOST_CANDIDATES = 5
_SIGNED = ("application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7")


def settle(message: Message, *, now: datetime) -> Verdict:
    """Take the answer in ``message``, pass it on, or keep it; return what became of it."""
    about = _about(message, now)
    if about is None:
        return kept(Why.NO_SECRET)
    is_believed = _is_written_by(about.person, message)
    text = own_words(message)
    key = _key(about, text, "" if is_believed else _author(message))
    if _is_repeated(message, about, key):
        return Verdict(Outcome.REPEATED, about=about)
    taken = _offered(about, text, key) if is_believed else Taken.NO
    if taken is Taken.NO or taken is Taken.AND_READ_ON or _has_files(message):
        passed = pass_on(message, to=about.announcement.by, about=about, now=now)
        if taken is Taken.NO:
            return replace(passed, answer_key=key)
    return Verdict(Outcome.ANSWER, about=about, answer_key=key)


def addressees(message: Message) -> str:
    """Return the header fields in which the address stands that a mail was sent to."""
    fields = (each for each in message.headers if each.name.lower() in ADDRESSEES)
    return "\n".join(each.raw.decode("latin-1") for each in fields)


def _about(message: Message, now: datetime) -> About | None:
    """Return which mail is answered: by the secret in the address, else by its Message-ID."""
    for secret in reply_secrets.found_in(addressees(message))[:_MOST_CANDIDATES]:
        try:
            found = reply_secrets.read(secret, now=now)
        except reply_secrets.Invalid:
            continue
        return About(announcement=found.announcement, person=found.person)
    return _by_message_id(message, now)


def _by_message_id(message: Message, now: datetime) -> About | None:
    """Return the mail that is answered among those to the addresses of whoever writes."""
    ids = {*message.in_reply_to, *message.references}
    written = Address.objects.annotate(key=Lower("address"))
    written = written.filter(key__in=list(proofs.forms(_author(message))), user__is_active=True)
    owners = set(written.values_list("user_id", flat=True))
    own = Address.objects.filter(user__in=owners).values_list("address", flat=True)
    for each in proofs.answered(ids, proofs.sent_to(own, now=now)) if owners else []:
        told = set(
            Wording.objects.filter(letter_id=each.letter_id).values_list(
                "announcement_id", flat=True
            )
        )
        if each.person_id not in owners or len(told) != 1:
            continue
        try:
            found = reply_secrets.answered(told.pop(), each.person_id, now=now)
        except reply_secrets.Invalid:
            continue
        return About(announcement=found.announcement, person=found.person)
    return None


def _author(message: Message) -> str:
    """Return the one address in From; nothing where several claim to have written."""
    return message.from_[0].addr.strip() if len(message.from_) == 1 else ""


def _is_written_by(person: User, message: Message) -> bool:
    author = _author(message)
    own = person.addresses.values_list("address", flat=True)
    return bool(author) and any(proofs.same(author, each) for each in own)


def _key(about: About, text: str, author: str) -> UUID:
    """Return what is the same for the same answer, however often it comes and however wrapped."""
    words = " ".join(text.split())
    return uuid5(_ANSWERS, f"{about.announcement.pk}:{about.person.pk}:{author.lower()}:{words}")


def _is_repeated(message: Message, about: About, key: UUID) -> bool:
    if ReturnedMail.objects.filter(answer_key=key).exists():
        return True
    same_mail = ReturnedMail.objects.filter(
        message_id=message.message_id[:250], person=about.person, answer_key__isnull=False
    )
    return bool(message.message_id) and same_mail.exists()


def _offered(about: About, text: str, key: UUID) -> Taken:
    """Offer the answer to every feature; what the one concerned refuses, nobody has taken."""
    reply = Reply(
        person=about.person,
        kind=about.announcement.kind,
        about=about.announcement.about,
        text=text,
        key=key,
    )
    for each in features():
        try:
            with transaction.atomic():
                taken = each.take_reply(reply)
        except Refused:
            return Taken.NO
        if taken is not Taken.NO:
            return taken
    return Taken.NO


def _has_files(message: Message) -> bool:
    """Whether files came along that no application takes: they are passed on, not lost."""
    return any(
        not part.is_inline and part.type not in _SIGNED and not part.type.startswith("text/html")
        for part in message.attachments
    )
