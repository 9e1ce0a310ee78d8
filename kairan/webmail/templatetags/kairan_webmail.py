"""Looks things up by their key, and words moments and the trouble of an account."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import template
from django.utils.formats import date_format
from django.utils.timezone import localdate, localtime

from kairan.webmail.models import Account
from kairan.webmail.receiving.trouble import in_words as worded
from kairan.webmail.receiving.words import fate, told

register = template.Library()


@register.filter
def of(found: Mapping[int, Any], key: int) -> Any:
    """Return what ``found`` holds for ``key``, ``None`` where there is nothing."""
    return found.get(key)


@register.filter
def briefly(moment: datetime) -> str:
    """Return the time of a moment of today, the date of any other, where the reader is."""
    local = localtime(moment)
    is_today = local.date() == localdate()
    return date_format(local, "TIME_FORMAT" if is_today else "SHORT_DATE_FORMAT")


register.filter("told", told)
register.filter("fate", fate)


@register.filter
def in_words(account: Account) -> str:
    """Return what hinders receiving ``account``, as a sentence that says what to do."""
    return worded(account.trouble, account.incoming.wire())
