"""Every page of the office, as the URLconf has them: a new page cannot be forgotten."""

import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

COOKIE = "sessionid"


@dataclass(frozen=True)
class Door:
    """One URL of the office: its name, and which arguments it takes."""

    name: str
    takes: frozenset[str]

    def __str__(self) -> str:
        return self.name

    def path(self, arguments: Mapping[str, Mapping[str, Any]]) -> str:
        """Return where it leads, with what ``arguments`` says of it.

        Where that is silent, stand-ins take its place: enough for a URL that only takes POST.
        """
        return reverse(self.name, kwargs=arguments.get(self.name) or dict.fromkeys(self.takes, 1))


def doors() -> list[Door]:
    """Return every URL of the office."""
    return sorted(_doors(get_resolver(), ()), key=str)


def _doors(resolver: URLResolver, rooms: tuple[str, ...]) -> Iterator[Door]:
    for each in resolver.url_patterns:
        if isinstance(each, URLPattern):
            if each.name:
                yield Door(
                    ":".join([*rooms, each.name]), frozenset(each.pattern.converters) | _named(each)
                )
        else:
            inner = (*rooms, each.namespace) if each.namespace else rooms
            yield from _doors(each, inner)


def _named(pattern: URLPattern) -> frozenset[str]:
    """Return the named groups of a pattern that is a regular expression."""
    return frozenset(pattern.pattern.regex.groupindex)


@dataclass(frozen=True)
class Answer:
    """What a GET got."""

    status: int
    is_page: bool

    @property
    def is_shown(self) -> bool:
        """Whether there is something to look at."""
        return self.status == 200 and self.is_page


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_arguments: Any, **_more: Any) -> None:
        return None


def get(url: str, session: str = "") -> Answer:
    """Ask for ``url`` with a session, or as a stranger, and follow nothing."""
    headers = {"Cookie": f"{COOKIE}={session}"} if session else {}
    request = urllib.request.Request(url, headers=headers)
    try:
        with urllib.request.build_opener(_NoRedirects).open(request, timeout=20) as answer:
            return Answer(answer.status, _is_page(answer))
    except urllib.error.HTTPError as error:
        with error:
            return Answer(error.code, _is_page(error))


def _is_page(answer: Any) -> bool:
    shown = "attachment" not in answer.headers.get("Content-Disposition", "")
    return shown and answer.headers.get_content_type() == "text/html"
