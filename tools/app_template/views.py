from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from kairan.apps.sampleapp.forms import EntryForm
from kairan.apps.sampleapp.models import Entry
from kairan.apps.sampleapp.operations import share
from kairan.people.requests import MemberRequest
from kairan.shell.paging import page
from kairan.shell.refusals import Refused


@login_required
@require_safe
def index(request: MemberRequest) -> HttpResponse:
    """List what this person wrote or may read, newest first."""
    entries = Entry.objects.visible_to(request.user).select_related("author")
    listed = page(request, entries, keys=("-pk",))
    return render(request, "sampleapp/index.html", {"page": listed})


@login_required
@require_safe
def show(request: MemberRequest, pk: int) -> HttpResponse:
    """Show an entry, and who was told of it."""
    entries = Entry.objects.visible_to(request.user).select_related("author")
    return render(request, "sampleapp/show.html", {"entry": get_object_or_404(entries, pk=pk)})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: MemberRequest) -> HttpResponse:
    """Write an entry."""
    form = EntryForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            return redirect(share(**form.cleaned_data, author=request.user))
        except Refused as refusal:
            form.add_error("to", str(refusal))
    return render(request, "sampleapp/new.html", {"form": form})
