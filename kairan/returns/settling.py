"""Looks at each mail that has come in, once: what it is, and what follows from it.

What follows, and that it has been looked at, are one transaction: whoever is killed in between has
done nothing, and the next one begins anew.
"""

import logging
import traceback
from datetime import datetime
from typing import Any

from django.db import InterfaceError, OperationalError, transaction

from kairan.attachments import contents
from kairan.mail.bounces import Kind, classify_message
from kairan.mail.bounces.automatic import is_sent_by_a_machine
from kairan.mail.bounces.content import content_of
from kairan.mail.parse import Message, parse
from kairan.mailservers import plus_addresses
from kairan.people.models import Address
from kairan.returns import bounces, proofs, replies
from kairan.returns.models import ReturnedMail
from kairan.returns.verdicts import Verdict, kept

log = logging.getLogger(__name__)

Outcome, Why = ReturnedMail.Outcome, ReturnedMail.Why


def settle_waiting(now: datetime) -> int:
    """Settle everything that has come in; return how many mails that were."""
    count = 0
    while (mail := ReturnedMail.objects.waiting().order_by("pk").first()) is not None:
        settle(mail, now=now)
        count += 1
    return count


def settle(mail: ReturnedMail, *, now: datetime) -> None:
    """Settle one mail. One that cannot be read is kept for an administrator; the others go on."""
    try:
        raw = contents.read(mail.content_id or 0)
        message = parse(raw)
        with transaction.atomic():
            if _is_ours(mail, now):
                _write_down(mail, judge(mail, message, raw=raw, now=now))
    except (OperationalError, InterfaceError):
        raise  # The database's trouble, not that of the mail: the next round tries again.
    except Exception:
        log.exception("Returned mail %s cannot be read and is set aside.", mail.pk)
        _write_down(mail, kept(Why.FAULT), settled_at=now, fault=traceback.format_exc())


def judge(mail: ReturnedMail, message: Message, *, raw: bytes, now: datetime) -> Verdict:
    """Return what becomes of ``message``, having done what follows from it."""
    del mail
    if plus_addresses.came_back(replies.addressees(message)):
        return Verdict(Outcome.PROBE)
    classified = classify_message(message)
    match classified.kind:
        case Kind.BOUNCE if not _is_written_by_somebody_here(message):
            if plus_addresses.bounced(proofs.everything_in(raw)):
                return Verdict(Outcome.PROBE)
            return bounces.settle(message, classified, raw=raw, now=now)
        case Kind.FEEDBACK:
            return kept(Why.COMPLAINT)
        case Kind.VACATION | Kind.DELIVERED:
            return Verdict(Outcome.AUTOMATIC)
    if is_from_nobody(message) or is_sent_by_a_machine(message):
        return Verdict(Outcome.AUTOMATIC)
    return replies.settle(message, now=now)


def is_from_nobody(message: Message) -> bool:
    """Whether it came with the null sender (RFC 5321 §4.5.5): answering it could go on for ever."""
    return message.header("Return-Path").strip() == "<>"


def _is_written_by_somebody_here(message: Message) -> bool:
    """Whether it only looks like a bounce: a colleague who writes of one, say."""
    if content_of(message).reports or len(message.from_) != 1 or is_from_nobody(message):
        return False
    return Address.objects.filter(address__iexact=message.from_[0].addr).exists()


def _is_ours(mail: ReturnedMail, now: datetime) -> bool:
    """Take the mail in this transaction; False when another worker was first."""
    return ReturnedMail.objects.waiting().filter(pk=mail.pk).update(settled_at=now) == 1


def _write_down(mail: ReturnedMail, verdict: Verdict, **more: Any) -> None:
    about = verdict.about
    ReturnedMail.objects.waiting().filter(pk=mail.pk).update(
        outcome=verdict.outcome,
        why=verdict.why,
        envelope=verdict.envelope,
        announcement=about.announcement if about else None,
        person=about.person if about else None,
        passed_to=verdict.passed_to,
        answer_key=verdict.answer_key,
        **more,
    )
