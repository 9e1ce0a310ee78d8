"""Aiko writes a letter: it is kept as she types, questioned, taken back, and sent later."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.acting import fill
from tests.journeys.browsing import NARROW, artefacts, keep
from tests.journeys.furnished import furnished

pytestmark = pytest.mark.browser

LETTER = {"to": "yui@example.jp", "subject": "Office move"}


@pytest.fixture(scope="module")
def office():
    with furnished(artefacts() / "writing-a-letter.log") as office:
        yield office


def write(page, **letter):
    page.goto("/webmail/letters/new/")
    fill(page, **letter)


def test_what_is_typed_is_kept_and_no_tab_overwrites_another(sits):
    page = sits()
    write(page, **LETTER)
    page.locator("[name=body]").press_sequentially("Boxes are in the hall.")
    kept = page.locator("[data-kept]")
    expect(kept).to_contain_text("Kept as a draft at")
    keep(page, "writing-a-letter/kept")

    other = page.context.new_page()
    other.goto("/webmail/drafts/")
    other.get_by_role("link", name="Office move").first.click()
    expect(other.locator("[name=body]")).to_have_value("Boxes are in the hall.")
    other.locator("[name=body]").fill("Boxes are in the cellar.")
    expect(other.locator("[data-kept]")).to_contain_text("Kept as a draft at")

    page.locator("[name=body]").press_sequentially(" Really.")
    expect(kept).to_contain_text("another tab")
    page.get_by_role("button", name="Keep as a draft").click()
    expect(page.locator("main")).to_contain_text("another tab")
    expect(page.locator("[name=body]")).to_have_value("Boxes are in the hall. Really.")
    other.reload()
    expect(other.locator("[name=body]")).to_have_value("Boxes are in the cellar.")


def test_a_letter_is_questioned_taken_back_and_sent_later_by_keys_alone(sits, office):
    page = sits()
    page.goto("/webmail/accounts/")
    page.get_by_role("link", name="Change").first.click()
    fill(page, undo_seconds="30", signature="Aiko Mori")
    page.get_by_role("button", name="OK").click()
    expect(page).to_have_url(re.compile("/webmail/accounts/$"))

    write(page, **LETTER)
    body = page.locator("[name=body]")
    expect(body).to_have_value(re.compile("-- \nAiko Mori"))
    body.fill("The plan is attached.")
    body.press("Control+Enter")
    expect(page.get_by_role("alert")).to_contain_text("You write “attached”")
    keep(page, "writing-a-letter/questioned")
    page.get_by_role("button", name="Send all the same").press("Enter")

    note = page.locator("form.note", has_text="Until then you can take it back")
    expect(note).to_be_visible()
    keep(page, "writing-a-letter/leaves-soon")
    before = len(office.smtp.accepted)
    note.get_by_role("button", name="Take it back").press("Enter")
    expect(page.locator("[name=body]")).to_have_value("The plan is attached.")

    fill(page, body="No plan.")
    page.locator("summary", has_text="Send later").press("Enter")
    page.locator("[name=leaves_at]").fill("2027-01-04T09:00")
    page.locator("button[name=then][value=send]").press("Enter")
    expect(note).to_contain_text("4 January 2027")
    page.goto("/webmail/drafts/")
    expect(page.get_by_role("heading", name="Letters that wait to leave")).to_be_visible()
    keep(page, "writing-a-letter/waiting")
    assert len(office.smtp.accepted) == before


def test_the_page_is_seen_dark_narrow_and_in_japanese(sits):
    page = sits("ben", language="ja", dark=True)
    write(page, to="yui@example.jp", body="見積書を添付します。")
    page.locator("button[name=then][value=send]").click()
    expect(page.get_by_role("alert")).to_contain_text("添付されていません")
    keep(page, "writing-a-letter/dark-ja")
    page.set_viewport_size(NARROW)
    keep(page, "writing-a-letter/narrow-ja")


def test_addresses_are_completed_by_keys_alone(sits):
    page = sits()
    page.goto("/webmail/letters/new/")
    to = page.locator("[name=to]")
    to.press_sequentially("someone@example.jp, ben")
    option = page.locator(".suggests [role=option]").first
    expect(option).to_contain_text("ben@kairan.test")
    keep(page, "writing-a-letter/offered")
    to.press("Enter")
    expect(to).to_have_value(re.compile(r'^someone@example\.jp, "佐藤 勉" <ben@kairan\.test>, $'))
    expect(to).to_be_focused()
