"""Takes mails from the server, reads them, and tells which have come in before; asks no database.

Runs beside the thread that stores, some pieces ahead of it.
"""

from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass, field, replace

from kairan.mail.errors import Kind, MailServerError
from kairan.mail.pop3 import PopClient
from kairan.webmail.models import Served
from kairan.webmail.receiving.arrived import Arrived, Fetched, arrived, head_digest
from kairan.webmail.receiving.identities import Identities, Move
from kairan.webmail.receiving.listing import Listing

BATCH_MAILS, BATCH_BYTES = 250, 6 * 1024 * 1024
HEAD_LINES = 40

Answer = bytes | MailServerError


class Ended(Exception):
    """The visit is to end now. What was stored stays; the connection closes without QUIT."""


@dataclass
class Piece:
    """Some mails that are stored together, and what is to be written before them.

    ``there`` are message numbers with what their mails are known by, new or not.
    """

    new: list[Arrived] = field(default_factory=list)
    completed: list[Arrived] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)
    there: dict[int, str] = field(default_factory=dict)
    matched: int = 0
    unanswered: int = 0
    octets: int = 0

    @property
    def is_full(self) -> bool:
        """Whether it is to be stored now."""
        return len(self.there) >= BATCH_MAILS or self.octets >= BATCH_BYTES


class Fetching:
    """Fetches what a listing asks for; ``ends_now()`` is asked between mails."""

    def __init__(
        self,
        client: PopClient,
        identities: Identities,
        *,
        sizes: Mapping[int, int],
        ends_now: Callable[[], bool],
    ) -> None:
        self._client = client
        self._identities = identities
        self._sizes = sizes
        self._ends_now = ends_now
        self._piece = Piece()

    def pieces(self, listing: Listing) -> Generator[Piece, None, None]:
        """Yield all that is fetched, piece by piece, the last also when more does not come.

        Raises ``MailServerError`` and ``Ended``, after the last piece.
        """
        try:
            for _ in self._all(listing):
                if self._piece.is_full:
                    yield self._taken()
        except (MailServerError, Ended):
            yield self._taken()
            raise
        yield self._taken()

    def _taken(self) -> Piece:
        piece, self._piece = self._piece, Piece()
        piece.moves.extend(self._identities.moves)
        self._identities.moves.clear()
        return piece

    def _all(self, listing: Listing) -> Iterator[None]:
        """Go through what is asked for; after each mail the piece may be taken."""
        fresh, large = dict(listing.fresh), dict(listing.large)
        for number, answer in self._retrieved(listing.doubtful):
            self._in_doubt(number, listing.doubtful[number], answer)
            yield
        yield from self._under_other_ids(fresh, large)
        for number, answer in self._retrieved(listing.wanted):
            self._completed(number, listing.wanted[number], answer)
            yield
        yield from self._heads(fresh, large)
        for number, answer in self._retrieved(fresh):
            self._fresh(number, fresh[number], answer)
            yield

    def _retrieved(self, wanted: Mapping[int, str]) -> Iterator[tuple[int, Answer]]:
        for each in self._client.retrieve_many(wanted):
            yield each
            if self._ends_now():
                raise Ended

    def _under_other_ids(self, fresh: dict[int, str], large: dict[int, str]) -> Iterator[None]:
        """Take away what has come in under other ids, as far as sizes and heads tell."""
        alike = [
            number
            for number in (*fresh, *large)
            if self._identities.may_be_here(self._sizes.get(number))
        ]
        for number, answer in self._client.top_many(alike, 0):
            uid = fresh.get(number) or large[number]
            if not isinstance(answer, bytes):
                continue
            known = self._identities.settle_by_head(
                uid, head_digest(answer), self._sizes.get(number)
            )
            if known:
                fresh.pop(number, None)
                large.pop(number, None)
                self._piece.there[number] = uid
                self._piece.matched += 1
            yield

    def _heads(self, fresh: dict[int, str], large: dict[int, str]) -> Iterator[None]:
        """Take the heads of large mail; what the server gives no head of is fetched whole."""
        for number, answer in self._client.top_many(list(large), HEAD_LINES):
            if isinstance(answer, bytes):
                fetched = Fetched(
                    large[number], answer, Served.Outcome.HEAD, size=self._sizes.get(number)
                )
                self._add(number, arrived(fetched))
            else:
                fresh[number] = large[number]
            yield
            if self._ends_now():
                raise Ended

    def _fresh(self, number: int, uid: str, answer: Answer) -> None:
        mail = self._arrived(number, uid, answer)
        if self._identities.are_empty or mail.outcome is Served.Outcome.REFUSED:
            self._add(number, mail)
        else:
            self._settle(number, mail)

    def _in_doubt(self, number: int, uid: str, answer: Answer) -> None:
        mail = self._arrived(number, uid, answer)
        if mail.outcome is Served.Outcome.REFUSED:
            # Its id may belong to a mail that is stored: there is nothing to write down yet.
            self._piece.unanswered += 1
        else:
            self._settle(number, mail)

    def _settle(self, number: int, mail: Arrived) -> None:
        identity, is_known = self._identities.settle_by_bytes(mail.fetched.uid, mail.sha256)
        if is_known:
            self._piece.there[number] = identity
            self._piece.matched += 1
        else:
            fetched = replace(mail.fetched, uid=identity)
            self._add(number, replace(mail, fetched=fetched))

    def _completed(self, number: int, uid: str, answer: Answer) -> None:
        mail = self._arrived(number, uid, answer)
        self._piece.there[number] = uid
        self._piece.octets += len(mail.fetched.raw)
        self._piece.completed.append(mail)

    def _arrived(self, number: int, uid: str, answer: Answer) -> Arrived:
        size = self._sizes.get(number)
        if isinstance(answer, bytes):
            return arrived(Fetched(uid, answer, size=size))
        is_too_large = answer.kind is Kind.TOO_LARGE
        outcome = Served.Outcome.SET_ASIDE if is_too_large else Served.Outcome.REFUSED
        return arrived(Fetched(uid, b"", outcome, str(answer), size))

    def _add(self, number: int, mail: Arrived) -> None:
        self._piece.there[number] = mail.fetched.uid
        self._piece.octets += len(mail.fetched.raw)
        self._piece.new.append(mail)
