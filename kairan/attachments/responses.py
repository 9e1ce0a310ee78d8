"""Answers that carry a file: always a download, never something the browser runs."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from kairan.attachments import contents
from kairan.attachments.models import Attachment


def download(attachment: Attachment) -> HttpResponse:
    """Return the file for saving; the caller has checked that its record is visible."""
    return file_response(
        contents.read(attachment.content_id), name=attachment.name, media_type=attachment.media_type
    )


def picture_response(drawn: bytes, *, name: str) -> HttpResponse:
    """Return a WebP picture that we have drawn of the file ``name``, to stand in our own pages."""
    response = file_response(drawn, name=f"{name}.webp", media_type="image/webp")
    disposition = content_disposition_header(as_attachment=False, filename=f"{name}.webp")
    response.headers["Content-Disposition"] = disposition or "inline"
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response


def file_response(data: bytes, *, name: str, media_type: str) -> HttpResponse:
    """Return ``data`` as a download named ``name`` (RFC 6266), inert in every browser."""
    response = HttpResponse(data, content_type="application/octet-stream")
    if media_type.startswith(("image/", "audio/", "video/")) and "svg" not in media_type:
        response.headers["Content-Type"] = media_type
    disposition = content_disposition_header(as_attachment=True, filename=name)
    response.headers["Content-Disposition"] = disposition or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, no-transform"
    return response
