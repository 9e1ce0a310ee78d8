"""What people do with what they have spent, until they claim it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from kairan.apps.expense.models import Category, Line, Office, Report
from kairan.attachments.models import Attachment
from kairan.attachments.operations import attach, forget
from kairan.people.models import User
from kairan.shell.refusals import Refused


@dataclass(frozen=True, kw_only=True)
class Spent:
    """What somebody has spent, as typed; ``amount`` counts the currency's smallest unit."""

    spent_on: date
    category: Category
    description: str
    amount: int
    note: str = ""
    attached: Sequence["UploadedFile[Any]"] = ()
    without: Sequence[Attachment] = ()
    key: UUID | None = None


@transaction.atomic
def record(spent: Spent, *, owner: User) -> Line:
    """Keep what ``owner`` has spent as a line, in the currency of the office.

    What comes with one ``key`` is one line, however often its form was sent.
    """
    values = {**_fields(spent), "currency": Office.current().currency}
    if spent.key is None:
        line, is_new = Line.objects.create(owner=owner, **values), True
    else:
        line, is_new = Line.objects.get_or_create(owner=owner, key=spent.key, defaults=values)
    if is_new and spent.attached:
        line.receipts.add(*(attach(file, by=owner) for file in spent.attached))
    return line


@transaction.atomic
def change(line: Line, spent: Spent) -> None:
    """Put ``spent`` in the place of what the line said; its currency stays."""
    _lock_open(line)
    for name, value in _fields(spent).items():
        setattr(line, name, value)
    line.save(update_fields=list(_fields(spent)))
    if spent.without:
        line.receipts.remove(*spent.without)
        _forget_unclaimed(spent.without)
    if spent.attached:
        line.receipts.add(*(attach(file, by=line.owner) for file in spent.attached))


@transaction.atomic
def remove(line: Line) -> None:
    """Delete a line; what was claimed with it before stays on that report."""
    _lock_open(line)
    receipts = list(line.receipts.all())
    line.delete()
    _forget_unclaimed(receipts)


def _fields(spent: Spent) -> dict[str, Any]:
    return {
        "spent_on": spent.spent_on,
        "category": spent.category,
        "description": spent.description,
        "amount": spent.amount,
        "note": spent.note,
    }


def _lock_open(line: Line) -> None:
    """Refuse what was claimed, whatever this copy of the row believes: two tabs may hold it."""
    if not Line.objects.open().select_for_update().filter(pk=line.pk).exists():
        raise Refused(
            _("This line was claimed or deleted meanwhile and cannot be changed any more.")
        )


def _forget_unclaimed(files: Iterable[Attachment]) -> None:
    """Forget receipts that no report shows."""
    held = Report.receipts.through.objects.filter(attachment__in=[file.pk for file in files])
    shown = set(held.values_list("attachment_id", flat=True))
    forget(file for file in files if file.pk not in shown)
