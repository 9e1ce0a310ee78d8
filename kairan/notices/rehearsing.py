"""How a view lets its form be rehearsed, and how the sender narrows who is mailed.

The form has a second button, ``{% rehearse_button %}``, and a place, ``{% rehearsal %}``. The view
asks :func:`is_rehearsal`, answers with the form and ``rehearsed``, and does its operation in
``as_narrowed``.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager

from django.http import HttpRequest

from kairan.notices.listening import sparing
from kairan.notices.rehearsal import Rehearsal, rehearse
from kairan.people.requests import MemberRequest

REHEARSE = "rehearse"


def is_rehearsal(request: HttpRequest) -> bool:
    """Return whether the form asks who would get it, instead of being sent."""
    return request.POST.get("then") == REHEARSE


def files_would_be_lost(request: MemberRequest) -> bool:
    """Return whether files came with the question: without scripts no page can give them back."""
    return bool(request.FILES) and not request.htmx


def as_narrowed(request: HttpRequest) -> AbstractContextManager[None]:
    """Let what is announced be mailed to nobody whose tick "by mail" was taken away."""
    listed, mailed = request.POST.getlist("listed"), request.POST.getlist("mailed")
    return sparing(_ids(listed) - _ids(mailed))


def rehearsed(request: MemberRequest, operation: Callable[[], object]) -> Rehearsal:
    """Return who would get it, as narrowed; what ``operation`` raises is let through."""
    with as_narrowed(request):
        return rehearse(operation, viewer=request.user)


def _ids(values: list[str]) -> set[int]:
    return {int(each[:18]) for each in values if each.isascii() and each.isdigit()}
