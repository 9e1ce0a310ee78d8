"""Takes mails from the server, reads them, and tells which have come in before; asks no database.

Runs beside the thread that stores, some pieces ahead of it.
"""

from collections import deque
from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass, field, replace

from kairan.beside.hand import Each
from kairan.mail.errors import Kind, MailServerError
from kairan.mail.pop3 import PopClient
from kairan.webmail.models import Served
from kairan.webmail.receiving.arrived import Arrived, Fetched, arrived
from kairan.webmail.receiving.identities import Identities, Move
from kairan.webmail.receiving.listing import Listing
from kairan.webmail.receiving.reading import head_digest, read, read_all

BATCH_MAILS, BATCH_BYTES = 250, 6 * 1024 * 1024
AT_ONCE_MAILS, AT_ONCE_BYTES = 64, 512 * 1024
"""Of mails that are read together; much less than what is stored together."""

HEAD_LINES = 40

Answer = bytes | MailServerError
Numbered = tuple[int, Fetched]


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
    """Fetches what a listing asks for; ``ends_now()`` is asked between mails.

    ``each`` reads them: it is ``map``, or does the same in a process beside this one.
    """

    def __init__(
        self,
        client: PopClient,
        identities: Identities,
        *,
        sizes: Mapping[int, int],
        ends_now: Callable[[], bool],
        each: Each = map,
    ) -> None:
        self._client = client
        self._identities = identities
        self._sizes = sizes
        self._ends_now = ends_now
        self._each = each
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
        for number, mail in self._retrieved(listing.doubtful):
            self._in_doubt(number, mail)
            yield
        yield from self._under_other_ids(fresh, large)
        for number, mail in self._retrieved(listing.wanted):
            self._completed(number, mail)
            yield
        yield from self._heads(fresh, large)
        for number, mail in self._retrieved(fresh):
            self._fresh(number, mail)
            yield

    def _retrieved(self, wanted: Mapping[int, str]) -> Iterator[tuple[int, Arrived]]:
        """Yield each mail when it has been read, in order."""
        being_read: deque[list[Numbered]] = deque()

        def raws() -> Iterator[list[bytes]]:
            for some in _together(self._fetched(wanted)):
                being_read.append(some)
                yield [fetched.raw for _number, fetched in some]

        for readings in self._each(read_all, raws()):
            some = being_read.popleft()
            for (number, fetched), reading in zip(some, readings, strict=True):
                yield number, arrived(fetched, reading)

    def _fetched(self, wanted: Mapping[int, str]) -> Iterator[Numbered]:
        for number, answer in self._client.retrieve_many(wanted):
            yield number, _fetched(wanted[number], answer, self._sizes.get(number))
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
                self._add(number, arrived(fetched, read(answer)))
            else:
                fresh[number] = large[number]
            yield
            if self._ends_now():
                raise Ended

    def _fresh(self, number: int, mail: Arrived) -> None:
        if self._identities.are_empty or mail.outcome is Served.Outcome.REFUSED:
            self._add(number, mail)
        else:
            self._settle(number, mail)

    def _in_doubt(self, number: int, mail: Arrived) -> None:
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

    def _completed(self, number: int, mail: Arrived) -> None:
        self._piece.there[number] = mail.fetched.uid
        self._piece.octets += len(mail.fetched.raw)
        self._piece.completed.append(mail)

    def _add(self, number: int, mail: Arrived) -> None:
        self._piece.there[number] = mail.fetched.uid
        self._piece.octets += len(mail.fetched.raw)
        self._piece.new.append(mail)


def _fetched(uid: str, answer: Answer, size: int | None) -> Fetched:
    if isinstance(answer, bytes):
        return Fetched(uid, answer, size=size)
    is_too_large = answer.kind is Kind.TOO_LARGE
    outcome = Served.Outcome.SET_ASIDE if is_too_large else Served.Outcome.REFUSED
    return Fetched(uid, b"", outcome, str(answer), size)


def _together(mails: Iterator[Numbered]) -> Iterator[list[Numbered]]:
    """Cut a stream into what is read together, also what came before trouble ended it."""
    some: list[Numbered] = []
    octets = 0
    try:
        for each in mails:
            some.append(each)
            octets += len(each[1].raw)
            if len(some) >= AT_ONCE_MAILS or octets >= AT_ONCE_BYTES:
                yield some
                some, octets = [], 0
    except (MailServerError, Ended):
        yield some
        raise
    yield some
