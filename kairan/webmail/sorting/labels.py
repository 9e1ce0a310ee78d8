"""What people do with labels: make, change and remove them, put them on mail and take them off."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kairan.people.models import User
from kairan.shell.refusals import Refused
from kairan.webmail.models import Label, Labelled, Message, Rule


@transaction.atomic
def make_label(name: str, colour: str, *, by: User) -> Label:
    """Make a label of one's own."""
    _refuse_taken(name, Label.objects.visible_to(by))
    return Label.objects.create(owner=by, name=name, colour=colour)


@transaction.atomic
def change_label(chosen: Label, name: str, colour: str) -> None:
    """Give a label another name or colour; it stays on the mail that has it."""
    _refuse_taken(name, Label.objects.filter(owner=chosen.owner_id).exclude(pk=chosen.pk))
    Label.objects.filter(pk=chosen.pk).update(name=name, colour=colour)


@transaction.atomic
def remove_label(chosen: Label) -> None:
    """Remove a label; the mail that has it stays where it is."""
    if Rule.objects.filter(label=chosen).exists():
        raise Refused(_("A rule puts this label on mail. Change the rule first."))
    chosen.delete()


@transaction.atomic
def put_on(chosen: Label, messages: QuerySet[Message]) -> int:
    """Put a label on messages of its owner; return how many did not have it."""
    fresh = messages.filter(owner=chosen.owner_id).exclude(labelled__label=chosen)
    rows = [
        Labelled(label=chosen, message_id=pk, arranged_at=moment)
        for pk, moment in fresh.values_list("pk", "arranged_at")
    ]
    Labelled.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


@transaction.atomic
def take_off(chosen: Label, messages: QuerySet[Message]) -> int:
    """Take a label off messages; return how many had it."""
    marked = Labelled.objects.filter(label=chosen, message__in=messages.values("pk"))
    return marked.delete()[0]


@transaction.atomic
def set_labels(message: Message, labels: QuerySet[Label]) -> None:
    """Leave exactly ``labels``, all of the owner of the message, on it."""
    message.labelled.exclude(label__in=labels).delete()
    for each in labels:
        put_on(each, Message.objects.filter(pk=message.pk))


def _refuse_taken(name: str, others: QuerySet[Label]) -> None:
    if others.filter(name=name).exists():
        raise Refused(_("You have a label of this name already. Choose another name."))
