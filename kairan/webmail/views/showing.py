"""How one mail is shown: its charset, its sender's pictures, all its files at once."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from kairan.attachments.responses import file_response
from kairan.people.requests import MemberRequest
from kairan.shell.refusals import Refused
from kairan.webmail.reading import choices
from kairan.webmail.reading.packing import packed
from kairan.webmail.views.access import webmail_required
from kairan.webmail.views.message import opened


@webmail_required
@require_POST
def charset(request: MemberRequest, pk: int) -> HttpResponse:
    """Show the mail in the charset chosen, this time and later."""
    mail = opened(request, pk)
    try:
        choices.read_as(mail.message, request.POST.get("charset", ""))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("webmail:message", pk)


@webmail_required
@require_POST
def sender(request: MemberRequest, pk: int) -> HttpResponse:
    """Always fetch the pictures of this mail's sender, or ask again before it."""
    address = opened(request, pk).sender_address
    try:
        if request.POST.get("pictures") == "ask":
            choices.ask_before_pictures(address, by=request.user)
        else:
            choices.always_show_pictures(address, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("webmail:message", pk)


@webmail_required
@require_safe
def files(request: MemberRequest, pk: int) -> HttpResponse:
    """Hand out all files of a mail in one archive."""
    mail = opened(request, pk)
    if not mail.files:
        raise Http404
    name = f"{mail.message.subject[:80] or 'mail'}.zip"
    return file_response(packed(mail.files), name=name, media_type="application/zip")
