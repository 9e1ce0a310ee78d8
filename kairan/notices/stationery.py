"""What the office has settled about its mails, fetched once for all the letters of a batch."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.utils.translation import get_language

from kairan.letterhead.models import Letterhead
from kairan.mailservers import sender
from kairan.mailservers.models import MailServerSettings
from kairan.notices.notice import Notice
from kairan.notices.own_words import STANDARD, Words, in_own_words, own_words, values_of
from kairan.notices.particulars import one_line
from kairan.notices.preferences import locked_kinds


@dataclass(frozen=True)
class Stationery:
    """On what mails are written, and in whose words: by kind and language, where not standard.

    Readers may not switch mails of the ``locked`` kinds off.
    """

    letterhead: Letterhead
    own_words: Mapping[tuple[str, str], Words]
    locked: Collection[str] = ()

    @classmethod
    def current(cls) -> Stationery:
        """Return what holds now: three queries."""
        return cls(Letterhead.current(), own_words(), locked_kinds())

    def words_for(self, notice: Notice, *, company: str) -> Words:
        """Return what the mail of ``notice`` says around its facts, in the active language."""
        chosen = self.own_words.get((notice.kind, get_language() or ""), STANDARD)
        return in_own_words(chosen, values_of(notice, company=company))

    def company(self, settings: MailServerSettings) -> str:
        """Return the name that stands on the letterhead, on one line."""
        return one_line(self.letterhead.name or sender.office_name(settings))
