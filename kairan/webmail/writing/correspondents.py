"""Whom somebody may mean while they type an address: past mail, address book, colleagues."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from kairan.addressbook.completing import addresses_matching, groups_matching
from kairan.mail.address import Address
from kairan.people.models import Address as OfficeAddress
from kairan.people.models import User
from kairan.people.words import fold, split
from kairan.webmail.models import Correspondent
from kairan.webmail.writing.recipients import typed

MOST = 8
LAST = 4
MOST_GROUPS = 2
LONGEST_NAME = 200


@dataclass(frozen=True)
class Suggestion:
    """An address, the name beside it, and the address book it stands in, if it does.

    A group of contacts has no address: ``typed`` is what stands for it in the letter.
    """

    name: str
    address: str
    book: str = ""
    typed: str = ""
    size: int = 1


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
    """Return whom the words of ``query`` may mean; a few queries, whatever there is.

    First groups of contacts, whom one wrote to last, the address book, one's own contacts before
    those of others, then colleagues; what is left goes to whom one wrote to before.
    """
    words = split(query)
    if not words:
        return []
    known = Correspondent.objects.visible_to(to).order_by("-written_at")
    for word in words:
        known = known.filter(search_key__contains=word)
    written = [Suggestion(each.name, each.address) for each in known[:MOST]]
    booked = [
        Suggestion(each.name, each.address, each.book)
        for each in addresses_matching(query, to=to, most=MOST)
    ]
    found: dict[str, Suggestion] = {}
    for each in [*written[:LAST], *booked, *_colleagues(query), *written[LAST:]]:
        found.setdefault(each.address.lower(), each)
    return [*_groups(query, to), *found.values()][:MOST]


def _groups(query: str, to: User) -> list[Suggestion]:
    return [
        Suggestion(
            each.name,
            "",
            each.book,
            typed=", ".join(typed(member.name, member.address) for member in each.members),
            size=len(each.members),
        )
        for each in groups_matching(query, to=to, most=MOST_GROUPS)
    ]


def _colleagues(query: str) -> list[Suggestion]:
    public = OfficeAddress.objects.public()
    people = User.objects.active().matching(query, among=public).nearest_first(query)[:MOST]
    addresses = public.filter(user__in=list(people)).select_related("user")
    return [Suggestion(str(each.user), each.address) for each in addresses]
