"""Somebody who signed in, reads pages and sends forms as a browser would, but timed."""

import re
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping

from tests.journeys.pages import COOKIE

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class FormRefused(Exception):
    """A form was not taken; carries its path."""


class Visitor:
    """A person with a session of their own at ``url``. ``took`` are the seconds of each form."""

    def __init__(self, url: str, session: str) -> None:
        self.url = url
        self.session = session
        self.took: list[float] = []

    def get(self, path: str) -> str:
        """Return a page."""
        return self._ask(urllib.request.Request(self.url + path))[1]

    def send(self, path: str, form: Mapping[str, str], *, to: str = "") -> str:
        """Open the page ``path`` and send its form (``to`` another path); return where it leads.

        Raises HTTPError where the server fails, FormRefused where the form is shown again.
        """
        token = TOKEN.search(self.get(path))
        given = {**form, "csrfmiddlewaretoken": token[1] if token else ""}
        request = urllib.request.Request(
            self.url + (to or path), urllib.parse.urlencode(given).encode()
        )
        request.add_header("Cookie", f"csrftoken={given['csrfmiddlewaretoken']}")
        begun = time.perf_counter()
        location, _ = self._ask(request)
        self.took.append(time.perf_counter() - begun)
        if not location:
            raise FormRefused(path)
        return location

    def circulate(self, group: int) -> str:
        """Send a circular to a group through its form; return its path."""
        form = {
            "to": f"group:{group}",
            "subject": "Fire drill",
            "body": "Tuesday.",
            "priority": "normal",
            "then": "send",
        }
        return self.send("/circulation/new/", form)

    def _ask(self, request: urllib.request.Request) -> tuple[str, str]:
        cookies = request.get_header("Cookie", "")
        request.add_header("Cookie", f"{COOKIE}={self.session}; {cookies}")
        opener = urllib.request.build_opener(_Stay)
        try:
            with opener.open(request, timeout=60) as answer:
                return "", answer.read().decode()
        except urllib.error.HTTPError as error:
            if error.code != 302:
                raise
            return error.headers["Location"], ""


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_arguments: object, **_more: object) -> None:
        return None
