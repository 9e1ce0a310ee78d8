"""{% rehearse_button %} and {% rehearsal %}: the question who will get this, and its answer."""

from collections.abc import Iterator
from typing import Any

from django import forms, template

from kairan.notices.rehearsing import REHEARSE, is_rehearsal

register = template.Library()


@register.inclusion_tag("notices/_rehearse_button.html", takes_context=True)
def rehearse_button(context: template.Context) -> dict[str, Any]:
    """Draw the button that asks who would get it."""
    return {"value": REHEARSE, "address": context["request"].get_full_path()}


@register.inclusion_tag("notices/_rehearsal.html", takes_context=True)
def rehearsal(context: template.Context) -> dict[str, Any]:
    """Draw who would get what stands in the form, once asked; or what is to be mended first."""
    form = context["form"]
    asked = is_rehearsal(context["request"])
    return {
        "rehearsal": context.get("rehearsal"),
        "faults": list(_faults(form)) if asked and form.is_bound else [],
    }


def _faults(form: forms.BaseForm) -> Iterator[tuple[str, str]]:
    for name, errors in form.errors.items():
        label = str(form[name].label) if name in form.fields else ""
        for error in errors:
            yield label, str(error)
