"""Build the forms of reports: what administrators do with kinds and their questions."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from kairan.apps.report.answers import Type
from kairan.apps.report.models import Field, Kind
from kairan.shell.refusals import Refused

MOST_FIELDS = 60


@dataclass(frozen=True, kw_only=True)
class Shape:
    """What an administrator says about a kind."""

    name: str
    folder: str = ""
    guidance: str = ""
    subject: str = ""
    body: str = ""
    asks_for_meeting: bool = False


@dataclass(frozen=True, kw_only=True)
class Question:
    """What an administrator says about one question of a form."""

    label: str
    type: str = Type.TEXT
    help_text: str = ""
    is_required: bool = False
    choices: Sequence[str] = ()


@transaction.atomic
def make_kind(shape: Shape) -> Kind:
    """Offer a new kind of report."""
    return _shaped(Kind(), shape)


@transaction.atomic
def change_kind(kind: Kind, shape: Shape) -> Kind:
    """Change what a kind is called and what it fills in; delivered reports stay as they are."""
    return _shaped(kind, shape)


@transaction.atomic
def retire(kind: Kind) -> None:
    """Take no new reports of this kind; those that exist stay."""
    Kind.objects.filter(pk=kind.pk).update(is_retired=True)


@transaction.atomic
def revive(kind: Kind) -> None:
    """Take reports of this kind again."""
    Kind.objects.filter(pk=kind.pk).update(is_retired=False)


@transaction.atomic
def remove_kind(kind: Kind) -> None:
    """Delete a kind on which nobody has written yet."""
    _lock(kind)
    if kind.is_used:
        raise Refused(
            _("Reports of this kind exist, so it is kept. Retire it: it then takes no new ones.")
        )
    kind.delete()


@transaction.atomic
def ask(kind: Kind, question: Question) -> Field:
    """Put a question at the end of the form."""
    _lock(kind)
    if kind.fields.count() >= MOST_FIELDS:
        raise Refused(_("A form has at most %(most)s questions.") % {"most": MOST_FIELDS})
    last = kind.fields.order_by("position").last()
    return _asked(Field(kind=kind, position=last.position + 1 if last else 0), question)


@transaction.atomic
def change_question(field: Field, question: Question) -> Field:
    """Ask otherwise; what was answered in delivered reports keeps the old question."""
    return _asked(field, question)


@transaction.atomic
def move_question(field: Field, *, upward: bool) -> None:
    """Let a question change places with its neighbour; at the end of the form nothing moves."""
    _lock(field.kind)
    order = list(field.kind.fields.values_list("pk", flat=True))
    if field.pk not in order:
        return  # Somebody else has removed it meanwhile.
    here = order.index(field.pk)
    there = here - 1 if upward else here + 1
    if 0 <= there < len(order):
        order[here], order[there] = order[there], order[here]
    rows = [Field(pk=pk, position=position) for position, pk in enumerate(order)]
    Field.objects.bulk_update(rows, ["position"])


@transaction.atomic
def remove_question(field: Field) -> None:
    """Ask this no longer; what was answered in delivered reports stays."""
    field.delete()


def _shaped(kind: Kind, shape: Shape) -> Kind:
    kind.name, kind.folder, kind.guidance = shape.name, shape.folder, shape.guidance
    kind.subject, kind.body = shape.subject, shape.body
    kind.asks_for_meeting = shape.asks_for_meeting
    # Whether it is retired is said elsewhere, maybe at this very moment.
    fields = ["name", "folder", "guidance", "subject", "body", "asks_for_meeting"]
    kind.save(update_fields=fields if kind.pk else None)
    return kind


def _asked(field: Field, question: Question) -> Field:
    if question.type == Type.CHOICE and not question.choices:
        raise Refused(_("Write the choices, one on each line."))
    field.label, field.type, field.help_text = question.label, question.type, question.help_text
    field.is_required = question.is_required
    field.choices = list(question.choices) if question.type == Type.CHOICE else []
    field.save()
    return field


def _lock(kind: Kind) -> None:
    """Let two administrators change one form one after the other."""
    Kind.objects.select_for_update().get(pk=kind.pk)
