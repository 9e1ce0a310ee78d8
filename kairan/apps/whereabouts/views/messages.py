"""Messages: leave one, read those left for me, see who has opened mine."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kairan.apps.whereabouts.forms import MessageForm
from kairan.apps.whereabouts.models import Copy, Message
from kairan.apps.whereabouts.operations.messages import leave, open_message
from kairan.notices.rehearsing import as_narrowed, is_rehearsal, rehearsed
from kairan.people.picker import Selection
from kairan.people.requests import MemberRequest
from kairan.shell.paging import page
from kairan.shell.refusals import Refused

RECEIVED = {
    "unread": (gettext_lazy("Unread"), Copy.objects.all().unread),
    "all": (gettext_lazy("All"), Copy.objects.all),
}


@login_required
@require_safe
def received(request: MemberRequest) -> HttpResponse:
    """Show what was left for me: by default what I have not opened."""
    wanted = request.GET.get("show", "unread")
    shown = wanted if wanted in RECEIVED else "unread"
    copies = RECEIVED[shown][1]().of(request.user.pk)
    copies = copies.select_related("message__writer", "message__request")
    context = {
        "page": page(request, copies, keys=["-pk"]),
        "filters": [(key, label, key == shown) for key, (label, _rows) in RECEIVED.items()],
        "shown": shown,
    }
    return render(request, "whereabouts/messages.html", context)


@login_required
@require_safe
def left(request: MemberRequest) -> HttpResponse:
    """Show what I left for others, with how many have opened it."""
    mine = Message.objects.written_by(request.user).select_related("writer", "request")
    return render(request, "whereabouts/left.html", {"page": page(request, mine, keys=["-pk"])})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: MemberRequest) -> HttpResponse:
    """Take a message down; the board fills in for whom."""
    begun = _left_already(request)
    if begun is not None:
        return redirect(begun)
    is_post = request.method == "POST"
    form = MessageForm(request.POST if is_post else None, to=_asked_for(request))
    rehearsal = None
    if form.is_valid():
        try:
            if not is_rehearsal(request):
                return _left(request, form)
            rehearsal = rehearsed(request, lambda: leave(form.taken(), writer=request.user))
        except Refused as refusal:
            form.add_error("to", str(refusal))
    return render(request, "whereabouts/new.html", {"form": form, "rehearsal": rehearsal})


def _left(request: MemberRequest, form: MessageForm) -> HttpResponse:
    with as_narrowed(request):
        message = leave(form.taken(), writer=request.user)
    return _done(request, message)


def _done(request: MemberRequest, message: Message) -> HttpResponse:
    told = ngettext(
        "The message waits for %(count)s person.",
        "The message waits for %(count)s people.",
        message.recipients_total,
    )
    messages.success(request, told % {"count": message.recipients_total})
    return redirect(message)


def _left_already(request: MemberRequest) -> Message | None:
    """Return what this very form has become already: a second click sends it a second time."""
    try:
        key = UUID(request.POST.get("key", ""))
    except ValueError:
        return None
    return Message.objects.written_by(request.user).filter(key=key).first()


def _asked_for(request: MemberRequest) -> Selection | None:
    wanted = request.GET.get("to", "")
    if not (wanted.isascii() and wanted.isdigit()):
        return None
    return Selection(people=(int(wanted[:18]),))


@login_required
@require_safe
def show(request: MemberRequest, pk: int) -> HttpResponse:
    """Show a message to its writer or to one of its recipients."""
    visible = Message.objects.visible_to(request.user).select_related("writer", "request")
    message = get_object_or_404(visible, pk=pk)
    return render(request, "whereabouts/message.html", shown(message, request))


def shown(message: Message, request: MemberRequest) -> dict[str, object]:
    """Return what the page of ``message`` needs for this person."""
    copies = message.copies.select_related("recipient").order_by("pk")
    is_writer = message.writer_id == request.user.pk
    return {
        "message": message,
        "is_writer": is_writer,
        "mine": message.copies.of(request.user.pk).first(),
        "copies": copies if is_writer or not message.is_confidential else [],
    }


@login_required
@require_POST
def opening(request: MemberRequest, pk: int) -> HttpResponse:
    """Note that a recipient has really opened it; the opened page itself sends this."""
    received = Message.objects.filter(copies__recipient=request.user)
    message = get_object_or_404(received.select_related("writer", "request"), pk=pk)
    open_message(message, reader=request.user)
    if request.htmx:
        return render(request, "whereabouts/message.html#opened", shown(message, request))
    return redirect(message)
