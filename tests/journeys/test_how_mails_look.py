"""An administrator changes how mails look and what they say, sees it first, and so it arrives."""

import pytest
from playwright.sync_api import expect

from kairan.letterhead.tests.pictures import picture
from tests.journeys.acting import AIKO, CHIDI, fill, sign_in
from tests.journeys.browsing import Visitors, artefacts, keep
from tests.journeys.furnished import furnished
from tests.servers.patience import eventually

pytestmark = pytest.mark.browser
WORDS = "/notices/words/circulation.delivered/en/"


@pytest.fixture(scope="module")
def house():
    with furnished(artefacts() / "how-mails-look.log") as office:
        yield office


@pytest.fixture
def visitors(browser, house):
    people = Visitors(browser, house.office.url)
    yield people
    people.leave()
    assert people.complaints == []


def shown(page):
    """The mail in the preview, as on a telephone."""
    return page.frame_locator("iframe[name=preview]").frame_locator(".telephone iframe")


def circulate(page, subject):
    page.goto("/circulation/new/")
    fill(page, **{"to-typed": "chidi", "subject": subject, "body": "Hand them in."})
    page.locator("[name=to-search]").click()
    page.get_by_role("checkbox", name="Chidi Obi").check()
    page.locator("button[name=then][value=send]").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(subject)


def letters_to(house, address, words):
    """What the mail server has taken for this address with these words in it."""
    return [
        letter.data
        for letter in house.smtp.accepted
        if letter.recipients == (address,) and words.encode() in letter.data
    ]


def test_words_are_seen_saved_and_sent_without_scripts(visitors, house):
    page = visitors.visitor(javascript=False)
    sign_in(page, AIKO)
    page.goto(WORDS)
    fill(page, subject="{author} asks: {subject}", opening="Please seal: {subject}")
    page.get_by_role("button", name="Preview").click()
    expect(shown(page).get_by_role("heading")).to_have_text("Please seal: Office move on 1 August")
    keep(page, "how-mails-look/words")

    page.get_by_role("button", name="Save").click()
    expect(page.locator("#messages .success")).to_be_visible()
    circulate(page, "Keys")

    [letter] = eventually(lambda: letters_to(house, CHIDI.address, "Please seal: Keys"))
    assert b"Subject: Aiko Mori asks: Keys\r\n" in letter


def test_the_preview_follows_what_is_typed(visitors):
    page = visitors.visitor()
    sign_in(page, AIKO)
    page.goto(WORDS)
    page.locator("[name=closing]").fill("Thank you, says {company}.")

    expect(shown(page).locator(".closing")).to_have_text("Thank you, says Minato.")
    page.locator("[name=closing]").fill("{nobody}")
    wrong = page.frame_locator("iframe[name=preview]").locator("li")
    expect(wrong).to_contain_text("{nobody} cannot stand here.")


def test_a_logo_is_seen_first_and_travels_inside_the_mail(visitors, house):
    page = visitors.visitor(javascript=False)
    sign_in(page, AIKO)
    page.goto("/letterhead/")
    file = {"name": "logo.png", "mimeType": "image/png", "buffer": picture()}
    page.locator("[name=logo]").set_input_files(file)
    page.get_by_role("button", name="Preview").click()
    expect(shown(page).get_by_role("img", name="Minato")).to_be_visible()
    keep(page, "how-mails-look/letterhead")

    page.get_by_role("button", name="Save").click()
    expect(page.locator("#messages .success")).to_be_visible()
    circulate(page, "Lanterns")

    [letter] = eventually(lambda: letters_to(house, CHIDI.address, "Lanterns"))
    assert letter.count(b"Content-ID: <logo@letterhead>") == 1
    assert b"multipart/related" in letter
