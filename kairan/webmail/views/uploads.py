"""What comes into a letter while it is written, one by one: its files, the pictures of its text."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from kairan.attachments import contents
from kairan.attachments.fields import FilesField
from kairan.attachments.responses import file_response
from kairan.people.requests import MemberRequest
from kairan.shell.frames import edited_in
from kairan.shell.refusals import Refused
from kairan.webmail.models import Draft, InlinePicture
from kairan.webmail.views.access import webmail_required
from kairan.webmail.views.letters import begun
from kairan.webmail.writing import attached
from kairan.webmail.writing.sizes import MOST_TOGETHER, bytes_together

Answer = dict[str, Any]


@webmail_required
@require_POST
def files(request: MemberRequest) -> HttpResponse:
    """Take a file into the letter; answer its list of files."""

    def added(draft: Draft) -> Answer:
        attached.add_file(draft, _uploaded(request))
        return {"listed": listed(draft)}

    return _answered(request, added)


@webmail_required
@require_POST
def removal(request: MemberRequest) -> HttpResponse:
    """Take a file off the letter; answer its list of files."""

    def removed(draft: Draft) -> Answer:
        number = request.POST.get("file", "")
        if number.isascii() and number.isdigit():
            attached.remove_file(draft, int(number[:18]))
        return {"listed": listed(draft)}

    return _answered(request, removed)


@webmail_required
@require_POST
def pictures(request: MemberRequest) -> HttpResponse:
    """Take a picture into the text of the letter; answer where the editor finds it."""

    def added(draft: Draft) -> Answer:
        picture = attached.add_picture(draft, _uploaded(request))
        url = reverse("webmail:letter-picture", args=[picture.key])
        return {"url": url, "name": picture.file.name, "listed": listed(draft)}

    return _answered(request, added)


@webmail_required
@require_safe
def picture(request: MemberRequest, key: UUID) -> HttpResponse:
    """Show a picture of a letter in its editor, to its writer."""
    mine = InlinePicture.objects.visible_to(request.user).select_related("file")
    file = get_object_or_404(mine, key=key).file
    data = contents.read(file.content_id)
    return file_response(data, name=file.name, media_type=file.media_type)


@webmail_required
@require_safe
@xframe_options_sameorigin
def editor(request: MemberRequest) -> HttpResponse:
    """Answer the empty page in which a letter with formatting is written, for the frame of it."""
    return edited_in(render(request, "webmail/editor.html"))


def listed(draft: Draft) -> str:
    """Return the list of the files of a letter, with what they weigh together."""
    shown = {
        "files": draft.files.all() if draft.pk else (),
        "together": bytes_together(draft),
        "most": MOST_TOGETHER,
    }
    return render_to_string("webmail/_attached.html", shown)


def _answered(request: MemberRequest, done: Callable[[Draft], Answer]) -> JsonResponse:
    """Return what was done to the letter of the page, or a sentence about why it was not."""
    draft = begun(request)
    if draft is None:
        return JsonResponse({"sentence": _("This page is too old. Load it anew.")}, status=400)
    try:
        return JsonResponse(done(draft))
    except Refused as refusal:
        return JsonResponse({"sentence": str(refusal)}, status=409)
    except ValidationError as error:
        return JsonResponse({"sentence": " ".join(error.messages)}, status=400)


def _uploaded(request: MemberRequest) -> "UploadedFile[Any]":
    """Return the one file that came; raise ``ValidationError`` where it is none that may come."""
    given = FilesField(required=True).clean(request.FILES.getlist("file")[:1])
    return given[0]
