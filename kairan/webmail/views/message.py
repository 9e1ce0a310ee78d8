"""One mail: its page, the frame that shows its HTML, its files, its source."""

from dataclasses import dataclass
from operator import attrgetter

from django.conf import settings
from django.db.models import BigIntegerField
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from kairan.attachments.responses import file_response
from kairan.delivery.models import Envelope
from kairan.people.requests import MemberRequest
from kairan.shell.asking import ASKER, Rows, number
from kairan.shell.frames import INLINE, sealed_off
from kairan.webmail import operations
from kairan.webmail.models import Message, Served
from kairan.webmail.reading.choices import codes_for
from kairan.webmail.reading.lines import lines
from kairan.webmail.reading.listings import Listing
from kairan.webmail.reading.mail import OpenedMail
from kairan.webmail.reading.parties import parties_of
from kairan.webmail.threads.reading import conversation
from kairan.webmail.views.access import webmail_required
from kairan.webmail.views.mailbox import around
from kairan.webmail.writing.operations import waiting_as


@dataclass(frozen=True)
class _Wanted:
    """Who wants to see which mail."""

    pk: int
    message: int


_MINE = Rows(lambda: Message.objects.visible_to(ASKER).filter(pk=number(attrgetter("message"))))
_HEADS = Rows(lambda: Served.objects.filter(message=ASKER, outcome=Served.Outcome.HEAD))


@webmail_required
@require_safe
def show(request: MemberRequest, pk: int) -> HttpResponse:
    """Show a mail. Its page then says itself that it was opened."""
    mail, about = opened(request, pk), around(request.user)
    message = mail.message
    folder = next(each for each in about["folders"] if each.pk == message.folder_id)
    fates = Envelope.objects.filter(letter=message.letter_id) if message.letter_id else ()
    own = {"accounts": about["accounts"], "labels": about["labels"]}
    drawn = {each.pk: each for each in lines(conversation(message), **own)}
    beside = "#message" if request.htmx.target == "pane" else ""
    return render(
        request,
        f"webmail/message.html{beside}",
        {
            **about,
            "folder": folder,
            "listing": Listing(request.user, folder=folder),
            "message": message,
            "mail": mail,
            "parties": parties_of(mail.parsed, reader=request.user),
            "line": drawn.get(pk) or next(lines([message], **own)),
            "conversation": list(drawn.values()),
            "as_text": "text" in request.GET or not mail.has_html,
            "fates": fates,
            "heads": _HEADS.of(message),
            "leaving": waiting_as(message),
            "codes": codes_for(message),
        },
    )


@webmail_required
@require_safe
@xframe_options_sameorigin
def body(request: MemberRequest, pk: int) -> HttpResponse:
    """Answer the HTML of a mail, cleaned, for the sandboxed frame and for nothing else."""
    mail = opened(request, pk)
    response = render(request, "webmail/frame.html", {"html": mail.cleaned.html})
    return sealed_off(response, pictures=mail.picture_sources)


@webmail_required
@require_safe
def printed(request: MemberRequest, pk: int) -> HttpResponse:
    """Show a mail alone and whole, to be printed; nothing of it runs there either."""
    mail = opened(request, pk)
    shows_html = mail.has_html and "text" not in request.GET
    shown = {
        "message": mail.message,
        "mail": mail,
        "html": mail.cleaned.html if shows_html else mail.text_html,
    }
    response = render(request, "webmail/print.html", shown)
    return sealed_off(response, pictures=mail.picture_sources, styles=f"'self' {INLINE}")


@webmail_required
@require_safe
def text(request: MemberRequest, pk: int) -> HttpResponse:
    """Answer the plain text of a mail, as it unfolds on the page of another of its conversation."""
    return render(request, "webmail/_text.html", {"mail": opened(request, pk)})


@webmail_required
@require_safe
def source(request: MemberRequest, pk: int) -> HttpResponse:
    """Hand out the mail as it came, for saving."""
    message = _mine(request, pk)
    name = f"{message.subject[:80] or 'mail'}.eml"
    return file_response(opened(request, pk).raw, name=name, media_type="message/rfc822")


@webmail_required
@require_safe
def file(request: MemberRequest, pk: int, number: int) -> HttpResponse:
    """Hand out one file of a mail, as a download."""
    mail = opened(request, pk)
    for each in mail.files:
        if each.number == number:
            return file_response(each.part.data, name=each.name, media_type=each.part.type)
    raise Http404


@webmail_required
@require_POST
def reading(request: MemberRequest, pk: int) -> HttpResponse:
    """Note that the mail was opened; its page sends this itself."""
    operations.mark_read(_mine(request, pk))
    return HttpResponse(status=204)


@webmail_required
@require_POST
def pictures(request: MemberRequest, pk: int) -> HttpResponse:
    """Show the remote pictures of this mail from now on."""
    operations.show_pictures(_mine(request, pk))
    return redirect("webmail:message", pk)


def opened(request: MemberRequest, pk: int) -> OpenedMail:
    """Return the mail of a page, which is the asker's own; 404 if it is not."""
    hosts = {request.get_host().lower(), settings.URL.partition("://")[2].lower()}
    return OpenedMail(_mine(request, pk), hosts=hosts)


def _mine(request: MemberRequest, pk: int) -> Message:
    found = _MINE.of(_Wanted(request.user.pk, pk)) if pk <= BigIntegerField.MAX_BIGINT else ()
    if not found:
        raise Http404
    return found[0]
