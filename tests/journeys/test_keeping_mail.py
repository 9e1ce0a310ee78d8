"""Mail is received, read, labelled, sorted, thrown away: by keys alone, by dragging, by rules."""

import re
from contextlib import closing

import pytest
from playwright.sync_api import expect
from pypdfium2 import PdfDocument

from tests.journeys.browsing import NARROW, artefacts, keep
from tests.journeys.furnished import furnished

pytestmark = pytest.mark.browser

VERY_WIDE = {"width": 1600, "height": 900}


@pytest.fixture(scope="module")
def office():
    with furnished(artefacts() / "keeping-mail.log") as office:
        yield office


def rows(page):
    return page.locator("#mails .letters > li")


def press(page, *keys):
    """Press keys on a page whose scripts listen."""
    page.wait_for_load_state()
    for key in keys:
        page.keyboard.press(key)


def test_mail_is_received_read_starred_labelled_and_archived_by_keys_alone(sits):
    page = sits()
    page.goto("/webmail/")
    page.get_by_role("button", name="Receive now").press("Enter")
    expect(rows(page)).to_have_count(3)

    press(page, "?")
    expect(page.get_by_role("dialog")).to_be_visible()
    keep(page, "keeping-mail/keys")
    press(page, "Escape", "j", "s")
    expect(rows(page).nth(0).locator(".star")).to_have_attribute("aria-pressed", "true")

    press(page, "x", "j", "x", "l", "ArrowDown", "Enter")
    expect(page.locator("#messages")).to_contain_text("2 mails changed")
    expect(page.locator("#mails .letters .badge.label")).to_have_count(2)

    press(page, "j", "o")
    expect(page).to_have_url(re.compile(r"/messages/\d+/"))
    expect(page.locator("#message")).to_be_visible()
    press(page, "e")
    expect(rows(page)).to_have_count(2)
    press(page, "j", "#")
    expect(rows(page)).to_have_count(1)
    keep(page, "keeping-mail/undo")
    press(page, "z")
    expect(rows(page)).to_have_count(2)
    press(page, "j", "#")
    expect(rows(page)).to_have_count(1)
    page.goto("/webmail/")
    press(page, "j", "v")
    expect(page.locator("#mails .selection details[open] button").first).to_be_focused()
    keep(page, "keeping-mail/moving")
    press(page, "Escape")

    press(page, "j", "Enter")
    expect(page.locator("#message")).to_be_visible()
    press(page, "r")
    expect(page.locator("[name=subject]")).to_have_value(re.compile("^Re: "))

    page.goto("/webmail/")
    press(page, "j", "f")
    expect(page.locator("[name=subject]")).to_have_value(re.compile("^Fwd: "))


def test_mail_is_searched_and_opened_by_keys_alone(sits):
    page = sits()
    page.goto("/webmail/")
    press(page, "/")
    page.keyboard.type("subject:broch")
    expect(page.locator(".letters.found > li")).to_have_count(1)
    expect(page.locator(".letters.found mark").first).to_have_text(
        re.compile("broch", re.IGNORECASE)
    )

    keep(page, "keeping-mail/found")
    press(page, "Tab", "j", "x", "e")
    expect(page.locator("#messages")).to_contain_text("1 mail changed")
    expect(page.locator(".letters.found .badge").first).to_have_text("Archive")
    press(page, "z")
    expect(page.locator(".letters.found .badge").first).to_have_text("Inbox")
    press(page, "j", "o")

    expect(page.locator("h1")).to_contain_text("Brochure")
    expect(page.locator("#message")).to_be_visible()


def test_a_rule_is_tried_kept_and_applied_by_keys_alone(sits):
    page = sits("ben")
    page.goto("/webmail/rules/new/")
    page.locator("[name=name]").press_sequentially("Invoices")
    page.locator("[name=test-0]").select_option("subject-contains")
    page.locator("[name=value-0]").press_sequentially("ＩＮＶＯＩＣＥ")
    page.locator("[name=stars]").press("Space")
    page.locator("[name=then][value=try]").press("Enter")
    expect(page.locator("#trial")).to_contain_text("3通のうち2通")
    keep(page, "keeping-mail/rule-tried-ja")
    page.locator("[name=then][value=apply]").press("Enter")
    expect(page.locator("#progress")).to_contain_text("完了しました")
    keep(page, "keeping-mail/rule-applied-ja")
    page.goto("/webmail/starred/")
    expect(rows(page)).to_have_count(2)


def test_a_mail_is_read_beside_its_list_dragged_and_all_of_a_list_are_changed(sits):
    page = sits("ben")
    page.set_viewport_size(VERY_WIDE)
    page.goto("/webmail/")
    rows(page).nth(1).locator("a").click()
    expect(page.locator("#pane #message")).to_contain_text("Invoice")
    expect(rows(page).nth(1)).not_to_have_class(re.compile("unread"))
    keep(page, "keeping-mail/three-panes")
    page.emulate_media(color_scheme="dark")
    keep(page, "keeping-mail/three-panes-dark")
    page.emulate_media(color_scheme="light")

    archive = page.locator(".folders a[data-move]").nth(1)
    expect(archive).to_have_text(re.compile("アーカイブ"))
    rows(page).nth(0).drag_to(archive)
    expect(rows(page)).to_have_count(2)

    page.locator("[name=scope]").select_option("all")
    page.locator(".selection [name=then][value=archive]").click()
    expect(page.locator("#progress")).to_contain_text("完了しました")
    page.goto("/webmail/")
    expect(rows(page)).to_have_count(0)
    page.set_viewport_size(NARROW)
    archive.click()
    expect(rows(page)).to_have_count(3)
    keep(page, "keeping-mail/narrow-ja")
    page.goto("/webmail/folders/")
    keep(page, "keeping-mail/folders-narrow-ja")


def test_everything_works_without_scripts(sits):
    page = sits(javascript=False)
    page.goto("/webmail/")
    expect(page.locator("[data-all]")).to_be_hidden()
    expect(page.locator("#pane")).to_be_hidden()
    star = page.locator("#mails .star").first
    before = star.get_attribute("aria-pressed")
    star.click()
    expect(star).not_to_have_attribute("aria-pressed", before)
    page.goto("/webmail/labels/")
    page.locator("#id_name").fill("Plain")
    page.get_by_role("button", name="Make the label").click()
    expect(page.get_by_role("link", name="Plain").first).to_be_visible()


def test_a_long_mail_is_printed_whole_and_without_the_office_around_it(sits, office, tmp_path):
    letter = "".join(f"<p>Paragraph {number}</p>" for number in range(200))
    [pk] = office.office.run("tests.journeys.inside.strange_letters", given=[letter])
    page = sits()
    page.goto(f"/webmail/messages/{pk}/")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Print").click()
    opened.value.set_viewport_size(NARROW)
    keep(opened.value, "keeping-mail/print-narrow")

    opened.value.pdf(path=tmp_path / "mail.pdf", format="A4")

    with closing(PdfDocument(tmp_path / "mail.pdf")) as document:
        words = [sheet.get_textpage().get_text_range() for sheet in document]
    assert len(words) > 3
    printed = re.findall(r"Paragraph (\d+)", "\n".join(words))
    assert printed == [str(number) for number in range(200)]
    assert "stranger@evil.example" in words[0]
    assert "Ctrl+P" not in words[0]
