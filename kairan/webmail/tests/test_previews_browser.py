"""In a real browser, previews for which the office had no time come a moment later."""

import os
from email.message import EmailMessage

import pytest
from playwright.sync_api import expect

from kairan.attachments.previews.drawn import AT_ONCE
from kairan.attachments.tests.test_previews import picture
from tests.journeys.browsing import chromium
from tests.servers.needed import require

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="module")
def browser():
    require("chromium")
    # Playwright keeps an event loop in this thread; Django would refuse the database beside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with chromium() as running:
        yield running
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def album(received, aiko):
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "mori@example.jp", "Album"
    mail.set_content("See there.")
    for n in range(3):
        mail.add_attachment(picture("PNG"), maintype="image", subtype="png", filename=f"{n}.png")
    return received(aiko, mail.as_bytes())


def test_pictures_that_could_not_be_drawn_at_once_are_asked_for_again(
    browser, live_server, as_, aiko, album
):
    with browser.new_context() as context:
        cookie = as_(aiko).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        page = context.new_page()
        refused = []
        page.on("response", lambda answer: answer.status == 503 and refused.append(answer.url))

        with AT_ONCE, AT_ONCE:
            page.goto(f"{live_server.url}/webmail/messages/{album.pk}/")
            previews = page.locator(".thumbnail img")
            expect(previews).to_have_count(3)
            page.wait_for_load_state("networkidle")
        assert len(set(refused)) == 3

        for n in range(3):
            expect(previews.nth(n)).to_have_js_property("naturalWidth", 240)
