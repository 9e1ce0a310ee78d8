"""Who was told, page by page, for a viewer whom the record's own page has let in."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from kairan.notices import panel_tokens
from kairan.notices.panel import panel as draw
from kairan.people.requests import MemberRequest


@require_safe
@never_cache
@vary_on_headers("HX-Request")
@login_required
def panel(request: MemberRequest, token: str) -> HttpResponse:
    """Answer the panel alone to htmx, else a page with it; 404 for a token of somebody else."""
    try:
        about = panel_tokens.read(token, viewer=request.user)
    except panel_tokens.NotYours as error:
        raise Http404 from error
    template = "notices/_told.html" if request.htmx else "notices/told.html"
    drawn = draw(request, viewer=request.user, about=about, token=token)
    return render(request, template, {"panel": drawn})
