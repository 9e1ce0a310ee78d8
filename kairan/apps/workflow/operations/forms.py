"""What administrators do with application forms."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils.translation import gettext as _

from kairan.approvals.models import Route
from kairan.apps.workflow.fields import Field, Kind
from kairan.apps.workflow.models import Form, Version
from kairan.shell.refusals import Refused

MOST_FIELDS = 50


@dataclass(frozen=True, kw_only=True)
class WrittenForm:
    """A form as an administrator wrote it, its fields in their order; new ones have no key."""

    name: str
    route: Route
    fields: Sequence[Field]
    category: str = ""
    explanation: str = ""
    lets_choose: bool = False
    is_active: bool = True


@transaction.atomic
def save_form(written: WrittenForm, *, form: Form | None = None) -> Form:
    """Keep a form, or change it; papers keep the questions they were written with."""
    _refuse_unclear(written.fields)
    if form is None:
        form = Form()
    else:
        Form.objects.select_for_update().get(pk=form.pk)  # One new version, not two of a number.
    form.name, form.category, form.explanation = written.name, written.category, written.explanation
    form.route, form.lets_choose = written.route, written.lets_choose
    form.is_active = written.is_active
    form.save()
    _keep_fields(form, written.fields)
    return form


def _keep_fields(form: Form, fields: Sequence[Field]) -> None:
    latest = form.versions.order_by("-number").first()
    described = [each.to_json() for each in _with_keys(form, fields)]
    if latest is not None and latest.described == described:
        return
    if latest is not None and not latest.papers.exists():
        latest.described = described
        latest.save(update_fields=["described"])
        return
    number = latest.number + 1 if latest is not None else 1
    Version.objects.create(form=form, number=number, described=described)


def _with_keys(form: Form, fields: Sequence[Field]) -> list[Field]:
    """Return ``fields`` with keys: one that was ever given means the same kind of answer for good.

    A draft of an earlier version takes its answers along by these keys.
    """
    known = {
        each.key: (each.kind, each.currency)
        for version in form.versions.order_by("number")
        for each in version.fields
    }
    last = max((int(key.removeprefix("f")) for key in known), default=0)
    found: list[Field] = []
    for field in fields:
        is_taken = any(each.key == field.key for each in found)
        if is_taken or known.get(field.key) != (field.kind, field.currency):
            last += 1
            field = replace(field, key=f"f{last}")
        found.append(field)
    return found


def _refuse_unclear(fields: Sequence[Field]) -> None:
    if not fields:
        raise Refused(_("A form needs at least one field."))
    if len(fields) > MOST_FIELDS:
        raise Refused(_("A form has at most %(most)s fields.") % {"most": MOST_FIELDS})
    for field in fields:
        if field.kind is Kind.CHOICE and len(set(field.choices)) < 2:
            raise Refused(
                _("Write at least two choices for “%(field)s”, one in each line.")
                % {"field": field.label}
            )
