"""One visit to a POP3 server: fetch what is new, store it, then delete what may go."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from kairan.mail.errors import Kind, MailServerError
from kairan.mail.pop3 import PopClient, PopLimits
from kairan.webmail.models import Account, Served
from kairan.webmail.receiving.keeping import Fetched, keep
from kairan.webmail.receiving.listing import (
    NO_UID,
    Doubts,
    Listing,
    begin_anew_elsewhere,
    deletable,
    look_through,
    note_what_is_there,
)

LIMITS = PopLimits(message=64 * 1024 * 1024)
BATCH_MAILS, BATCH_BYTES = 200, 8 * 1024 * 1024


@dataclass
class Report:
    """What one visit brought: mails that came in, mails set aside, and what went wrong.

    ``is_over`` is False when it was ended early: there may be more.
    """

    came: int = 0
    set_aside: int = 0
    is_over: bool = True
    trouble: MailServerError | None = None


class Ended(Exception):
    """The visit is to end now. What was stored stays; the connection closes without QUIT."""


class Session:
    """One visit for ``account``; ``ends_now()`` is asked between mails.

    It ends when about ``room`` bytes have come.
    """

    def __init__(
        self, account: Account, *, now: datetime, room: float, ends_now: Callable[[], bool]
    ) -> None:
        self.report = Report()
        self._room = room
        self._account = account
        self._now = now
        self._ends_now = ends_now
        self._identities: dict[int, str] = {}

    def visit(self) -> None:
        """Do it all. Raises ``MailServerError``; what came until then is stored and reported."""
        try:
            with PopClient(self._account.incoming.wire(), limits=LIMITS) as client:
                begin_anew_elsewhere(self._account)
                self._fetch(client, look_through(self._account, _uids(client)))
                gone = deletable(self._account, self._identities, self._now)
                deleted = set(client.delete_many(gone))
        except Ended:
            self.report.is_over = False
            return
        left = (uid for number, uid in self._identities.items() if number not in deleted)
        note_what_is_there(self._account, left)

    def _fetch(self, client: PopClient, listing: Listing) -> None:
        self._identities.update(listing.known)
        self._store(self._new_among_doubtful(client, listing.doubtful))
        self._store(self._new(client, listing.fresh))

    def _new(self, client: PopClient, fresh: Mapping[int, str]) -> Iterator[Fetched]:
        for number, answer in self._retrieved(client, fresh):
            self._identities[number] = fresh[number]
            yield _fetched(fresh[number], answer)

    def _new_among_doubtful(
        self, client: PopClient, doubtful: Mapping[int, str]
    ) -> Iterator[Fetched]:
        if not doubtful:
            return
        doubts = Doubts(self._account, doubtful)
        for number, answer in self._retrieved(client, doubtful):
            raw = answer if isinstance(answer, bytes) else str(answer).encode()
            identity, is_known = doubts.settle(doubtful[number], raw)
            self._identities[number] = identity
            if not is_known:
                yield _fetched(identity, answer)

    def _retrieved(
        self, client: PopClient, wanted: Mapping[int, str]
    ) -> Iterator[tuple[int, bytes | MailServerError]]:
        for each in client.retrieve_many(wanted):
            yield each
            if self._ends_now():
                raise Ended

    def _store(self, fetched: Iterator[Fetched]) -> None:
        """Store what comes, in pieces of one commit each; also when the rest does not come."""
        batch: list[Fetched] = []
        size = 0
        try:
            for each in fetched:
                batch.append(each)
                size += len(each.raw)
                if len(batch) >= BATCH_MAILS or size >= BATCH_BYTES:
                    full, batch, size = batch, [], 0
                    self._keep(full)
        finally:
            self._keep(batch)

    def _keep(self, batch: list[Fetched]) -> None:
        if batch:
            came = keep(self._account, batch, now=self._now)
            self.report.came += came
            self.report.set_aside += len(batch) - came
            self._room -= sum(len(each.raw) for each in batch)
            if self._room <= 0:
                raise Ended


def _uids(client: PopClient) -> dict[int, str]:
    """Return the unique id of each message; ``NO_UID`` for all where there is no UIDL."""
    try:
        return client.uidl()
    except MailServerError as error:
        if error.kind is not Kind.NOT_OFFERED:
            raise
    return dict.fromkeys(client.sizes(), NO_UID)


def _fetched(uid: str, answer: bytes | MailServerError) -> Fetched:
    if isinstance(answer, bytes):
        return Fetched(uid, answer)
    if answer.kind is Kind.TOO_LARGE:
        return Fetched(uid, b"", Served.Outcome.SET_ASIDE, str(answer))
    return Fetched(uid, b"", Served.Outcome.REFUSED, str(answer))
