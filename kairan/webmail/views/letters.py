"""Letters being written: new ones, answers, drafts."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib import messages as notes
from django.core.exceptions import BadRequest
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kairan.people.requests import MemberRequest
from kairan.shell.paging import page
from kairan.shell.refusals import Refused
from kairan.webmail.forms import LetterForm
from kairan.webmail.models import Account, Draft, Message
from kairan.webmail.views.access import webmail_required
from kairan.webmail.views.mailbox import around
from kairan.webmail.writing import beginnings, operations
from kairan.webmail.writing.carrying import forward_attached
from kairan.webmail.writing.correspondents import Suggestion, suggestions
from kairan.webmail.writing.drafts import discard, keep_meanwhile, save_draft
from kairan.webmail.writing.recipients import typed
from kairan.webmail.writing.sizes import MOST_TOGETHER, bytes_together
from kairan.webmail.writing.warnings import warnings_of

MOST_LEAVING = 100
LONGEST_QUERY = 100


@webmail_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: MemberRequest) -> HttpResponse:
    """Write a letter; it is stored once something is kept or sent."""
    if not Account.objects.visible_to(request.user).exists():
        notes.info(request, _("To write mail, add a mail account first."))
        return redirect("webmail:account-new")
    return _write(request, begun(request) or beginnings.blank(request.user))


@webmail_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Go on writing a draft."""
    mine = Draft.objects.visible_to(request.user)
    return _write(request, begun(request) or get_object_or_404(mine, pk=pk))


def begun(request: MemberRequest) -> Draft | None:
    """Return the draft of the page that was sent, also when another tab has thrown it away."""
    try:
        key = UUID(request.POST.get("key", ""))
    except ValueError:
        return None
    mine = Draft.objects.visible_to(request.user)
    return mine.filter(key=key).first() or beginnings.blank(request.user, key=key)


def _write(request: MemberRequest, draft: Draft) -> HttpResponse:
    is_post = request.method == "POST"
    is_letter = is_post or draft.leaves_at is not None
    sent = operations.letter_from(draft.key, by=request.user) if is_letter else None
    if sent is not None:
        if draft.leaves_at is None:
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
    return _show(request, form, draft)


def _keep(request: MemberRequest, form: LetterForm, draft: Draft) -> HttpResponse:
    draft = save_draft(form.written(), draft=draft)
    if (then := request.POST.get("then")) in {"rich", "text"}:
        beginnings.rewrite(draft, is_rich=then == "rich")
        return redirect("webmail:draft", draft.pk)
    if then != "send":
        notes.success(request, _("The draft is kept."))
        return redirect("webmail:draft", draft.pk)
    at: datetime | None = form.cleaned_data["leaves_at"]
    warnings = warnings_of(draft)
    if set(warnings) - set(request.POST.getlist("heeded")):
        again = LetterForm(None, None, draft=draft, leaves_at=at)
        return _show(request, again, draft, warnings=warnings)
    seconds = draft.account.undo_seconds
    moment = at or (now() + timedelta(seconds=seconds) if seconds else None)
    try:
        sent = operations.send(draft, by=request.user, at=moment)
    except Refused as refusal:
        # What was typed is kept by now: the page goes on from there.
        again = LetterForm(None, None, draft=draft, leaves_at=at)
        return _show(request, again, draft, refusal=str(refusal))
    if moment is None:
        notes.success(request, _("The letter is on its way. Its page shows how far it has come."))
    return redirect("webmail:message", sent.pk)


def _show(
    request: MemberRequest,
    form: LetterForm,
    draft: Draft,
    *,
    warnings: Mapping[str, str] | None = None,
    refusal: str = "",
) -> HttpResponse:
    shown = {"form": form, "draft": draft, "warnings": warnings, "refusal": refusal}
    shown |= {
        "is_rich": form["is_rich"].value() == "1" or (draft.is_rich and not form.is_bound),
        "draft_files": draft.files.all() if draft.pk else (),
        "together": bytes_together(draft),
        "most": MOST_TOGETHER,
    }
    return render(request, "webmail/write.html", {**around(request.user), **shown})


@webmail_required
@require_POST
def saving(request: MemberRequest) -> HttpResponse:
    """Keep what is being typed, as the page itself asks for now and then: without its files."""
    draft = begun(request)
    if draft is None:
        raise BadRequest("A letter has the key of the page it is written on.")
    if operations.letter_from(draft.key, by=request.user) is not None:
        return JsonResponse({"sentence": _("This letter has left already.")}, status=409)
    form = LetterForm(request.POST, None, draft=draft)
    if not form.is_valid():
        return JsonResponse({"sentence": _("Not kept yet: something typed cannot be right.")})
    try:
        written = replace(form.written(), without=())
        is_signed_anew = (written.signed or draft.identity) != written.identity
        draft = keep_meanwhile(written, draft=draft)
    except Refused as refusal:
        return JsonResponse({"sentence": str(refusal)}, status=409)
    moment = date_format(localtime(draft.saved_at), "TIME_FORMAT")
    sentence = _("Kept as a draft at %(moment)s.") % {"moment": moment}
    signed = {"body": draft.body, "html": draft.html} if is_signed_anew else {}
    return JsonResponse({"sentence": sentence, "version": draft.version, **signed})


@webmail_required
@require_safe
def addresses(request: MemberRequest) -> HttpResponse:
    """Answer whom ``q`` may mean, as JSON for the fields of addresses."""
    found = suggestions(request.GET.get("q", "")[:LONGEST_QUERY], to=request.user)
    lines = [
        {
            "name": each.name,
            "address": each.address or _size_of(each),
            "book": each.book,
            "typed": each.typed or typed(each.name, each.address),
        }
        for each in found
    ]
    return JsonResponse({"found": lines})


def _size_of(group: Suggestion) -> str:
    sentence = ngettext("%(n)s contact", "%(n)s contacts", group.size)
    return sentence % {"n": group.size}


@webmail_required
@require_POST
def taking_back(request: MemberRequest, pk: int) -> HttpResponse:
    """Make a draft again of a letter that waits to leave."""
    draft = get_object_or_404(Draft.objects.visible_to(request.user), pk=pk)
    operations.take_back(draft)
    notes.success(request, _("The letter has not left. Here it is, to be changed."))
    return redirect("webmail:draft", draft.pk)


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
        case "forward-attached":
            draft = forward_attached([message], by=request.user)
        case _:
            raise BadRequest("then must be reply, reply-all, forward or forward-attached")
    return redirect("webmail:draft", draft.pk)


@webmail_required
@require_safe
def drafts(request: MemberRequest) -> HttpResponse:
    """Show what I have begun."""
    mine = Draft.objects.visible_to(request.user)
    shown = {
        "page": page(request, mine.being_written(), keys=["-saved_at", "-pk"]),
        "leaving": mine.leaving().filter(leaves_at__gt=now())[:MOST_LEAVING],
    }
    return render(request, "webmail/drafts.html", {**around(request.user), **shown})


@webmail_required
@require_POST
def removal(request: MemberRequest, pk: int) -> HttpResponse:
    """Throw a draft away."""
    discard(get_object_or_404(Draft.objects.visible_to(request.user), pk=pk))
    notes.success(request, _("The draft is thrown away."))
    return redirect("webmail:drafts")
