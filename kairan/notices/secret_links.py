"""Pages behind the links in mails: they open for whoever holds the secret, and do not exist else.

A GET shows, only a POST acts; the address is the secret, so it is kept from caches and strangers.
"""

from collections.abc import Collection

from django.http import Http404, HttpResponse

from kairan.notices import tokens


def bearer_of(token: str, kind: str, *, among: Collection[str]) -> tokens.Bearer:
    """Return who holds the link of a mail of ``kind``.

    Raises Http404 when the token is dead or for something else, or ``kind`` is none of ``among``,
    the kinds whose links lead here.
    """
    if kind not in among:
        raise Http404
    try:
        return tokens.read(token, kind)
    except tokens.Invalid as error:
        raise Http404 from error


def kept_secret(response: HttpResponse) -> HttpResponse:
    """Return ``response`` with headers that keep its address from others."""
    # Without any referrer the page's own form would be refused.
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "private, no-store"
    return response
