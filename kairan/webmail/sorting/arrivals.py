"""Where a mail that comes in goes: into Spam if the server's filter says so, else by rules.

Rules are not tried on what the filter calls spam: nothing of it is sent on, or hidden elsewhere.
Of a sender whose mail a person has called no spam, the filter is not believed.
"""

import logging
from datetime import datetime
from functools import cached_property

from kairan.mail.parse import Message as Parsed
from kairan.mail.spam_headers import says_forged, says_spam
from kairan.webmail.folders import folder
from kairan.webmail.models import Account, Folder, Message
from kairan.webmail.rules.deciding import Decision, Facts, Ruling, decide
from kairan.webmail.rules.doing import mark, put_labels
from kairan.webmail.rules.forwarding import Onward, forward
from kairan.webmail.rules.stored import rulings
from kairan.webmail.sorting.spam import safe_senders, sender
from kairan.webmail.threads.joining import Joining, join

log = logging.getLogger(__name__)


class Sorter:
    """Sorts one batch of an account that comes in at ``now``; what it has to know it asks once."""

    def __init__(self, account: Account, *, now: datetime) -> None:
        self.now = now
        self._account = account
        self._decided: list[Onward] = []
        self._joining: list[Joining] = []
        self._heads: list[Message] = []

    def sort_head(self, message: Message, parsed: Parsed) -> None:
        """Settle where a large mail goes of which only the beginning came: it is not sent on."""
        self._heads.append(message)
        self.sort(message, parsed)

    def sort(self, message: Message, parsed: Parsed) -> None:
        """Settle where ``message``, which is not stored yet, goes."""
        self._joining.append(Joining.of(message, parsed))
        if says_spam(parsed.head) and not self._is_safe(parsed):
            message.folder = self._spam
            return
        decision = self._decide(message, parsed)
        if decision.rules:
            trash = self._trash if decision.deeds.folder is not None else None
            mark(message, decision.deeds, trash=trash, now=self.now)
            self._decided.append(Onward(message, parsed, decision))

    def _is_safe(self, parsed: Parsed) -> bool:
        """Whether it is from whom its receiver wants mail, as far as the last server could tell."""
        return not says_forged(parsed.head) and sender(parsed) in self._safe

    def _decide(self, message: Message, parsed: Parsed) -> Decision:
        """Return what rules want; a rule that cannot be read holds up no mail."""
        facts = Facts(
            lambda: parsed,
            subject=message.subject,
            size=message.size,
            has_files=message.has_attachments,
        )
        try:
            return decide(self._rulings, facts)
        except Exception:
            log.exception("The rules of account %s failed on a mail.", self._account.pk)
            return Decision()

    def join(self) -> None:
        """Put the messages into their conversations, right before they are stored."""
        join(self._joining)

    def settle(self) -> None:
        """Do what needs the messages to be stored: labels, sending on; in their transaction."""
        put_labels((each.message, each.decision.deeds) for each in self._decided)
        whole = [each for each in self._decided if each.message not in self._heads]
        forward(whole, self._account, now=self.now)

    @cached_property
    def _rulings(self) -> list[Ruling]:
        return rulings(self._account.owner)

    @cached_property
    def _safe(self) -> frozenset[str]:
        return safe_senders(self._account.owner)

    @cached_property
    def _spam(self) -> Folder:
        return folder(self._account.owner, Folder.Kind.SPAM)

    @cached_property
    def _trash(self) -> int:
        return folder(self._account.owner, Folder.Kind.TRASH).pk
