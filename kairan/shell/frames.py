"""Pages that are shown in frames of our own pages, and that can do nothing there."""

from django.http import HttpResponse

from kairan.shell.content_policy import HEADER

_POLICY = "; ".join(
    [
        "default-src 'none'",
        "style-src 'unsafe-inline'",
        "img-src {pictures}",
        "form-action 'none'",
        "base-uri 'none'",
        "frame-ancestors 'self'",
        "sandbox allow-popups allow-popups-to-escape-sandbox",
    ]
)


def sealed_off(response: HttpResponse, *, pictures: str = "data:") -> HttpResponse:
    """Return ``response``, of which nothing may run, be sent or be fetched.

    ``pictures`` are the sources from which pictures may come (CSP 3, ``img-src``).
    """
    response.headers[HEADER] = _POLICY.format(pictures=pictures)
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-DNS-Prefetch-Control"] = "off"
    return response
