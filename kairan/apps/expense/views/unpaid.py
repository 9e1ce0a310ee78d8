"""What others have claimed: to decide, to pay, and what is done with."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from kairan.apps.expense.forms import PaymentForm
from kairan.apps.expense.models import UNPAID, Report
from kairan.apps.expense.operations import reports as operations
from kairan.apps.expense.sums import added, by_state
from kairan.people.requests import MemberRequest
from kairan.shell.paging import page
from kairan.shell.refusals import Refused

SETTLED = "settled"


@login_required
@require_safe
def index(request: MemberRequest) -> HttpResponse:
    """Show the reports about which one decides, or which one pays."""
    desk = Report.objects.on_desk_of(request.user)
    shown = request.GET.get("show", "unpaid")
    shown = shown if shown in {"decide", "pay", SETTLED} else "unpaid"
    sums = by_state(desk.unpaid().totals(), Report.State)
    states = {"unpaid": UNPAID, "decide": UNPAID[:1], "pay": UNPAID[1:]}
    rows = {
        "unpaid": desk.unpaid,
        "decide": desk.claimed,
        "pay": desk.approved,
        SETTLED: desk.settled,
    }[shown]()
    found = page(request, rows.light(), keys=["-pk"])
    labels = {"unpaid": _("All unpaid"), "decide": _("To decide"), "pay": _("To pay")}
    return render(
        request,
        "expense/unpaid.html",
        {
            "page": found,
            "has_to_pay": any(report.is_to_pay for report in found.items),
            "shown": shown,
            "sums": [
                *(
                    (key, label, added(sums[state] for state in states[key]), key == shown)
                    for key, label in labels.items()
                ),
                (SETTLED, _("Done with"), None, shown == SETTLED),
            ],
            "form": PaymentForm(initial={"paid_on": localdate()}),
        },
    )


@login_required
@require_POST
def payment(request: MemberRequest) -> HttpResponse:
    """Mark the ticked reports as paid."""
    form = PaymentForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Write the day on which they were paid."))
        return redirect("expense:unpaid")
    ticked = [int(each) for each in request.POST.getlist("report") if _is_id(each)]
    try:
        count = operations.pay(ticked, paid_on=form.cleaned_data["paid_on"], by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        told = ngettext(
            "%(count)s report is marked as paid.", "%(count)s reports are marked as paid.", count
        )
        messages.success(request, told % {"count": count})
    return redirect("expense:unpaid")


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19
