"""Who may open WebMail: whoever signed in, unless an administrator has said otherwise."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.http.response import HttpResponseBase
from django.shortcuts import render

from kairan.people.requests import MemberRequest
from kairan.webmail.accounts import may_use

P = ParamSpec("P")
View = Callable[Concatenate[MemberRequest, P], HttpResponseBase]


def webmail_required(view: View[P]) -> Callable[..., HttpResponseBase]:
    """Let those in who use WebMail; tell the others in a sentence why they do not."""

    @wraps(view)
    def guarded(request: MemberRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_use(request.user):
            return render(request, "webmail/denied.html", {"is_denied": True}, status=403)
        return view(request, *args, **kwargs)

    return login_required(guarded)
