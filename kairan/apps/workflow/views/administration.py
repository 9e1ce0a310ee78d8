"""What administrators settle: the application forms, and the routes they take."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kairan.approvals.models import Route
from kairan.approvals.routes import save_route
from kairan.apps.workflow.forms.administration import (
    FieldRows,
    FormForm,
    RouteForm,
    StepRows,
    field_rows,
    step_rows,
    with_more_rows,
)
from kairan.apps.workflow.models import Form
from kairan.apps.workflow.operations.forms import save_form
from kairan.people.access import administrator_required
from kairan.people.requests import MemberRequest
from kairan.shell.paging import page
from kairan.shell.refusals import Refused


@administrator_required
@require_safe
def forms(request: MemberRequest) -> HttpResponse:
    """Show every application form."""
    rows = Form.objects.select_related("route")
    context = {"page": page(request, rows, keys=["category", "name"])}
    return render(request, "workflow/forms.html", context)


@administrator_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_form(request: MemberRequest) -> HttpResponse:
    """Make a form."""
    return _write_form(request, None)


@administrator_required
@require_http_methods(["GET", "HEAD", "POST"])
def form(request: MemberRequest, pk: int) -> HttpResponse:
    """Change a form."""
    return _write_form(request, get_object_or_404(Form, pk=pk))


@administrator_required
@require_safe
def routes(request: MemberRequest) -> HttpResponse:
    """Show every route."""
    rows = Route.objects.prefetch_related("steps")
    return render(request, "workflow/routes.html", {"page": page(request, rows, keys=["name"])})


@administrator_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_route(request: MemberRequest) -> HttpResponse:
    """Make a route."""
    return _write_route(request, None)


@administrator_required
@require_http_methods(["GET", "HEAD", "POST"])
def route(request: MemberRequest, pk: int) -> HttpResponse:
    """Change a route."""
    return _write_route(request, get_object_or_404(Route, pk=pk))


def _write_form(request: MemberRequest, form: Form | None) -> HttpResponse:
    data = _sent(request, "field")
    head = FormForm(data, instance=form)
    rows = FieldRows(data, initial=field_rows(form), prefix="field")
    if not _asks_for_rows(request) and head.is_valid() and rows.is_valid():
        try:
            saved = save_form(head.written(rows), form=form)
        except Refused as refusal:
            head.add_error(None, str(refusal))
        else:
            messages.success(request, _("The form “%(name)s” is kept.") % {"name": saved.name})
            return redirect("workflow:forms")
    return render(request, "workflow/form.html", {"head": head, "rows": rows, "form": form})


def _write_route(request: MemberRequest, route: Route | None) -> HttpResponse:
    data = _sent(request, "step")
    head = RouteForm(data, instance=route)
    rows = StepRows(data, initial=step_rows(route), prefix="step")
    if not _asks_for_rows(request) and head.is_valid() and rows.is_valid():
        try:
            saved = save_route(head.written(rows), route=route)
        except Refused as refusal:
            head.add_error(None, str(refusal))
        else:
            messages.success(request, _("The route “%(name)s” is kept.") % {"name": saved.name})
            return redirect("workflow:routes")
    return render(request, "workflow/route.html", {"head": head, "rows": rows, "route": route})


def _asks_for_rows(request: MemberRequest) -> bool:
    return request.method != "POST" or request.POST.get("then") == "more"


def _sent(request: MemberRequest, prefix: str) -> Any:
    if request.method != "POST":
        return None
    is_for_more = request.POST.get("then") == "more"
    return with_more_rows(request.POST, prefix) if is_for_more else request.POST
