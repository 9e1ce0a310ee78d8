"""Aiko writes for the sales desk: as another identity, whose signature her letter takes on."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.acting import fill
from tests.journeys.browsing import NARROW, artefacts, keep
from tests.journeys.furnished import furnished
from tests.servers.patience import eventually

pytestmark = pytest.mark.browser

SALES = {"name": "Sales", "address": "sales@kairan.test", "signature": "Sales desk"}


@pytest.fixture(scope="module")
def office():
    with furnished(artefacts() / "letters-from-whom.log") as office:
        yield office


def add_identity(page):
    page.goto("/webmail/accounts/")
    page.get_by_role("link", name="Change").press("Enter")
    page.get_by_role("link", name="Add an identity").press("Enter")
    fill(page, **SALES)
    keep(page, "letters-from-whom/identity")
    page.get_by_role("button", name="OK").press("Enter")
    expect(page.get_by_role("link", name="Sales <sales@kairan.test>")).to_be_visible()


def wait_until_accepted(page):
    """Look at the page of a letter anew until it says that the server has it."""
    expect(page.locator("#message")).to_contain_text("What became of this letter")

    def is_accepted():
        page.reload()
        return "accepted by the server" in page.locator("#message").inner_text()

    eventually(is_accepted, seconds=40)


def test_a_letter_takes_on_the_signature_of_whom_it_comes_from_by_keys_alone(sits, office):
    page = sits()
    add_identity(page)
    keep(page, "letters-from-whom/account")

    page.goto("/webmail/letters/new/")
    fill(page, to="yui@example.jp", subject="Offer")
    body = page.locator("[name=body]")
    body.press_sequentially("Here is our offer.")
    page.get_by_label("From").press("ArrowDown")
    expect(body).to_have_value(re.compile("^Here is our offer.\n\n-- \nSales desk\n$"))
    expect(page.locator("[data-kept]")).to_contain_text("Kept as a draft at")
    keep(page, "letters-from-whom/letter")

    page.get_by_label("From").press("ArrowUp")
    expect(body).not_to_have_value(re.compile("Sales desk"))
    page.get_by_label("From").press("ArrowDown")
    expect(body).to_have_value(re.compile("Sales desk"))
    before = len(office.smtp.accepted)
    body.press("Control+Enter")
    wait_until_accepted(page)
    assert office.smtp.accepted[before].sender == "sales@kairan.test"


def test_mails_travel_as_files_of_a_letter_by_keys_alone(sits, office):
    page = sits()
    page.goto("/webmail/")
    for box in page.locator("#mails [name=message]").all()[:2]:
        box.press("Space")
    page.locator("summary", has_text="More").press("Enter")
    keep(page, "letters-from-whom/bulk")
    page.get_by_role("button", name="Forward as files").press("Enter")
    expect(page.get_by_role("heading", name="Forward")).to_be_visible()
    expect(page.locator("[name=subject]")).to_have_value("2 forwarded mails")
    expect(page.locator("main")).to_contain_text(".eml")
    page.locator("summary", has_text="Character code").press("Enter")
    page.get_by_label("Character code").select_option("ISO-2022-JP")
    fill(page, to="yui@example.jp", body="①")
    keep(page, "letters-from-whom/forward")
    before = len(office.smtp.accepted)
    page.locator("[name=subject]").press("Control+Enter")
    expect(page.get_by_role("alert")).to_contain_text("“①” does not fit ISO-2022-JP")
    fill(page, body="会議")
    page.get_by_role("button", name="Send all the same").press("Enter")
    wait_until_accepted(page)
    data = office.smtp.accepted[before].data
    assert b"charset=ISO-2022-JP" in data
    assert data.count(b"Content-Type: message/rfc822") == 2


def test_files_are_looked_at_by_keys_alone(sits):
    page = sits()
    page.goto("/webmail/")
    page.locator("#mails a", has_text="Brochure").first.press("Enter")
    expect(page.get_by_alt_text("Preview of 表紙.png")).to_be_visible()
    page.get_by_role("link", name="Preview 案内.pdf").scroll_into_view_if_needed()
    keep(page, "letters-from-whom/files")
    page.get_by_role("link", name="Preview 案内.pdf").press("Enter")
    sheet = page.get_by_alt_text("案内.pdf, page 1 of 1")
    expect(sheet).to_have_js_property("complete", value=True)
    assert sheet.evaluate("each => each.naturalWidth") > 1000
    keep(page, "letters-from-whom/preview")


def test_with_formatting_the_signature_changes_too(sits):
    page = sits()
    page.goto("/webmail/letters/new/")
    page.get_by_role("button", name="Write with formatting").press("Enter")
    letter = page.frame_locator("iframe.editor-frame").get_by_role("textbox")
    expect(letter).not_to_contain_text("Sales desk")
    page.get_by_label("From").press("ArrowDown")
    expect(letter).to_contain_text("Sales desk")
    letter.press_sequentially("Hello ")
    page.get_by_label("From").press("ArrowUp")
    expect(letter).not_to_contain_text("Sales desk")
    expect(letter).to_contain_text("Hello")


# The office answers the page once somebody lets it.
HELD = """() => {
  const asked = window.fetch;
  window.fetch = async (...what) => {
    const answer = await asked(...what);
    await new Promise((go) => (window.letGo = go));
    window.fetch = asked;
    return answer;
  };
}"""


def test_what_is_typed_while_the_signature_is_on_its_way_stays(sits):
    page = sits()
    page.goto("/webmail/letters/new/")
    with_formatting = page.get_by_role("button", name="Write as text")
    if with_formatting.count():
        with_formatting.press("Enter")
    body = page.locator("[name=body]")
    body.fill("Hello")
    page.evaluate(HELD)
    page.get_by_label("From").press("ArrowDown")
    page.wait_for_function("() => Boolean(window.letGo)")
    body.press_sequentially(" Yui, more")
    page.evaluate("window.letGo()")

    expect(body).to_have_value("Hello Yui, more\n\n-- \nSales desk\n")


def test_previews_are_seen_dark_narrow_and_in_japanese(sits):
    page = sits("ben", language="ja", dark=True)
    page.set_viewport_size(NARROW)
    page.goto("/webmail/")
    page.locator("#mails a", has_text="Brochure").first.click()
    expect(page.get_by_alt_text("表紙.pngのプレビュー")).to_be_visible()
    keep(page, "letters-from-whom/files-narrow-ja")
    page.get_by_role("link", name="プレビュー 案内.pdf").click()
    expect(page.get_by_alt_text("案内.pdf、1ページ中1ページ目")).to_be_visible()
    keep(page, "letters-from-whom/preview-narrow-ja")


def test_identities_are_seen_dark_narrow_and_in_japanese(sits):
    page = sits("ben", language="ja", dark=True)
    page.goto("/webmail/accounts/")
    page.get_by_role("link", name="変更").first.click()
    keep(page, "letters-from-whom/account-dark-ja")
    page.get_by_role("link", name="差出人を追加").click()
    page.set_viewport_size(NARROW)
    keep(page, "letters-from-whom/identity-narrow-ja")
