"""Sends mail on that a rule sends on: as a letter with the whole mail in it, never round and round.

What a machine sent is not sent on (RFC 3834), nor what a rule here has sent on before, nor to
oneself, nor more than 200 mails of a rule on one day. The letter says that a machine wrote it.
"""

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F
from django.utils import translation
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _

from kairan.attachments import contents
from kairan.delivery.models import Letter as Submitted
from kairan.delivery.operations import Mailing, Purpose, Recipient, WhenUncertain, submit
from kairan.mail.address import Address, BadAddress
from kairan.mail.compose import Attachment, Letter, without_slots
from kairan.mail.headers import FieldName, FileName, HeaderValue, Subject
from kairan.mail.parse import Message as Parsed
from kairan.mailservers.models import MailServerSettings
from kairan.webmail.identities import own_addresses
from kairan.webmail.models import Account, Message, Rule
from kairan.webmail.rules.deciding import Decision
from kairan.webmail.writing.letters import mail_type, sender_of
from kairan.webmail.writing.quoting import forward_subject

log = logging.getLogger(__name__)

KIND = "webmail.forwarded"
FORWARDED = "X-Kairan-Forwarded"
MOST_A_DAY = 200
LARGEST = 20 * 1024 * 1024
EXPIRES_AFTER = timedelta(days=5)


@dataclass(frozen=True)
class Onward:
    """A stored mail that rules want to send on, and what it says."""

    message: Message
    parsed: Parsed
    decision: Decision


def may_travel_on(parsed: Parsed) -> bool:
    """Whether a person wrote the mail, and no rule here has sent it on before."""
    by_a_machine = parsed.header("Auto-Submitted").strip().lower() not in {"", "no"}
    return not by_a_machine and not parsed.header(FORWARDED)


def forward(mails: Iterable[Onward], account: Account, *, now: datetime) -> None:
    """Hand to delivery what rules send on; belongs in the transaction that stores the mail.

    Each mail says on its page what became of it. What cannot be sent on is said with its rule.
    """
    wanted = [each for each in mails if each.decision.deeds.forward_to]
    wanted = [each for each in wanted if may_travel_on(each.parsed)]
    if not wanted:
        return
    left = _Allowance(wanted, account)
    for each in wanted:
        addresses = [to for to in each.decision.deeds.forward_to if left.takes(to)]
        if addresses:
            _send_on(each, addresses, account, now)
    left.write_down()


def _send_on(mail: Onward, addresses: Sequence[str], account: Account, now: datetime) -> None:
    message = mail.message
    if message.size > LARGEST:
        trouble = _("“%(subject)s” was too large to be sent on.") % {"subject": message.subject}
        Rule.objects.filter(pk__in=mail.decision.rules).exclude(forward_to="").update(
            trouble=trouble[:300]
        )
        return
    message.letter = _submitted(mail, addresses, account, now)
    message.is_forwarded = True
    message.save(update_fields=["letter", "is_forwarded"])


def _submitted(
    mail: Onward, addresses: Sequence[str], account: Account, now: datetime
) -> Submitted:
    with translation.override(account.owner.language):
        letter = _letter(mail.message, addresses, account, now)
    return submit(
        Mailing(
            letter=letter,
            recipients=[Recipient(each) for each in addresses],
            server=account.outgoing,
            sender=account.identity.address,
            purpose=Purpose.PERSONAL,
            kind=KIND,
            by=account.owner,
            expires_after=EXPIRES_AFTER,
            when_uncertain=WhenUncertain.ASK,
        )
    )


def _letter(message: Message, addresses: Sequence[str], account: Account, now: datetime) -> Letter:
    settings = MailServerSettings.current()
    raw = contents.read(message.content_id)
    name = without_slots(message.subject)[:80] or "mail"
    text = _("A rule of %(owner)s sends this mail on to you. The whole mail is attached.")
    about = _("From: %(sender)s") % {"sender": message.correspondent or "–"}
    return Letter(
        sender=sender_of(account.identity),
        to=[Address.parse(each) for each in addresses],
        subject=Subject.clean(without_slots(forward_subject(message.subject))),
        text=without_slots(f"{text % {'owner': account.owner}}\n\n{about}\n{message.preview}\n"),
        date=localtime(now),
        message_id=settings.new_message_id(),
        headers=[
            (FieldName("Auto-Submitted"), HeaderValue("auto-generated")),
            (FieldName("X-Auto-Response-Suppress"), HeaderValue("All")),
            (FieldName(FORWARDED), HeaderValue("yes")),
        ],
        attachments=[Attachment(FileName.clean(f"{name}.eml"), mail_type(raw), raw)],
        code=settings.charset,
        language=account.owner.language,
    )


class _Allowance:
    """How many mails each rule may still send on today."""

    def __init__(self, mails: Sequence[Onward], account: Account) -> None:
        numbers = {number for each in mails for number in each.decision.rules}
        self._today = localdate()
        self._own = own_addresses(account.owner)
        self._rules = {
            each.forward_to: each
            for each in Rule.objects.filter(pk__in=numbers).exclude(forward_to="")
        }
        self._sent = dict.fromkeys(self._rules, 0)

    def takes(self, address: str) -> bool:
        """Whether one more may go to ``address``; it is counted then."""
        rule = self._rules.get(address)
        if rule is None or address.lower() in self._own or not _is_address(address):
            return False
        before = rule.forwarded if rule.forwarded_on == self._today else 0
        if before + self._sent[address] >= MOST_A_DAY:
            rule.trouble = _("More than %(most)s mails on one day: the rest was not sent on.") % {
                "most": MOST_A_DAY
            }
            return False
        self._sent[address] += 1
        return True

    def write_down(self) -> None:
        """Keep what was counted, with the rules."""
        for rule in self._changed():
            row = Rule.objects.filter(pk=rule.pk)
            sent = self._sent[rule.forward_to]
            row.exclude(forwarded_on=self._today).update(forwarded_on=self._today, forwarded=0)
            row.update(forwarded=F("forwarded") + sent)
            if rule.trouble:
                row.update(trouble=rule.trouble)

    def _changed(self) -> Iterator[Rule]:
        return (each for to, each in self._rules.items() if self._sent[to] or each.trouble)


def _is_address(text: str) -> bool:
    try:
        Address.parse(text)
    except BadAddress:
        log.warning("A rule sends mail on to what is no address; it is passed over.")
        return False
    return True
