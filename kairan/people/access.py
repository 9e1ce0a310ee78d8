"""Who may open a page: everybody who has signed in, or administrators alone."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse

from kairan.people.requests import MemberRequest

P = ParamSpec("P")
View = Callable[Concatenate[MemberRequest, P], HttpResponse]


def administrator_required(view: View[P]) -> Callable[..., HttpResponse]:
    """Let administrators in, lead strangers to the sign-in, refuse everybody else with 403."""

    @wraps(view)
    def guarded(request: MemberRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_administrator:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return login_required(guarded)
