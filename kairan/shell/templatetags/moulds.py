"""Rows and fixed parts of pages, from templates that are rendered once: see kairan.shell.moulds."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.safestring import SafeString

from kairan.shell import moulds

register = template.Library()


@register.simple_tag
def cast(name: str, variable: str, things: Iterable[Any]) -> SafeString:
    """Write the template ``name`` for each of ``things``, which it calls ``variable``."""
    return moulds.cast(name, variable, things)


@register.simple_tag
def constant(name: str) -> SafeString:
    """Write the template ``name``, which says the same on every page."""
    return moulds.constant(name)
