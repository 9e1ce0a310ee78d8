"""{% who_was_told about %}: on the page of a record, who heard of it, how, when, and why not."""

from typing import Any

from django import template
from django.http import HttpRequest

from kairan.notices.panel import panel

register = template.Library()


@register.inclusion_tag("notices/_told.html", takes_context=True)
def who_was_told(context: template.Context, about: str) -> dict[str, Any]:
    """Draw the panel from its first page; the record's page has checked who may see the record."""
    viewer = context["request"].user
    return {"panel": panel(HttpRequest(), viewer=viewer, about=about)}
