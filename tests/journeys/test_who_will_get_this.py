"""Before a circular is sent, its author sees who will get it, and spares somebody the mail."""

import pytest
from playwright.sync_api import expect

from kairan.apps.circulation.models import Circular
from kairan.attachments.models import Attachment
from kairan.notices.models import Announcement
from tests.journeys.acting import fill
from tests.journeys.browsing import NARROW, artefacts, keep
from tests.journeys.cast import CAST
from tests.journeys.house import PATIENCE, a_house
from tests.journeys.rows import pick
from tests.servers.needed import require
from tests.servers.patience import eventually

pytestmark = [pytest.mark.browser, pytest.mark.servers]

ASK = "button[name=then][value=rehearse]"


@pytest.fixture(scope="module")
def house(browser):
    require("postfix")
    with a_house(browser, artefacts() / "who-will-get-this.log") as house:
        yield house
        assert house.visitors.complaints == []


def test_the_author_asks_narrows_and_sends(house, tmp_path):
    plan = tmp_path / "plan.txt"
    plan.write_text("Boxes first.")
    page = house.page("aiko")
    page.goto("/circulation/new/")
    pick(page, "ben", "dana")
    fill(page, subject="Office move", body="Boxes are in the hall.")
    page.locator("[name=attached]").set_input_files(plan)
    page.locator(ASK).click()

    answer = page.locator("#rehearsal")
    expect(answer).to_contain_text("2 by mail and in the app")
    expect(answer).to_contain_text("Files: plan.txt")
    assert house.inside(kept) == [0, 0, 0]
    keep(page, "who-will-get-this/wide")
    page.emulate_media(color_scheme="dark")
    keep(page, "who-will-get-this/dark")
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(NARROW)
    keep(page, "who-will-get-this/narrow")

    answer.get_by_role("checkbox", name=house.name("dana")).uncheck()
    page.locator("button[name=then][value=send]").click()
    expect(page.locator("#who-was-told")).to_contain_text("whoever sent it wanted no mail")
    expected = sorted(CAST["ben"].ticked)
    eventually(lambda: len(house.mails()) >= len(expected), seconds=PATIENCE)
    house.rest()
    assert sorted(mail.address for mail in house.mails()) == expected
    assert house.inside(kept) == [1, 1, 1]


def test_it_is_asked_without_scripts_and_in_japanese(house):
    page = house.visitors.visitor(language="ja", javascript=False)
    page.context.add_cookies(house.page("ben").context.cookies())
    page.goto("/circulation/new/")
    fill(page, **{"to-typed": "aiko", "subject": "引っ越し"})
    page.locator("[name=to-search]").click()
    page.get_by_role("checkbox", name=house.name("aiko")).check()
    page.locator(ASK).click()

    expect(page.locator("#rehearsal")).to_contain_text("届く人")
    expect(page.locator("[name=subject]")).to_have_value("引っ越し")
    keep(page, "who-will-get-this/japanese-without-scripts")


def kept():
    """How many circulars, files and announcements of circulars there are."""
    announced = Announcement.objects.filter(kind__startswith="circulation.")
    return [Circular.objects.count(), Attachment.objects.count(), announced.count()]
