"""Letters ready to be filled in, kept at hand as long as their sizes allow."""

import json
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass

from kairan.delivery.engine import sql
from kairan.delivery.models import WhenUncertain
from kairan.mail.compose import Template

_SMALL = 256 * 1024
_ROOM = 64 * 1024 * 1024


@dataclass(slots=True)
class Known:
    """A letter as the engine needs it; ``template`` is None until a large one is wanted."""

    letter: int
    sender: str
    expires_at: float
    resends: bool
    template: Template | None
    size: int


class Letters:
    """The letters of the envelopes at hand; the longest unused leave when they grow too many."""

    def __init__(self) -> None:
        self._known: OrderedDict[int, Known] = OrderedDict()
        self._size = 0

    def load(self, ids: Iterable[int]) -> None:
        """Read those of ``ids`` that are not known, in one query."""
        missing = set(ids) - self._known.keys()
        if not missing:
            return
        for row in sql.letters(missing, small=_SMALL):
            self._keep(row)

    def _keep(self, row: sql.LetterRow) -> None:
        self._known[row.letter] = Known(
            row.letter,
            row.sender,
            row.expires_at,
            row.when_uncertain == WhenUncertain.RESEND and row.has_message_id,
            Template.from_bytes(row.template) if row.template is not None else None,
            len(row.template or b"") + 500,
        )
        self._size += self._known[row.letter].size

    def get(self, letter: int) -> Known:
        """Return a letter; read it again when it has left."""
        known = self._known.get(letter)
        if known is None:
            self.load([letter])
            known = self._known[letter]
        return known

    def trim(self) -> None:
        """Let letters go until the rest is small enough."""
        while self._size > _ROOM and len(self._known) > 1:
            _, gone = self._known.popitem(last=False)
            self._size -= gone.size

    def fill(self, known: Known, slots: str) -> bytes:
        """Return the bytes for one recipient; whatever is wrong with the letter is raised."""
        template = known.template or Template.from_bytes(sql.template(known.letter))
        return template.fill(json.loads(slots))
