"""Whom the words typed under a picker mean, when no script has turned them into choices yet."""

import re
from dataclasses import dataclass, field

from kairan.people.models import Address, User
from kairan.people.picker.search import Found, of_person, search
from kairan.people.words import fold

MOST_SEARCHES = 30
_BETWEEN = re.compile(r"[,;\n\r、，；]+")


@dataclass
class Meant:
    """What typed words came to: who is chosen, who may be meant, which words mean nobody."""

    chosen: list[Found] = field(default_factory=list)
    candidates: list[Found] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def understand(typed: str) -> Meant:
    """Return whom ``typed`` means: names, login IDs, addresses or groups between commas.

    Login IDs and addresses of any number cost two queries; every other word is searched for, up
    to ``MOST_SEARCHES`` of them, and the rest count as unknown.
    """
    entries = [" ".join(entry.split()) for entry in _BETWEEN.split(typed.replace("\0", " "))]
    entries = list(dict.fromkeys(entry for entry in entries if entry))
    meant = Meant()
    known = _by_login_or_address(entries)
    meant.chosen = list({found.value: found for found in known.values()}.values())
    rest = [entry for entry in entries if entry not in known]
    for entry in rest[:MOST_SEARCHES]:
        _search(entry, meant)
    meant.unknown += rest[MOST_SEARCHES:]
    return meant


def _by_login_or_address(entries: list[str]) -> dict[str, Found]:
    people = User.objects.active()
    by_login = {
        person.login_id: of_person(person) for person in people.filter(login_id__in=entries)
    }
    addresses = Address.objects.public().filter(address__in=entries, user__is_active=True)
    by_address: dict[str, list[Found]] = {}
    for each in addresses.select_related("user"):
        by_address.setdefault(each.address, []).append(of_person(each.user))
    alone = {address: found[0] for address, found in by_address.items() if len(found) == 1}
    return {**alone, **by_login}


def _search(entry: str, meant: Meant) -> None:
    found = search(entry)
    exact = [each for each in found if fold(entry) in _names(each)]
    if len(exact) == 1:
        meant.chosen.append(exact[0])
    elif found:
        meant.candidates += [each for each in found if each not in meant.candidates]
    else:
        meant.unknown.append(entry)


def _names(found: Found) -> set[str]:
    """Return what counts as the whole name: either order, with or without blanks, or login ID."""
    words = fold(found.name).split()
    turned = [*words[-1:], *words[:-1]]
    names = {" ".join(words), "".join(words), " ".join(turned), "".join(turned)}
    return names | ({fold(found.detail.partition(" · ")[0])} if not found.is_group else set())
