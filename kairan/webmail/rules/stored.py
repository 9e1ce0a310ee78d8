"""Rules as people make, order and remove them, and as mail is judged by them."""

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from kairan.people.models import User
from kairan.shell.refusals import Refused
from kairan.webmail.folders import folder
from kairan.webmail.identities import own_addresses
from kairan.webmail.models import Folder, Rule
from kairan.webmail.rules.deciding import Comparison, Condition, Deeds, Ruling, Subject

MOST = 200


def rulings(person: User) -> list[Ruling]:
    """Return the rules of ``person`` that are in use, in their order."""
    return as_rulings(Rule.objects.visible_to(person).filter(is_on=True), person)


def as_rulings(rules: Iterable[Rule], person: User) -> list[Ruling]:
    """Return ``rules`` of ``person`` as mail is judged by them; they need not be stored."""
    found = list(rules)
    trash = folder(person, Folder.Kind.TRASH).pk if any(each.deletes for each in found) else None
    return [
        Ruling(
            number=each.pk or 0,
            conditions=conditions_of(each),
            needs_all=each.needs_all,
            deeds=Deeds(
                folder=trash if each.deletes else each.folder_id,
                labels=frozenset({each.label_id} if each.label_id else ()),
                is_starred=each.stars,
                is_read=each.marks_read,
                forward_to=(each.forward_to,) if each.forward_to else (),
            ),
            stops=each.stops,
        )
        for each in found
    ]


def conditions_of(rule: Rule) -> Sequence[Condition]:
    """Return the conditions of a rule."""
    return [
        Condition(Subject(subject), Comparison(test), value)
        for subject, test, value in rule.conditions
    ]


@transaction.atomic
def save_rule(rule: Rule) -> Rule:
    """Keep a rule; a new one comes after all others of its owner."""
    mine = Rule.objects.visible_to(rule.owner)
    if rule.forward_to.lower() in own_addresses(rule.owner):
        raise Refused(_("This is your own address. Choose another to send mail on to."))
    if not rule.pk:
        if mine.count() >= MOST:
            raise Refused(_("You have very many rules already. Remove one you do not need."))
        last = mine.aggregate(last=Max("position"))["last"]
        rule.position = 0 if last is None else last + 1
    rule.trouble = ""
    rule.save()
    return rule


@transaction.atomic
def remove_rule(rule: Rule) -> None:
    """Remove a rule; what it has done to mail stays done."""
    rule.delete()


@transaction.atomic
def switch_rule(rule: Rule, *, is_on: bool) -> None:
    """Use a rule, or keep it without using it."""
    Rule.objects.filter(pk=rule.pk).update(is_on=is_on)


@transaction.atomic
def move_up(rule: Rule) -> None:
    """Try a rule before the one that came before it."""
    order = list(Rule.objects.filter(owner=rule.owner_id))
    at = order.index(rule)
    if at:
        order[at - 1], order[at] = order[at], order[at - 1]
    for position, each in enumerate(order):
        each.position = position
    Rule.objects.bulk_update(order, ["position"])
