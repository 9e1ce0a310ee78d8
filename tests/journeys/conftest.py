"""Fixtures of the journeys: real servers, a running office, people in front of browsers."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.browsing import Visitors, artefacts, chromium
from tests.journeys.office import Office
from tests.journeys.pages import COOKIE
from tests.servers.needed import require

FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Let fixtures know whether their test has failed."""
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The system's Chromium."""
    require("chromium")
    with chromium() as running:
        yield running


@pytest.fixture
def office(request) -> Iterator[Office]:
    """An office that nobody has set up yet."""
    with Office(artefacts() / f"{_name(request)}.log") as running:
        yield running


@pytest.fixture
def visitors(request, browser: Browser, office: Office) -> Iterator[Visitors]:
    """People who visit the office; fails afterwards when a script or a page of theirs failed."""
    people = Visitors(browser, office.url)
    yield people
    if request.node.stash.get(FAILED, False):
        people.keep_pictures(_name(request))
    people.leave()
    assert people.complaints == []


@pytest.fixture
def tolerated() -> str:
    """Words of what a browser may complain about in a journey: none, where it does not say so."""
    return ""


@pytest.fixture
def sits(request, browser: Browser, office, tolerated: str) -> Iterator[Callable[..., Page]]:
    """Let somebody of a furnished office sit down before a browser, signed in.

    Fails afterwards when a script or a page of theirs failed.
    """
    visitors = Visitors(browser, office.office.url)

    def sit(login_id: str = "aiko", **how: Any) -> Page:
        page = visitors.visitor(**how)
        cookie = {"name": COOKIE, "value": office.sessions[login_id], "url": office.office.url}
        page.context.add_cookies([cookie])
        return page

    yield sit
    if request.node.stash.get(FAILED, False):
        visitors.keep_pictures(_name(request))
    visitors.leave()
    complaints = visitors.complaints
    assert [each for each in complaints if not tolerated or tolerated not in each] == []


def _name(request) -> str:
    return re.sub(r"[^a-z0-9]+", "-", request.node.name.lower()).strip("-")
