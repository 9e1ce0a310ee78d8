"""Whom somebody may mean while they type an address: whom they wrote to, and who works here."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from kairan.mail.address import Address
from kairan.people.models import Address as OfficeAddress
from kairan.people.models import User
from kairan.people.words import fold, split
from kairan.webmail.models import Correspondent

MOST = 8
LONGEST_NAME = 200


@dataclass(frozen=True)
class Suggestion:
    """An address and the name beside it."""

    name: str
    address: str


def remember(addresses: Iterable[Address], *, by: User) -> None:
    """Note that ``by`` writes to ``addresses``: one INSERT, in the transaction of the letter."""
    moment = timezone.now()
    rows = {
        each.addr.lower(): Correspondent(
            owner=by,
            address=each.addr.lower(),
            name=str(each.name)[:LONGEST_NAME],
            search_key=fold(f"{each.name} {each.addr}"),
            written_at=moment,
        )
        for each in addresses
    }
    Correspondent.objects.bulk_create(
        rows.values(),
        update_conflicts=True,
        unique_fields=["owner", "address"],
        update_fields=["name", "search_key", "written_at"],
    )


def suggestions(query: str, *, to: User) -> list[Suggestion]:
    """Return whom the words of ``query`` may mean, whom one wrote to last first; two queries."""
    words = split(query)
    if not words:
        return []
    known = Correspondent.objects.visible_to(to).order_by("-written_at")
    for word in words:
        known = known.filter(search_key__contains=word)
    found = [Suggestion(each.name, each.address) for each in known[:MOST]]
    taken = {each.address for each in found}
    fresh = [each for each in _colleagues(query) if each.address.lower() not in taken]
    return [*found, *fresh][:MOST]


def _colleagues(query: str) -> list[Suggestion]:
    public = OfficeAddress.objects.public()
    people = User.objects.active().matching(query, among=public).nearest_first(query)[:MOST]
    addresses = public.filter(user__in=list(people)).select_related("user")
    return [Suggestion(str(each.user), each.address) for each in addresses]
