"""Pages that are shown in frames of our own pages, and that can do nothing there."""

from django.http import HttpResponse

from kairan.shell.content_policy import HEADER

INLINE = "'unsafe-inline'"
_POLICY = "; ".join(
    [
        "default-src 'none'",
        "style-src {styles}",
        "img-src {pictures}",
        "form-action 'none'",
        "base-uri 'none'",
        "frame-ancestors 'self'",
        "sandbox allow-popups allow-popups-to-escape-sandbox",
    ]
)

_EDITOR_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "form-action 'none'",
        "base-uri 'none'",
        "frame-ancestors 'self'",
    ]
)


def sealed_off(
    response: HttpResponse, *, pictures: str = "data:", styles: str = INLINE
) -> HttpResponse:
    """Return ``response``, of which nothing may run, be sent or be fetched.

    ``pictures`` and ``styles`` are the sources from which such may come (CSP 3, ``img-src``,
    ``style-src``).
    """
    response.headers[HEADER] = _POLICY.format(pictures=pictures, styles=styles)
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-DNS-Prefetch-Control"] = "off"
    return response


def edited_in(response: HttpResponse) -> HttpResponse:
    """Return ``response``, an empty page of ours in which people write with formatting.

    What they paste, and what they quote of strangers, may look as it likes there. Only the scripts
    of the office run; pictures come from it or stand in the text; nothing can be sent or opened.
    """
    response.headers[HEADER] = _EDITOR_POLICY
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-DNS-Prefetch-Control"] = "off"
    return response
