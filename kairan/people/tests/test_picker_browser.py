"""The picker in a real browser: with the keyboard alone, and with no script at all."""

import os
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from kairan.people.models import Group, User
from tests.servers.needed import program, require

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    require("chromium")
    # Playwright keeps an event loop in this thread; Django would refuse the database beside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program("chromium"), args=["--no-sandbox"]
        )
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def group(transactional_db, aiko, ben, chidi) -> Group:
    Group.objects.create(name="Everybody").members.set([aiko, ben, chidi])
    return Group.objects.create(name="Sales")


def signed_in(context: BrowserContext, as_, person: User, url: str) -> None:
    cookie = as_(person).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": url}])


def test_people_are_chosen_with_the_keyboard_alone(chromium, live_server, as_, aiko, ben, group):
    with chromium.new_context() as context:
        signed_in(context, as_, aiko, live_server.url)
        page = context.new_page()
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{live_server.url}/people/groups/{group.pk}/")
        combobox = page.get_by_role("combobox")

        combobox.press_sequentially("sato")
        page.get_by_role("option", name="Sato Ben").wait_for()
        assert combobox.get_attribute("aria-expanded") == "true"
        assert Axe().run(page).violations_count == 0
        combobox.press("Enter")
        combobox.press_sequentially("every")
        page.get_by_role("option", name="Everybody").wait_for()
        combobox.press("Enter")
        page.get_by_text("3 people chosen").wait_for()
        combobox.press("Backspace")
        page.get_by_text("1 person chosen").wait_for()
        page.get_by_role("button", name="Add to the group").click()

        page.get_by_text("1 person joined.").wait_for()
        assert list(group.members.all()) == [ben]
        assert complaints == []


def test_people_are_chosen_without_a_script(chromium, live_server, as_, aiko, ben, group):
    with chromium.new_context(java_script_enabled=False) as context:
        signed_in(context, as_, aiko, live_server.url)
        page = context.new_page()
        page.goto(f"{live_server.url}/people/groups/{group.pk}/")
        page.get_by_label("Add people or groups").fill("sa")

        page.get_by_role("button", name="Search").click()
        page.get_by_label("Sato Ben").check()
        page.get_by_role("button", name="Add to the group").click()

        page.get_by_text("1 person joined.").wait_for()
        assert list(group.members.all()) == [ben]
