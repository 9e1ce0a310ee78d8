"""Looks a count up by its key, and words the trouble of an account."""

from collections.abc import Mapping

from django import template
from django.utils.translation import gettext

from kairan.mail.errors import Kind, MailServerError
from kairan.mailservers.explanations import explain
from kairan.webmail.models import Account
from kairan.webmail.receiving.operations import FAULT

register = template.Library()


@register.filter
def of(counts: Mapping[int, int], key: int) -> int:
    """Return the count of ``key``, 0 where there is none."""
    return counts.get(key, 0)


@register.filter
def in_words(account: Account) -> str:
    """Return what hinders receiving ``account``, as a sentence that says what to do."""
    trouble = account.trouble
    if not trouble:
        return gettext("Nothing hinders receiving.")
    if trouble["kind"] == FAULT:
        return gettext(
            "Kairan itself failed while it received; nothing is lost, and it tries again. Tell an "
            "administrator if this stays: the log says why."
        )
    error = MailServerError(
        Kind(trouble["kind"]), words=trouble.get("words", ""), detail=trouble.get("detail", "")
    )
    return " ".join(explain(error, account.incoming.wire()))
