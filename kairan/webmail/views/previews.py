"""Files of a mail, looked at without saving them: pictures, texts and the pages of PDFs."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kairan.attachments.previews import Busy, Kind, NotShown, Size, draw, excerpt, pages
from kairan.attachments.responses import picture_response
from kairan.people.requests import MemberRequest
from kairan.webmail.reading.mail import File, OpenedMail
from kairan.webmail.views.access import webmail_required
from kairan.webmail.views.message import opened

SECONDS_TO_COME_AGAIN = 2


@webmail_required
@require_safe
def show(request: MemberRequest, pk: int, number: int) -> HttpResponse:
    """Show a file: the beginning of a text, a picture, or one page of a PDF."""
    mail = opened(request, pk)
    file = _shown(mail, number)
    context = {"message": mail.message, "file": file, "number": number}
    if file.kind is Kind.TEXT:
        text = excerpt(file.part.data, label=file.part.charset, charset=mail.message.charset)
        return render(request, "webmail/preview.html", {**context, "excerpt": text})
    try:
        count = _count(file)
    except Busy:
        shown = {**context, "is_busy": True}
        return _later(render(request, "webmail/preview.html", shown, status=503))
    typed = request.GET.get("page", "1")
    page = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 1
    return render(
        request, "webmail/preview.html", {**context, **_around(min(max(page, 1), count), count)}
    )


@webmail_required
@require_safe
def thumbnail(request: MemberRequest, pk: int, number: int) -> HttpResponse:
    """Answer a small picture of a file that is a picture."""
    file = _shown(opened(request, pk), number)
    if file.kind is not Kind.PICTURE:
        raise Http404
    return _drawn(file, size=Size.THUMBNAIL)


@webmail_required
@require_safe
def drawn(request: MemberRequest, pk: int, number: int, page: int) -> HttpResponse:
    """Answer a picture of one page of a file; a file that is a picture has one page."""
    return _drawn(_shown(opened(request, pk), number), size=Size.PAGE, page=page)


def _drawn(file: File, *, size: Size, page: int = 1) -> HttpResponse:
    if file.kind not in {Kind.PICTURE, Kind.PDF}:
        raise Http404
    try:
        picture = draw(file.part.data, file.kind, size=size, page=page)
    except NotShown as refusal:
        raise Http404 from refusal
    except Busy:
        return _later(HttpResponse(status=503))
    return picture_response(picture, name=file.name)


def _later(answer: HttpResponse) -> HttpResponse:
    answer.headers["Retry-After"] = str(SECONDS_TO_COME_AGAIN)
    return answer


def _count(file: File) -> int:
    """Return how many pages can be shown: none of a file that is broken or costs too much."""
    try:
        return pages(file.part.data, file.kind or Kind.PICTURE)
    except NotShown:
        return 0


def _around(page: int, count: int) -> dict[str, int]:
    return {
        "page": page,
        "count": count,
        "before": page - 1,
        "next": page + 1 if page < count else 0,
    }


def _shown(mail: OpenedMail, number: int) -> File:
    for each in mail.files:
        if each.number == number and each.kind is not None:
            return each
    raise Http404
