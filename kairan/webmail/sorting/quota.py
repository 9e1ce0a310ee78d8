"""How much mail somebody keeps, and how much they may."""

from dataclasses import dataclass
from math import inf

from django.db import transaction

from kairan.people.models import User
from kairan.webmail.models import Keeping, OfficeKeeping
from kairan.webmail.models.keeping import MEGABYTE


@dataclass(frozen=True)
class Quota:
    """Bytes that are kept, and the most that may be; None where nobody has set a limit."""

    kept: int
    limit: int | None

    @property
    def room(self) -> float:
        """How many bytes may still come."""
        return inf if self.limit is None else self.limit - self.kept

    @property
    def is_full(self) -> bool:
        """Whether no more mail comes in: it then stays on its server."""
        return self.room <= 0

    @property
    def is_nearly_full(self) -> bool:
        """Whether nine tenths are used."""
        return self.limit is not None and self.kept * 10 >= self.limit * 9


def quota_of(person: User) -> Quota:
    """Return what ``person`` keeps and may keep."""
    keeping = Keeping.of(person)
    megabytes = keeping.quota_mb or OfficeKeeping.current().quota_mb
    return Quota(keeping.kept_bytes, megabytes * MEGABYTE if megabytes else None)


@transaction.atomic
def settle_quota(person: User, megabytes: int | None) -> None:
    """Let ``person`` keep that many megabytes; None follows the office."""
    Keeping.objects.update_or_create(owner=person, defaults={"quota_mb": megabytes})
