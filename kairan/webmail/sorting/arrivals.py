"""Where a mail that comes in goes: to the spam folder if the server's filter says so."""

from datetime import datetime
from functools import cached_property

from kairan.mail.parse import Message as Parsed
from kairan.mail.spam_headers import says_spam
from kairan.webmail.folders import folder
from kairan.webmail.models import Account, Folder, Message


class Sorter:
    """Sorts one batch of an account that comes in at ``now``; what it has to know it asks once."""

    def __init__(self, account: Account, *, now: datetime) -> None:
        self.now = now
        self._account = account

    def sort(self, message: Message, parsed: Parsed) -> None:
        """Settle where ``message``, which is not stored yet, goes."""
        if says_spam(parsed.head):
            message.folder = self._spam

    @cached_property
    def _spam(self) -> Folder:
        return folder(self._account.owner, Folder.Kind.SPAM)
