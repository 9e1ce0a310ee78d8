"""Letters being written: new ones, answers, drafts."""

from uuid import UUID

from django.contrib import messages as notes
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kairan.people.requests import MemberRequest
from kairan.shell.paging import page
from kairan.shell.refusals import Refused
from kairan.webmail.forms import LetterForm
from kairan.webmail.models import Account, Draft, Message
from kairan.webmail.views.access import webmail_required
from kairan.webmail.views.mailbox import around
from kairan.webmail.writing import beginnings, operations


@webmail_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: MemberRequest) -> HttpResponse:
    """Write a letter; it is stored once something is kept or sent."""
    if not Account.objects.visible_to(request.user).exists():
        notes.info(request, _("To write mail, add a mail account first."))
        return redirect("webmail:account-new")
    return _write(request, _begun(request) or beginnings.blank(request.user))


@webmail_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Go on writing a draft."""
    begun = _begun(request)
    return _write(
        request, begun or get_object_or_404(Draft.objects.visible_to(request.user), pk=pk)
    )


def _begun(request: MemberRequest) -> Draft | None:
    """Return the draft of the page that was sent, also when another tab has thrown it away."""
    try:
        key = UUID(request.POST.get("key", ""))
    except ValueError:
        return None
    mine = Draft.objects.visible_to(request.user)
    return mine.filter(key=key).first() or beginnings.blank(request.user, key=key)


def _write(request: MemberRequest, draft: Draft) -> HttpResponse:
    is_post = request.method == "POST"
    sent = operations.letter_from(draft.key, by=request.user) if is_post else None
    if sent is not None:
        notes.warning(request, _("This letter has left already. Here it is, as it was sent."))
        return redirect("webmail:message", sent.pk)
    form = LetterForm(
        request.POST if is_post else None,
        request.FILES if is_post else None,
        draft=draft,
        leaves=request.POST.get("then") == "send",
    )
    if form.is_valid():
        try:
            return _keep(request, form, draft)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return render(
        request, "webmail/write.html", {**around(request.user), "form": form, "draft": draft}
    )


def _keep(request: MemberRequest, form: LetterForm, draft: Draft) -> HttpResponse:
    draft = operations.save_draft(form.written(), draft=draft)
    if request.POST.get("then") != "send":
        notes.success(request, _("The draft is kept."))
        return redirect("webmail:draft", draft.pk)
    sent = operations.send(draft, by=request.user)
    notes.success(request, _("The letter is on its way. Its page shows how far it has come."))
    return redirect("webmail:message", sent.pk)


@webmail_required
@require_POST
def answer(request: MemberRequest, pk: int) -> HttpResponse:
    """Begin an answer to a mail, or pass it on."""
    message = get_object_or_404(Message.objects.visible_to(request.user), pk=pk)
    match request.POST.get("then"):
        case "reply":
            draft = beginnings.reply(message, by=request.user)
        case "reply-all":
            draft = beginnings.reply(message, by=request.user, to_all=True)
        case "forward":
            draft = beginnings.forward(message, by=request.user)
        case _:
            raise BadRequest("then must be reply, reply-all or forward")
    return redirect("webmail:draft", draft.pk)


@webmail_required
@require_safe
def drafts(request: MemberRequest) -> HttpResponse:
    """Show what I have begun."""
    rows = Draft.objects.visible_to(request.user)
    return render(
        request,
        "webmail/drafts.html",
        {**around(request.user), "page": page(request, rows, keys=["-saved_at", "-pk"])},
    )


@webmail_required
@require_POST
def removal(request: MemberRequest, pk: int) -> HttpResponse:
    """Throw a draft away."""
    operations.discard(get_object_or_404(Draft.objects.visible_to(request.user), pk=pk))
    notes.success(request, _("The draft is thrown away."))
    return redirect("webmail:drafts")
