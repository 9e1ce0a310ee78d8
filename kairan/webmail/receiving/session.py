"""One visit to a POP3 server: fetch what is new, store it, then delete what may go."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from kairan.mail.pop3 import PopClient, PopLimits
from kairan.webmail.models import Account
from kairan.webmail.receiving.ahead import ahead
from kairan.webmail.receiving.fetching import Ended, Fetching, Piece
from kairan.webmail.receiving.identities import Identities, write
from kairan.webmail.receiving.journal import Journal
from kairan.webmail.receiving.keeping import complete, store
from kairan.webmail.receiving.listing import (
    Listing,
    begin_anew_elsewhere,
    deletable,
    look_through,
    note_what_is_gone,
)
from kairan.webmail.receiving.reading import reading
from kairan.webmail.receiving.showing import Shown, shown, sizes

LIMITS = PopLimits(message=64 * 1024 * 1024)
PIECES_AHEAD = 1


class Session:
    """One visit for ``account``; ``ends_now()`` is asked between mails.

    It ends when about ``room`` bytes have come.
    """

    def __init__(
        self,
        account: Account,
        journal: Journal,
        *,
        now: datetime,
        room: float,
        ends_now: Callable[[], bool],
    ) -> None:
        self._room = room
        self._account = account
        self._journal = journal
        self._now = now
        self._ends_now = ends_now
        self._there: dict[int, str] = {}

    def visit(self) -> None:
        """Do it all. Raises ``MailServerError``; what came until then is stored and reported."""
        try:
            with PopClient(self._account.incoming.wire(), limits=LIMITS) as client:
                begin_anew_elsewhere(self._account)
                before = shown(client)
                if self._is_as_before(before):
                    self._journal.nothing_new(before.count)
                    return
                vanished = self._fetch(client, before)
                deleted = self._delete(client)
            self._journal.run.deleted = len(deleted)
        except Ended:
            self._journal.run.is_over = False
            return
        note_what_is_gone(self._account, vanished=vanished, deleted=deleted, now=self._now)
        if not deleted and self._journal.has_all:
            self._account.shown_digest = before.digest

    def _is_as_before(self, before: Shown) -> bool:
        """Whether the server has what it had when all had come in, and nothing is to be done."""
        return (
            before.digest == self._account.shown_digest != ""
            and not deletable(self._account, self._now).exists()
            and not self._account.served.filter(is_wanted=True).exists()
        )

    def _fetch(self, client: PopClient, before: Shown) -> set[str]:
        """Fetch and store what is new; return the ids that were there the last time and are not."""
        octets = sizes(client)
        listing = look_through(self._account, before.uids(octets), octets)
        self._journal.begin(listing)
        has_moved = self._fetch_listed(client, listing, octets)
        if has_moved and listing.known:
            # Ids that were given to other mails make all ids doubtful.
            again = Listing(doubtful=listing.known)
            self._journal.doubt(again)
            self._fetch_listed(client, again, octets)
        else:
            self._there.update(listing.known)
        return listing.vanished.difference(self._there.values())

    def _fetch_listed(self, client: PopClient, listing: Listing, octets: dict[int, int]) -> bool:
        if not listing.to_fetch:
            return False
        identities = Identities(self._account, listing)
        with reading(listing.to_fetch) as each:
            fetching = Fetching(
                client, identities, sizes=octets, ends_now=self._ends_now, each=each
            )
            with ahead(fetching.pieces(listing), most=PIECES_AHEAD, stop=client.close) as pieces:
                for piece in pieces:
                    self._store(piece)
        return identities.has_moved

    def _store(self, piece: Piece) -> None:
        write(self._account, piece.moves)
        if not piece.there and not piece.unanswered:
            return
        store(self._account, piece.new, now=self._now, also=partial(self._journal.stored, piece))
        for mail in piece.completed:
            complete(self._account, mail, now=self._now)
        self._there.update(piece.there)
        self._room -= piece.octets
        if self._room <= 0:
            raise Ended

    def _delete(self, client: PopClient) -> set[str]:
        """Have the server delete what its rule lets go of what we have seen to be there."""
        allowed = set(deletable(self._account, self._now).values_list("uid", flat=True))
        numbers = {number: uid for number, uid in self._there.items() if uid in allowed}
        return {numbers[number] for number in client.delete_many(numbers)} if numbers else set()
