"""How an answer reads, on a page and in a mail, in the language of the reader."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kairan.apps.workflow.fields import Answer, Field, Kind
from kairan.apps.workflow.figures import written_money, written_number
from kairan.attachments.models import Attachment


@dataclass(frozen=True, kw_only=True)
class Line:
    """One answered question: its label, the answer in words, the files it holds."""

    label: str
    text: str
    is_long: bool = False
    files: tuple[Attachment, ...] = ()


def lines(
    fields: list[Field], answers: Mapping[str, Answer], files: Mapping[int, Attachment]
) -> list[Line]:
    """Return the answered questions in their order; ``files`` are those of the paper, by id."""
    return [
        Line(
            label=field.label,
            text=worded(field, answers[field.key], files),
            is_long=field.kind is Kind.LONG_TEXT,
            files=_files(field, answers[field.key], files),
        )
        for field in fields
        if answers.get(field.key) not in (None, "", [], {})
    ]


def worded(field: Field, value: Answer, files: Mapping[int, Attachment]) -> str:
    """Return the answer ``value`` to ``field`` as a reader of the active language writes it."""
    if field.kind is Kind.MONEY:
        return written_money(value, field.currency)
    if field.kind is Kind.NUMBER:
        return written_number(Decimal(value))
    if field.kind is Kind.DATE:
        return date_format(date.fromisoformat(value), "DATE_FORMAT")
    if field.kind is Kind.PERIOD:
        return _period(value)
    if field.kind is Kind.FILE:
        return ", ".join(file.name for file in _files(field, value, files))
    return str(value)


def sheet(
    fields: list[Field], answers: Mapping[str, Answer], files: Mapping[int, Attachment]
) -> str:
    """Return fields and answers as one JSON text that a notice can carry, files by name."""
    rows = [
        [field.to_json(), answers[field.key], [each.name for each in _held(field, answers, files)]]
        for field in fields
        if answers.get(field.key) not in (None, "", [], {})
    ]
    return json.dumps(rows, ensure_ascii=False)


def lines_of_sheet(text: str) -> list[Line]:
    """Return the lines of a :func:`sheet`, worded for the active language."""
    found = []
    for described, value, names in json.loads(text):
        field = Field.from_json(described)
        words = ", ".join(names) if field.kind is Kind.FILE else worded(field, value, {})
        found.append(Line(label=field.label, text=words, is_long=field.kind is Kind.LONG_TEXT))
    return found


def _period(value: Mapping[str, str]) -> str:
    first, last = date.fromisoformat(value["from"]), date.fromisoformat(value["to"])
    days = (last - first).days + 1
    return _("%(first)s to %(last)s (%(days)s)") % {
        "first": date_format(first, "DATE_FORMAT"),
        "last": date_format(last, "DATE_FORMAT"),
        "days": ngettext("%(count)s day", "%(count)s days", days) % {"count": days},
    }


def _held(
    field: Field, answers: Mapping[str, Answer], files: Mapping[int, Attachment]
) -> tuple[Attachment, ...]:
    return _files(field, answers.get(field.key), files)


def _files(field: Field, value: Answer, files: Mapping[int, Attachment]) -> tuple[Attachment, ...]:
    if field.kind is not Kind.FILE:
        return ()
    return tuple(files[pk] for pk in value or () if pk in files)
