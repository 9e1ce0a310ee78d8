"""How people want each kind of notice: what they chose, and what the organisation settled."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db import transaction

from kairan.notices.models import OfficePreference, Preference
from kairan.notices.planning import AS_USUAL, Choice, Mail
from kairan.people.models import User


@dataclass(frozen=True)
class Rule:
    """What the organisation settled for a kind: what holds by itself, and whether people choose."""

    choice: Choice = AS_USUAL
    is_locked: bool = False

    def choose(self, own: Preference | None) -> Choice:
        """Return what holds for somebody who wants ``own``."""
        if own is None or self.is_locked:
            return self.choice
        mail = Mail(own.mail) if own.mail else self.choice.mail
        rings = self.choice.rings if own.rings is None else own.rings
        return Choice(mail, rings)


NO_RULE = Rule()


@dataclass(frozen=True)
class Wishes:
    """What some people want of one kind of notice."""

    rule: Rule
    own: Mapping[int, Preference]

    def choice(self, person_id: int) -> Choice:
        """Return how the person hears of the kind."""
        return self.rule.choose(self.own.get(person_id))

    def addresses(self) -> dict[int, list[int]]:
        """Return the addresses, by id, of those who chose where the kind goes."""
        return {
            person: each.addresses
            for person, each in self.own.items()
            if each.addresses is not None
        }


def wishes(kind: str, ids: Collection[int]) -> Wishes:
    """Return what those of ``ids`` (at most 500) want of ``kind``; two queries."""
    own = Preference.objects.filter(kind=kind, person__in=ids)
    return Wishes(rule_for(kind), {each.person_id: each for each in own})


def rule_for(kind: str) -> Rule:
    """Return what the organisation settled for ``kind``."""
    found = OfficePreference.objects.filter(kind=kind).first()
    return NO_RULE if found is None else Rule(found.choice, found.is_locked)


def rules() -> dict[str, Rule]:
    """Return what the organisation settled, by kind; a kind that is missing has no rule."""
    return {each.kind: Rule(each.choice, each.is_locked) for each in OfficePreference.objects.all()}


def locked_kinds() -> frozenset[str]:
    """Return the kinds that people may not choose about."""
    return frozenset(kind for kind, rule in rules().items() if rule.is_locked)


def choices_of(person: User) -> dict[str, Choice]:
    """Return how ``person`` hears of the kinds for which they or the organisation chose."""
    own = {each.kind: each for each in Preference.objects.filter(person=person)}
    settled = rules()
    return {kind: settled.get(kind, NO_RULE).choose(own.get(kind)) for kind in {*own, *settled}}


def without_mail(kind: str, ids: Collection[int]) -> set[int]:
    """Return those of ``ids`` (at most 500) to whom ``kind`` is not mailed."""
    found = wishes(kind, ids)
    return {each for each in ids if found.choice(each).mail is Mail.OFF}


def switched_off(person: User) -> set[str]:
    """Return the kinds that are not mailed to ``person``."""
    return {kind for kind, each in choices_of(person).items() if each.mail is Mail.OFF}


def addresses_of(person: User, kind: str) -> set[int] | None:
    """Return the ids of the addresses that ``person`` chose for ``kind``, None: the usual."""
    found = Preference.objects.filter(person=person, kind=kind).first()
    return None if found is None or found.addresses is None else set(found.addresses)


def addresses_by_kind(person: User) -> dict[str, list[int]]:
    """Return the ids of the addresses that ``person`` chose, by the kind they are chosen for."""
    found = Preference.objects.filter(person=person, addresses__isnull=False)
    rows = found.values_list("kind", "addresses")
    return {kind: addresses for kind, addresses in rows if addresses is not None}


@transaction.atomic
def choose(person: User, *, by_mail: Mapping[str, bool]) -> None:
    """Mail, or no longer mail, each kind of ``by_mail`` to ``person``; others stay as they are.

    What is mailed again is mailed as the organisation has it, or at once where that is not at all.
    """
    settled = rules()
    rows = []
    for kind, wanted in by_mail.items():
        usual = settled.get(kind, NO_RULE).choice.mail
        on = Mail.NOW if usual is Mail.OFF else ""
        rows.append(Preference(person=person, kind=kind, mail=on if wanted else Mail.OFF))
    _keep(rows, ["mail"])


@transaction.atomic
def choose_ways(person: User, wanted: Mapping[str, Choice]) -> None:
    """Tell ``person`` of each kind as ``wanted`` says; what the organisation locked stays."""
    settled = rules()
    rows = []
    for kind, choice in wanted.items():
        rule = settled.get(kind, NO_RULE)
        if not rule.is_locked:
            mail = "" if choice.mail is rule.choice.mail else choice.mail
            rings = None if choice.rings is rule.choice.rings else choice.rings
            rows.append(Preference(person=person, kind=kind, mail=mail, rings=rings))
    _keep(rows, ["mail", "rings"])


@transaction.atomic
def choose_addresses(person: User, kind: str, addresses: Collection[int] | None) -> None:
    """Send ``kind`` to these addresses of ``person`` (ids); None means those for notifications.

    An address of somebody else is left out.
    """
    chosen = None
    if addresses is not None:
        own = person.addresses.filter(pk__in=addresses)
        chosen = sorted(own.values_list("pk", flat=True))
    _keep([Preference(person=person, kind=kind, addresses=chosen)], ["addresses"])


@transaction.atomic
def settle_rules(wanted: Mapping[str, Rule]) -> None:
    """Let the organisation's ``wanted`` hold for each kind."""
    OfficePreference.objects.bulk_create(
        [
            OfficePreference(
                kind=kind,
                mail=rule.choice.mail,
                rings=rule.choice.rings,
                is_locked=rule.is_locked,
            )
            for kind, rule in wanted.items()
        ],
        update_conflicts=True,
        unique_fields=["kind"],
        update_fields=["mail", "rings", "is_locked"],
    )


def _keep(rows: list[Preference], fields: list[str]) -> None:
    Preference.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["person", "kind"], update_fields=fields
    )
