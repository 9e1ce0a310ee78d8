"""What takes long, while it goes on and after."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from kairan.people.requests import MemberRequest
from kairan.webmail.jobs.running import stop
from kairan.webmail.models import Job
from kairan.webmail.views.access import webmail_required
from kairan.webmail.views.mailbox import around


@webmail_required
@require_safe
def show(request: MemberRequest, pk: int) -> HttpResponse:
    """Show how far a job has come; the page asks again by itself until it is over."""
    job = _mine(request, pk)
    if request.htmx:
        return render(request, "webmail/job.html#progress", {"job": job})
    return render(request, "webmail/job.html", {**around(request.user), "job": job})


@webmail_required
@require_POST
def end(request: MemberRequest, pk: int) -> HttpResponse:
    """End a job where it is."""
    stop(_mine(request, pk))
    return redirect("webmail:job", pk)


def _mine(request: MemberRequest, pk: int) -> Job:
    return get_object_or_404(Job.objects.visible_to(request.user), pk=pk)
