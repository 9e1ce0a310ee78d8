"""What people choose under Mail preferences is what their mailbox gets, bundles and all."""

import pytest
from django.utils.timezone import now
from playwright.sync_api import expect

from kairan.apps.circulation.notices import CircularDelivered
from kairan.notices.models import Bundle
from tests.journeys.acting import fill
from tests.journeys.browsing import NARROW, artefacts, keep
from tests.journeys.cast import CAST
from tests.journeys.house import PATIENCE, a_house
from tests.journeys.rows import pick
from tests.servers.needed import require
from tests.servers.patience import eventually

pytestmark = [pytest.mark.browser, pytest.mark.servers]

KIND = CircularDelivered.kind
DESK = "/notices/preferences/"


@pytest.fixture(scope="module")
def house(browser):
    require("postfix")
    with a_house(browser, artefacts() / "what-people-choose.log") as house:
        yield house
        assert house.visitors.complaints == []


def choose(page, way):
    page.goto(DESK)
    page.locator(f"input[name='{KIND}'][value='{way}']").check()
    page.locator(".form-end button.primary").click()
    expect(page.locator("#messages .success")).to_be_visible()
    page.goto(DESK)
    expect(page.locator(f"input[name='{KIND}'][value='{way}']")).to_be_checked()


def circulate(house, subject, *to):
    """Let Aiko send a circular; return the address of its page."""
    page = house.page("aiko")
    page.goto("/circulation/new/")
    pick(page, *to)
    fill(page, subject=subject, body=f"Please read: {subject}.")
    page.locator("button[name=then][value=send]").click()
    expect(page.locator("#who-was-told")).to_be_visible()
    house.rest()
    return page.url


def open_as(house, login_id, address):
    """Let somebody open a page of which the office is told at once."""
    page = house.visitors.visitor(language=CAST[login_id].language)
    page.context.add_cookies(house.page(login_id).context.cookies())
    with page.expect_response("**/notices/openings/"):
        page.goto(address)


def addressed(house):
    return sorted(mail.address for mail in house.mails())


def let_the_window_pass():
    Bundle.objects.filter(state=Bundle.State.OPEN).update(closes_at=now())


def test_mails_obey_what_was_chosen_and_a_bundle_leaves_out_what_was_read(house):
    choose(house.page("ben"), "bundle")
    choose(house.page("dana"), "off")

    first = circulate(house, "Fire drill", "ben", "dana", "emi")
    eventually(lambda: len(house.mails()) >= 1, seconds=PATIENCE)
    assert addressed(house) == CAST["emi"].ticked
    told = house.page("aiko").locator("#who-was-told")
    house.page("aiko").goto(first)
    expect(told).to_contain_text("waits for a bundle")
    expect(told).to_contain_text("has switched these mails off")
    keep(house.page("aiko"), "what-people-choose/who-was-told")

    read = circulate(house, "Lost umbrella", "ben")
    circulate(house, "Summer hours", "ben")
    open_as(house, "ben", read)
    assert addressed(house) == CAST["emi"].ticked

    house.inside(let_the_window_pass)
    house.rest()
    mails = [mail for mail in house.mails() if mail.owner.login_id == "ben"]
    assert sorted(mail.address for mail in mails) == sorted(CAST["ben"].ticked)
    for mail in mails:
        for said in (mail.told, mail.shown):
            assert "Fire drill" in said
            assert "Summer hours" in said
            assert "Lost umbrella" not in said
    house.page("aiko").goto(read)
    expect(told).to_contain_text("was read in the office before the mail left")


def test_the_page_is_seen_wide_dark_narrow_and_in_japanese(house):
    page = house.page("ben")
    page.goto(DESK)
    keep(page, "what-people-choose/japanese")
    page.emulate_media(color_scheme="dark")
    keep(page, "what-people-choose/dark")
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(NARROW)
    expect(page.locator(".form-end button.primary")).to_be_visible()
    keep(page, "what-people-choose/narrow")
