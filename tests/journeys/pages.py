"""Every page of the office, as the URLconf has them: a new page cannot be forgotten."""

import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

COOKIE = "sessionid"
SIGN_IN = "/account/login/"
_WORDS = {
    200: "shown",
    304: "shown",
    400: "refused",
    403: "refused",
    404: "not there",
    405: "post only",
}


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
    """What a request got; ``leads_to`` is where a redirect points."""

    status: int
    is_page: bool
    leads_to: str = ""

    @property
    def is_shown(self) -> bool:
        """Whether there is something to look at."""
        return self.status == 200 and self.is_page

    @property
    def words(self) -> str:
        """Say in two words what was answered."""
        if self.status in (301, 302):
            return "sign in" if self.leads_to.startswith(SIGN_IN) else "elsewhere"
        return _WORDS.get(self.status, f"error {self.status}")


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_arguments: Any, **_more: Any) -> None:
        return None


def ask(url: str, session: str = "", data: bytes | None = None) -> Answer:
    """Ask for ``url`` with a session, or as a stranger; POST ``data`` if any; follow nothing."""
    headers = {"Cookie": f"{COOKIE}={session}"} if session else {}
    request = urllib.request.Request(url, data=data, headers=headers)
    try:
        with urllib.request.build_opener(_NoRedirects).open(request, timeout=20) as answer:
            return _answer(answer.status, answer)
    except urllib.error.HTTPError as error:
        with error:
            return _answer(error.code, error)


def _answer(status: int, answer: Any) -> Answer:
    return Answer(status, _is_page(answer), answer.headers.get("Location", ""))


def _is_page(answer: Any) -> bool:
    shown = "attachment" not in answer.headers.get("Content-Disposition", "")
    return shown and answer.headers.get_content_type() == "text/html"
