"""What a server lists: its mails by number, their unique ids and sizes."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from kairan.mail.errors import Kind, MailServerError
from kairan.mail.pop3 import PopClient, numbered

NO_UID = "-"


@dataclass(frozen=True)
class Shown:
    """What a server answered to STAT and UIDL; without ``listing`` it knows no UIDL."""

    count: int
    octets: int | None
    listing: bytes | None

    @property
    def digest(self) -> str:
        """What this answer is known by; empty where only the bytes of the mails tell."""
        if self.listing is None or self.octets is None:
            return ""
        return hashlib.sha256(b"%d %d\n" % (self.count, self.octets) + self.listing).hexdigest()

    def uids(self, sizes: Mapping[int, int]) -> dict[int, str]:
        """Return the unique id of each message by number; ``NO_UID`` for one that has none."""
        uids = dict(numbered(self.listing or b""))
        if len(uids) < max(len(sizes), self.count):
            for number in sizes:
                uids.setdefault(number, NO_UID)
        return uids


def shown(client: PopClient) -> Shown:
    """Ask a server what it has. Raises ``MailServerError``; to know no UIDL is no trouble."""
    count, octets = _stat(client)
    try:
        return Shown(count, octets, client.unique_ids())
    except MailServerError as error:
        if error.kind is not Kind.NOT_OFFERED:
            raise
    return Shown(count, octets, None)


def _stat(client: PopClient) -> tuple[int, int | None]:
    try:
        return client.stat()
    except MailServerError as error:
        if error.command != "STAT" or error.kind in {Kind.CLOSED, Kind.TIMEOUT}:
            raise
    return 0, None


def sizes(client: PopClient) -> dict[int, int]:
    """Return the size of each message by number; nothing where the server does not say."""
    try:
        return client.sizes()
    except MailServerError as error:
        if error.kind not in {Kind.NO_SUCH_MESSAGE, Kind.UNAVAILABLE}:
            raise
    return {}
