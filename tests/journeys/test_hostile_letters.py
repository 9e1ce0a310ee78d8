"""Letters of enemies on the page on which mail is read: nothing runs, or is fetched unasked."""

import pytest
from playwright.sync_api import Request, Route, expect

from kairan.mail.testing.attacks import attacks
from kairan.mail.tests.test_clean_html_browser import payloads
from tests.journeys.browsing import Visitors, artefacts
from tests.journeys.furnished import furnished
from tests.journeys.pages import COOKIE

pytestmark = pytest.mark.browser

POINT = (
    b"GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00!\xf9\x04\x01\x00\x00\x00\x00,"
    b"\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
)
IN_ONE_LETTER = 10


@pytest.fixture(scope="module")
def office():
    with furnished(artefacts() / "hostile-letters.log") as office:
        yield office


@pytest.fixture
def reader(browser, office):
    """Aiko's browser, which remembers what it is asked for and by whom."""
    visitors = Visitors(browser, office.office.url)
    page = visitors.visitor()
    page.context.add_cookies(
        [{"name": COOKIE, "value": office.sessions["aiko"], "url": office.office.url}]
    )
    watched = Watched(page, office.office.url)
    yield watched
    assert visitors.complaints == []
    visitors.leave()


class Watched:
    """A page, what its letters asked for, and what they got to run."""

    def __init__(self, page, home):
        self.page, self.home = page, home
        self.asked, self.said, self.opened = [], [], []
        page.on("dialog", lambda dialog: (self.said.append(dialog.message), dialog.dismiss()))
        page.context.on("page", lambda other: self.opened.append(other.url))
        page.context.on("request", self._remember)
        page.context.route(lambda url: not url.startswith(home), self._outside)

    def _remember(self, request: Request) -> None:
        is_letter = request.is_navigation_request() and request.url.endswith("/body/")
        is_by_letter = request.frame.parent_frame is not None and not is_letter
        if is_by_letter or not request.url.startswith(self.home):
            self.asked.append(request.url)

    def _outside(self, route: Route) -> None:
        route.fulfill(body=POINT, content_type="image/gif")

    def read(self, pk: int) -> None:
        self.page.goto(f"/webmail/messages/{pk}/")
        frame = self.page.frame_locator("iframe.letter-frame")
        expect(frame.locator(".letter-body")).to_be_attached()
        self.page.wait_for_load_state("load")
        assert self.page.url == f"{self.home}/webmail/messages/{pk}/"
        assert self.page.locator("h1").is_visible()


def letters(home):
    """One for each attack of ours; those of another project together, some in each."""
    others = payloads()
    return [
        *attacks(home),
        *(
            "\n<hr>\n".join(others[at : at + IN_ONE_LETTER])
            for at in range(0, len(others), IN_ONE_LETTER)
        ),
    ]


@pytest.fixture(scope="module")
def hostile(office):
    given = letters(office.office.url)
    keys = office.office.run("tests.journeys.inside.strange_letters", given=given)
    assert len(keys) == len(given) > 100
    return keys


def test_nothing_runs_and_nothing_is_asked_of_anybody(reader, hostile):
    for pk in hostile:
        reader.read(pk)
        assert (pk, reader.asked, reader.said, reader.opened) == (pk, [], [], [])


def test_pictures_that_are_asked_for_come_from_elsewhere_alone(reader, office):
    home = office.office.url
    letter = (
        "<p>Hello</p><img src=http://evil.example/shown.gif width=50 height=50>"
        "<img src=http://evil.example/beacon.gif width=1 height=1>"
        "<img src=http://evil.example/hidden.gif style='display:none'>"
        f"<img src={home}/account/ width=50 height=50><img src={home}/webmail/x.gif>"
        f"<p style='background:url({home}/a)'>x<img src='{home.replace('127.0.0.1', '127.1')}/b'>"
    )
    [pk] = office.office.run("tests.journeys.inside.strange_letters", given=[letter])
    reader.read(pk)
    assert reader.asked == []

    reader.page.get_by_role("button", name="Show them").click()
    reader.page.wait_for_load_state("load")
    picture = reader.page.frame_locator("iframe.letter-frame").locator("img").first
    expect(picture).to_be_visible()
    reader.page.wait_for_timeout(500)

    assert set(reader.asked) == {"http://evil.example/shown.gif"}
    assert reader.said == []
