"""My rules: tried on the mail I have before they are kept."""

from django.contrib import messages as notes
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kairan.people.requests import MemberRequest
from kairan.shell.refusals import Refused
from kairan.webmail.forms import RuleForm
from kairan.webmail.jobs.selections import apply_rule
from kairan.webmail.models import Rule
from kairan.webmail.reading.lines import lines
from kairan.webmail.rules.stored import as_rulings, move_up, remove_rule, save_rule, switch_rule
from kairan.webmail.rules.trying import try_on
from kairan.webmail.views.access import webmail_required
from kairan.webmail.views.mailbox import around


@webmail_required
@require_safe
def index(request: MemberRequest) -> HttpResponse:
    """Show my rules in their order."""
    rules = Rule.objects.visible_to(request.user).select_related("folder", "label")
    return render(
        request, "webmail/rules.html", {**around(request.user), "rules": rules, "tab": "rules"}
    )


@webmail_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: MemberRequest) -> HttpResponse:
    """Make a rule."""
    return _write(request, Rule(owner=request.user))


@webmail_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Change a rule."""
    return _write(request, _mine(request, pk))


def _write(request: MemberRequest, rule: Rule) -> HttpResponse:
    form = RuleForm(request.POST if request.method == "POST" else None, rule=rule)
    context = {**around(request.user), "form": form, "rule": rule, "tab": "rules"}
    if form.is_valid():
        then = request.POST.get("then")
        if then == "try":
            [ruling] = as_rulings([form.rule()], request.user)
            trial = try_on(ruling, request.user)
            context |= {"trial": trial, "lines": list(lines(trial.shown))}
        else:
            try:
                return _kept(request, form.rule(), applies=then == "apply")
            except Refused as refusal:
                form.add_error("forward_to", str(refusal))
    return render(request, "webmail/rule.html", context)


def _kept(request: MemberRequest, rule: Rule, *, applies: bool) -> HttpResponse:
    save_rule(rule)
    notes.success(request, _("The rule is kept. It is tried on all mail that comes from now on."))
    if applies:
        return redirect("webmail:job", apply_rule(rule, by=request.user).pk)
    return redirect("webmail:rules")


@webmail_required
@require_POST
def removal(request: MemberRequest, pk: int) -> HttpResponse:
    """Remove a rule."""
    remove_rule(_mine(request, pk))
    notes.success(request, _("The rule is removed. What it has done to mail stays done."))
    return redirect("webmail:rules")


@webmail_required
@require_POST
def use(request: MemberRequest, pk: int) -> HttpResponse:
    """Use a rule, or not."""
    switch_rule(_mine(request, pk), is_on=request.POST.get("use") == "yes")
    return redirect("webmail:rules")


@webmail_required
@require_POST
def order(request: MemberRequest, pk: int) -> HttpResponse:
    """Try a rule one place earlier."""
    move_up(_mine(request, pk))
    return redirect("webmail:rules")


@webmail_required
@require_POST
def application(request: MemberRequest, pk: int) -> HttpResponse:
    """Apply a rule to the mail I have."""
    return redirect("webmail:job", apply_rule(_mine(request, pk), by=request.user).pk)


def _mine(request: MemberRequest, pk: int) -> Rule:
    return get_object_or_404(Rule.objects.visible_to(request.user), pk=pk)
