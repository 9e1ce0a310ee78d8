"""The list behind the bell. Opening a notice is a POST; fetching a page marks nothing."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from kairan.notices import bell
from kairan.notices.models import Notification
from kairan.people.requests import MemberRequest
from kairan.shell.paging import page


@require_safe
@login_required
def index(request: MemberRequest) -> HttpResponse:
    """Show what the person was told, the newest first, all of it or what is unread."""
    only_unread = request.GET.get("show") == "unread"
    notifications = bell.heard_by(request.user)
    if only_unread:
        notifications = notifications.filter(opened_at=None)
    found = page(request, notifications, keys=("-pk",))
    return render(
        request,
        "notices/index.html",
        {"page": found, "lines": bell.worded(found.items), "only_unread": only_unread},
    )


@require_POST
@login_required
def opening(request: MemberRequest, pk: int) -> HttpResponse:
    """Mark one notice as opened and lead to its record."""
    told = bell.heard_by(request.user)
    notification = get_object_or_404(told, pk=pk)
    bell.mark_opened(Notification.objects.told_to(request.user).filter(pk=pk), by=request.user)
    return redirect(bell.path_of(notification) or "notices:index")


@require_POST
@login_required
def openings(request: MemberRequest) -> HttpResponse:
    """Mark as opened what the person was told, about one record when ``about`` says so."""
    told = Notification.objects.told_to(request.user)
    about = request.POST.get("about", "").replace("\0", "")
    if about:
        told = told.filter(announcement__about=about)
    bell.mark_opened(told, by=request.user)
    if request.htmx:
        return HttpResponse(status=204)
    return redirect("notices:index")
