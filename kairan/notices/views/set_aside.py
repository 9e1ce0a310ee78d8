"""What could not be put into words, for administrators: the fault, and another try."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from kairan.notices import setting_aside
from kairan.notices.models import Announcement
from kairan.people.access import administrator_required
from kairan.people.requests import MemberRequest
from kairan.shell.paging import page


@require_safe
@administrator_required
def set_aside(request: MemberRequest) -> HttpResponse:
    """List the announcements that were set aside, each with its traceback."""
    rows = Announcement.objects.set_aside().select_related("by").defer("recipients", "payload")
    return render(
        request, "notices/set_aside.html", {"page": page(request, rows, keys=("-pk",), size=20)}
    )


@require_POST
@administrator_required
def retrial(request: MemberRequest, pk: int) -> HttpResponse:
    """Put one announcement back, to be worded again."""
    del request
    announcement = get_object_or_404(Announcement.objects.defer("recipients"), pk=pk)
    setting_aside.take_back(announcement)
    return redirect("notices:set-aside")
