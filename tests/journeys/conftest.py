"""Fixtures of the journeys: real servers, a running office, people in front of browsers."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.journeys.browsing import Visitors, artefacts, chromium
from tests.journeys.office import Office
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


def _name(request) -> str:
    return re.sub(r"[^a-z0-9]+", "-", request.node.name.lower()).strip("-")
