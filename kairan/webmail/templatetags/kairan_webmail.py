"""Looks things up by their key, and words moments and the trouble of an account."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import template
from django.utils.formats import date_format
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext

from kairan.mail.errors import Kind, MailServerError
from kairan.mailservers.explanations import explain
from kairan.webmail.models import Account
from kairan.webmail.receiving.operations import FAULT, FULL
from kairan.webmail.receiving.words import fate, told

register = template.Library()


NO_MAIL_SERVER = {Kind.WRONG_PROTOCOL, Kind.PROTOCOL, Kind.PLAIN_ON_TLS_PORT}


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
    trouble = account.trouble
    if not trouble:
        return gettext("Nothing hinders receiving.")
    if trouble["kind"] == FULL:
        return gettext(
            "Your mail has reached the size that your administrator allows. New mail stays on its "
            "server, and nothing is lost: delete what you do not need and empty the trash, or ask "
            "your administrator for more room."
        )
    if trouble["kind"] == FAULT:
        return gettext(
            "Kairan itself failed while it received; nothing is lost, and it tries again. Tell an "
            "administrator if this stays: the log says why."
        )
    kind = Kind(trouble["kind"])
    # Whatever answers at a host that somebody typed is not read out to them, unless it is POP3.
    words = "" if kind in NO_MAIL_SERVER else trouble.get("words", "")
    error = MailServerError(kind, words=words, detail=trouble.get("detail", ""))
    return " ".join(explain(error, account.incoming.wire()))
