"""The forms that matter work in a browser that runs no scripts."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.acting import AIKO, CHIDI, fill, open_mail_server_settings, sign_in
from tests.journeys.browsing import Visitors, artefacts, keep
from tests.journeys.furnished import furnished
from tests.journeys.links import confirm_path_in
from tests.servers.patience import eventually

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def house():
    with furnished(artefacts() / "without-scripts.log") as office:
        yield office


@pytest.fixture
def visitors(browser, house):
    people = Visitors(browser, house.office.url)
    yield people
    people.leave()
    assert people.complaints == []


@pytest.fixture
def page(visitors):
    """Aiko, signed in, without scripts."""
    page = visitors.visitor(javascript=False)
    sign_in(page, AIKO)
    return page


def letters_to(house, address, subject):
    """What the mail server has taken for this address under this subject."""
    return [
        letter.data
        for letter in house.smtp.accepted
        if letter.recipients == (address,) and subject.encode() in letter.data
    ]


def test_a_circular_is_written_searched_for_sent_and_confirmed(page, house, visitors):
    page.goto("/circulation/new/")
    fill(page, **{"to-typed": "chidi", "subject": "Keys", "body": "Hand them in."})
    page.locator("[name=to-search]").click()
    expect(page.locator("people-picker")).to_contain_text("Chidi Obi")
    expect(page.locator("[name=subject]")).to_have_value("Keys")
    keep(page, "without-scripts/picker")
    page.get_by_role("checkbox", name="Chidi Obi").check()
    page.locator("button[name=then][value=send]").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Keys")

    [letter] = eventually(lambda: letters_to(house, CHIDI.address, "Keys"))
    stranger = visitors.visitor(javascript=False)
    stranger.goto(confirm_path_in(letter))
    fill(stranger, comment="Done.")
    stranger.locator("main form button.primary").click()
    expect(stranger.locator(".note.ok")).to_be_visible()
    page.reload()
    expect(page.locator("#answers progress")).to_have_attribute("value", "1")
    keep(page, "without-scripts/circular")


def test_mail_servers_are_tried_and_saved(page, house):
    open_mail_server_settings(page)
    before = len(house.smtp.accepted)
    page.get_by_role("button", name="Send a test mail").click()
    expect(page.locator("#trials pre.wire")).to_contain_text("250")
    keep(page, "without-scripts/test-mail")
    assert len(house.smtp.accepted) == before + 1
    fill(page, company_name="Minato & Sons")
    page.locator(".form-end").get_by_role("button", name="OK").click()
    expect(page.locator("#messages .success")).to_be_visible()
    expect(page.locator("[name=company_name]")).to_have_value("Minato & Sons")


def test_people_are_added_and_change_themselves(page):
    page.goto("/people/new/")
    fill(page, login_id="dana", first_name="Dana", password="correct horse battery")
    page.locator("main form button.primary").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Dana")
    page.goto("/people/me/")
    fill(page, phone="03-1234-5678")
    page.locator("main form button.primary").first.click()
    expect(page.locator("#messages .success")).to_be_visible()


def test_a_letter_is_written_and_an_answer_begun(page, house):
    page.goto("/webmail/letters/new/")
    fill(page, to="ben@kairan.test", subject="Lunch at noon", body="Shall we?")
    page.locator("button[name=then][value=send]").click()
    eventually(lambda: letters_to(house, "ben@kairan.test", "Lunch at noon"))
    page.goto("/webmail/")
    page.locator(".letters a").first.click()
    page.locator("button[name=then][value=reply]").click()
    expect(page.locator("[name=subject]")).to_have_value(re.compile("^Re: "))
    page.locator("button[name=then][value=keep]").click()
    expect(page.locator("#messages .success")).to_be_visible()
    page.goto("/webmail/drafts/")
    expect(page.locator("main")).to_contain_text("Re: ")


def test_notices_are_marked_and_mails_chosen(page):
    page.goto("/notices/")
    page.get_by_role("button", name="Mark all as read").click()
    expect(page.locator(".heard .unread")).to_have_count(0)
    page.goto("/notices/preferences/")
    page.locator("main form input[type=checkbox]").first.uncheck()
    page.locator("main form button.primary").click()
    expect(page.locator("#messages .success")).to_be_visible()
    expect(page.locator("main form input[type=checkbox]").first).not_to_be_checked()
