"""Asks for pages as a browser does, over one connection that is kept, and times each."""

import http.client
import time
from collections.abc import Callable, Sequence
from http.cookies import SimpleCookie
from statistics import median
from urllib.parse import urlsplit

WARM_UP = 3


class PageFailed(Exception):
    """A page did not come, or not with what it should show; carries a sentence."""


class Browser:
    """One connection to a web server, with cookies that are given."""

    def __init__(self, url: str, cookies: str) -> None:
        address = urlsplit(url)
        self._connection = http.client.HTTPConnection(address.netloc, timeout=120)
        self._cookies = cookies

    def get(self, path: str, *, shows: str = "") -> tuple[float, str]:
        """Return how many milliseconds a page took to its last byte, and the page.

        Raises PageFailed where it is no page, or does not show ``shows``.
        """
        begun = time.perf_counter()
        self._connection.request("GET", path, headers={"Cookie": self._cookies})
        answer = self._connection.getresponse()
        body = answer.read()
        took = (time.perf_counter() - begun) * 1000
        page = body.decode(errors="replace")
        self._keep_cookies(answer)
        if answer.status != 200 or shows not in page:
            raise PageFailed(f"{path} answered {answer.status} without “{shows}”: {page[:300]}")
        return took, page

    def post(self, path: str, form: str) -> None:
        """Send a form, and keep the cookies that come back."""
        headers = {
            "Cookie": self._cookies,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        self._connection.request("POST", path, body=form, headers=headers)
        self._keep_cookies(self._connection.getresponse())

    def _keep_cookies(self, answer: http.client.HTTPResponse) -> None:
        answer.read()
        kept = SimpleCookie(self._cookies)
        for line in answer.headers.get_all("Set-Cookie", []):
            kept.load(line)
        self._cookies = "; ".join(f"{name}={each.value}" for name, each in kept.items())

    def times(self, path: Callable[[int], str], *, shows: str, number: int) -> list[float]:
        """Return the milliseconds of ``number`` pages, some warming up before them."""
        for n in range(WARM_UP):
            self.get(path(n), shows=shows)
        return [self.get(path(WARM_UP + n), shows=shows)[0] for n in range(number)]


def of_runs(times: Sequence[Sequence[float]]) -> list[float]:
    """Return the median of each run."""
    return [median(each) for each in times]
