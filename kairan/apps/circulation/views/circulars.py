"""One circular: write it, read it, remind, complete."""

from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kairan.apps.circulation import operations
from kairan.apps.circulation.forms import CircularForm, ConfirmationForm
from kairan.apps.circulation.models import Circular
from kairan.attachments.responses import download
from kairan.notices.rehearsing import as_narrowed, files_would_be_lost, is_rehearsal, rehearsed
from kairan.people.requests import MemberRequest
from kairan.shell.refusals import Refused

SEALS_SHOWN = 60


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: MemberRequest) -> HttpResponse:
    """Write a circular."""
    return _write(request, _begun(request))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Go on writing a draft."""
    mine = Circular.objects.written_by(request.user)
    return _write(request, get_object_or_404(mine, pk=pk))


def _begun(request: MemberRequest) -> Circular | None:
    """Return what this very form has become already: a second click sends it a second time."""
    try:
        key = UUID(request.POST.get("key", ""))
    except ValueError:
        return None
    return Circular.objects.written_by(request.user).filter(key=key).first()


def _write(request: MemberRequest, circular: Circular | None) -> HttpResponse:
    if circular is not None and not circular.is_draft:
        messages.warning(request, _("This circular has left already and cannot be changed."))
        return redirect(circular)
    is_post = request.method == "POST"
    form = CircularForm(
        request.POST if is_post else None,
        request.FILES if is_post else None,
        circular=circular,
        leaves=request.POST.get("then") == "send" or is_rehearsal(request),
    )
    if form.is_valid():
        try:
            return _keep(request, form, circular)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return render(request, "circulation/write.html", {"form": form, "circular": circular})


def _rehearse(
    request: MemberRequest, form: CircularForm, circular: Circular | None
) -> HttpResponse:
    """Show who would get it, below the form as it was filled in."""
    draft = form.draft()
    if files_would_be_lost(request):
        circular = operations.save_draft(draft, author=request.user, circular=circular)
        draft = replace(draft, attached=(), without=())
        form = CircularForm(request.POST, None, circular=circular, leaves=True)
        messages.info(request, _("Your files are kept in a draft. Nobody has been told."))
    tried = rehearsed(
        request, lambda: operations.circulate(draft, author=request.user, circular=circular)
    )
    context = {"form": form, "circular": circular, "rehearsal": tried}
    return render(request, "circulation/write.html", context)


def _keep(request: MemberRequest, form: CircularForm, circular: Circular | None) -> HttpResponse:
    if is_rehearsal(request):
        return _rehearse(request, form, circular)
    draft = form.draft()
    if request.POST.get("then") != "send":
        circular = operations.save_draft(draft, author=request.user, circular=circular)
        messages.success(request, _("The draft is kept. Nobody has been told."))
        return redirect("circulation:edit", circular.pk)
    with as_narrowed(request):
        circular = operations.circulate(draft, author=request.user, circular=circular)
    told = ngettext(
        "The circular went to %(count)s person.",
        "The circular went to %(count)s people.",
        circular.readers_total,
    )
    messages.success(request, told % {"count": circular.readers_total})
    return redirect(circular)


@login_required
@require_safe
def show(request: MemberRequest, pk: int) -> HttpResponse:
    """Show a circular: its text, who has confirmed, and who was told."""
    circular = get_object_or_404(
        Circular.objects.visible_to(request.user).select_related("author"), pk=pk
    )
    if circular.is_draft:
        return redirect("circulation:edit", circular.pk)
    return render(request, "circulation/show.html", shown(circular, request))


def shown(circular: Circular, request: MemberRequest) -> dict[str, object]:
    """Return what the page of ``circular`` needs for this person."""
    mine = circular.readings.filter(reader=request.user).first()
    seals = circular.readings.select_related("reader").order_by("-confirmed_at", "pk")
    if not circular.confirmed_total:
        seals = circular.readings.select_related("reader").order_by("pk")
    return {
        "circular": circular,
        "files": [
            (file, reverse("circulation:file", args=[circular.pk, file.pk]))
            for file in circular.files.all()
        ],
        "mine": mine,
        "is_author": circular.author_id == request.user.pk,
        "is_late": circular.is_late(now()),
        "seals": seals[:SEALS_SHOWN],
        "more_seals": max(0, circular.readers_total - SEALS_SHOWN),
        "form": ConfirmationForm(),
    }


@login_required
@require_safe
def file(request: MemberRequest, pk: int, file: int) -> HttpResponse:
    """Hand out one of the files of a circular."""
    circular = get_object_or_404(Circular.objects.visible_to(request.user), pk=pk)
    return download(get_object_or_404(circular.files, pk=file))


@login_required
@require_POST
def removal(request: MemberRequest, pk: int) -> HttpResponse:
    """Throw a draft away."""
    drafts = Circular.objects.written_by(request.user).drafts()
    operations.discard(get_object_or_404(drafts, pk=pk))
    messages.success(request, _("The draft is thrown away."))
    return redirect("circulation:drafts")


@login_required
@require_POST
def reminder(request: MemberRequest, pk: int) -> HttpResponse:
    """Remind those who have not confirmed."""
    circular = get_object_or_404(Circular.objects.written_by(request.user).sent(), pk=pk)
    count = operations.remind(circular, by=request.user)
    told = ngettext("%(count)s person is reminded.", "%(count)s people are reminded.", count)
    messages.success(request, told % {"count": count})
    return redirect(circular)


@login_required
@require_POST
def completion(request: MemberRequest, pk: int) -> HttpResponse:
    """Close the round."""
    circular = get_object_or_404(Circular.objects.written_by(request.user).sent(), pk=pk)
    operations.complete(circular)
    messages.success(request, _("The circular is completed."))
    return redirect(circular)
