"""What takes long, while it goes on and after: mail into files and out of them among it."""

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kairan.attachments.file_names import clean_file_name
from kairan.people.requests import MemberRequest
from kairan.shell.refusals import Refused
from kairan.webmail.forms import ImportForm
from kairan.webmail.jobs.mailboxes import begin_export, begin_import, file_of
from kairan.webmail.jobs.running import stop
from kairan.webmail.models import Job
from kairan.webmail.reading.listings import named
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


@webmail_required
@require_safe
def file(request: MemberRequest, pk: int) -> StreamingHttpResponse:
    """Hand out the file that an export has made."""
    made = Job.objects.visible_to(request.user).exclude(ended_at=None)
    job = get_object_or_404(made, pk=pk, kind=Job.Kind.EXPORT, trouble="")
    response = StreamingHttpResponse(file_of(job), content_type="application/mbox")
    name = f"{clean_file_name(job.about)[:80]}.mbox"
    disposition = content_disposition_header(as_attachment=True, filename=name)
    response.headers["Content-Disposition"] = disposition or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@webmail_required
@require_POST
def exports(request: MemberRequest) -> HttpResponse:
    """Have a list of mail written into a file."""
    listing = named(request.POST.get("listing", ""), request.user)
    if listing is None:
        raise Refused(_("The list is not there any more."))
    return redirect("webmail:job", begin_export(listing, by=request.user).pk)


@webmail_required
@require_POST
def imports(request: MemberRequest) -> HttpResponse:
    """Have the mails of files put into a folder."""
    form = ImportForm(request.POST, request.FILES, owner=request.user)
    if not form.is_valid():
        raise Refused(_("Choose a folder, and at least one file: mbox or .eml, at most 1 GB each."))
    typed = form.cleaned_data
    job = begin_import(typed["given"], into=typed["folder"], by=request.user)
    return redirect("webmail:job", job.pk)


def _mine(request: MemberRequest, pk: int) -> Job:
    return get_object_or_404(Job.objects.visible_to(request.user), pk=pk)
