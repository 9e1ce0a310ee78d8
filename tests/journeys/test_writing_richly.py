"""Aiko writes with formatting by keys, puts a picture into the text, drops a file on the page."""

import re
from base64 import b64encode
from email import message_from_bytes, policy

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from kairan.webmail.tests.rich import png
from tests.journeys.acting import fill
from tests.journeys.browsing import NARROW, artefacts, keep
from tests.journeys.furnished import furnished
from tests.servers.patience import eventually

pytestmark = pytest.mark.browser

# A file as another program hands it to a page: dropped on it, or pasted into it.
DELIVER = """(place, {name, type, data, how}) => {
  const bytes = Uint8Array.from(atob(data), (each) => each.charCodeAt(0));
  const carried = new DataTransfer();
  carried.items.add(new File([bytes], name, { type }));
  const told = { bubbles: true, cancelable: true };
  place.dispatchEvent(how === "paste"
    ? new ClipboardEvent("paste", { ...told, clipboardData: carried })
    : new DragEvent(how, { ...told, dataTransfer: carried }));
}"""


@pytest.fixture(scope="module")
def office():
    with furnished(artefacts() / "writing-richly.log") as office:
        yield office


@pytest.fixture
def tolerated():
    """The browser tells of each handler in what was pasted that our policy keeps from running."""
    return "has been blocked"


def deliver(place, name, media_type, data, *, how):
    place.evaluate(
        DELIVER, {"name": name, "type": media_type, "data": b64encode(data).decode(), "how": how}
    )


def paste(place, html):
    """Paste what was copied from a page."""
    place.evaluate(
        """(place, html) => {
          const carried = new DataTransfer();
          carried.setData("text/html", html);
          const told = { bubbles: true, cancelable: true, clipboardData: carried };
          place.dispatchEvent(new ClipboardEvent("paste", told));
        }""",
        html,
    )


def open_editor(page):
    """Begin a letter with formatting, whatever the last one was; return what one writes in."""
    page.goto("/webmail/letters/new/")
    switch = page.get_by_role("button", name="Write with formatting")
    if switch.count():
        switch.click()
    text = page.frame_locator("iframe.editor-frame").get_by_role("textbox")
    expect(text).to_be_visible()
    return text


def test_a_letter_is_written_by_keys_with_a_picture_and_a_file_and_arrives(sits, office):
    page = sits()
    text = open_editor(page)
    fill(page, to="yui@example.jp", subject="Move")
    keep(page, "writing-richly/empty")

    text.focus()
    page.keyboard.type("Dear ")
    page.keyboard.press("Control+b")
    page.keyboard.type("Yui")
    expect(page.get_by_role("button", name="Bold")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Control+b")
    page.keyboard.press("Enter")
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("button", name="Bold")).to_be_focused()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    expect(page.get_by_role("button", name="Bulleted list")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.type("boxes")
    page.keyboard.press("Enter")
    page.keyboard.type("chairs")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")

    deliver(text, "plan.png", "image/png", png("navy", (200, 80)), how="paste")
    picture = text.locator("img")
    expect(picture).to_have_attribute("src", re.compile("^/webmail/letters/pictures/"))
    assert picture.evaluate("each => each.decode().then(() => each.naturalWidth)") == 200
    page.keyboard.type("<b>not a tag</b>")

    slow = page.context.new_cdp_session(page)
    limits = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 200_000}
    slow.send("Network.emulateNetworkConditions", limits)
    deliver(page.locator("h1"), "boxes.bin", "application/octet-stream", b"x" * 400_000, how="drop")
    progress = page.get_by_role("progressbar", name="boxes.bin")
    expect(progress).to_be_visible()
    expect(page.locator("[data-share]")).to_have_text(re.compile(r"^[1-9]\d? %$"))
    keep(page, "writing-richly/coming")
    expect(page.locator("[data-listed]")).to_contain_text("boxes.bin")
    expect(progress).to_have_count(0)
    deliver(page.locator("h1"), "wrong.txt", "text/plain", b"wrong", how="drop")
    page.get_by_role("button", name="Take off wrong.txt").click()
    expect(page.locator("[data-listed]")).not_to_contain_text("wrong.txt")
    keep(page, "writing-richly/written")

    before = len(office.smtp.accepted)
    text.press("Control+Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Move")
    shown = page.frame_locator("iframe.letter-frame")
    expect(shown.locator("b", has_text="Yui")).to_be_visible()
    expect(shown.locator("li")).to_have_text(["boxes", "chairs"])
    expect(shown.locator("img")).to_have_js_property("naturalWidth", 200)
    expect(page.locator("main")).to_contain_text("boxes.bin")
    keep(page, "writing-richly/read")

    eventually(lambda: len(office.smtp.accepted) > before, seconds=40)
    mail = message_from_bytes(office.smtp.accepted[-1].data, policy=policy.default)
    assert mail["Subject"] == "Move"
    plain = mail.get_body(("plain",)).get_content().replace("\r\n", "\n")
    assert plain.startswith("Dear Yui\n- boxes\n- chairs\n")
    assert "<b>not a tag</b>" in plain
    assert [each.get_filename() for each in mail.iter_attachments()] == ["boxes.bin"]


def test_what_does_not_come_along_says_so_and_can_be_tried_again(sits):
    page = sits()
    text = open_editor(page)
    deliver(text, "broken.png", "image/png", b"no picture", how="drop")
    failed = page.locator("[data-running] li")
    expect(failed.get_by_role("alert")).to_contain_text("“broken.png” is no picture")
    keep(page, "writing-richly/refused")
    failed.get_by_role("button", name="Leave out broken.png").click()
    expect(failed).to_have_count(0)

    page.context.set_offline(True)
    deliver(page.locator("h1"), "plan.txt", "text/plain", b"Boxes", how="drop")
    expect(failed.get_by_role("alert")).to_contain_text("The connection broke off")
    page.context.set_offline(False)
    failed.get_by_role("button", name="Try again: plan.txt").click()
    expect(page.locator("[data-listed]")).to_contain_text("plan.txt")


def test_a_picture_that_is_tried_again_comes_into_the_text(sits):
    page = sits()
    text = open_editor(page)
    page.context.set_offline(True)
    deliver(text, "plan.png", "image/png", png("navy", (200, 80)), how="paste")
    failed = page.locator("[data-running] li")
    expect(failed.get_by_role("alert")).to_contain_text("The connection broke off")
    page.context.set_offline(False)
    failed.get_by_role("button", name="Try again: plan.png").click()
    expect(text.locator("img")).to_have_js_property("naturalWidth", 200)
    expect(failed).to_have_count(0)
    expect(page.locator("[data-listed]")).not_to_contain_text("plan.png")


def test_pasted_html_brings_no_script_and_fetches_nothing(sits):
    page = sits()
    asked = []
    text = open_editor(page)
    page.on("request", lambda request: asked.append(request.url))
    text.focus()
    hostile = (
        '<img src="https://evil.example/p.gif" onerror="parent.hacked=1">'
        "<script>parent.hacked=1</script>"
        '<b style="background:url(https://evil.example/c.gif)">Bold</b>'
        f'<img src="data:image/png;base64,{b64encode(png()).decode()}">'
    )
    paste(text, hostile)
    expect(text.locator("b")).to_have_text("Bold")
    expect(text.locator("img")).to_have_attribute("src", re.compile("^/webmail/letters/pictures/"))
    assert page.evaluate("window.hacked") is None
    assert [url for url in asked if "evil" in url] == []


def test_a_picture_copied_from_another_letter_becomes_one_of_this(sits):
    page = sits()
    text = open_editor(page)
    deliver(text, "plan.png", "image/png", png("navy", (200, 80)), how="paste")
    first = text.locator("img").get_attribute("src")
    other = open_editor(page)
    paste(other, f'<div>copied <img src="{page.evaluate("location.origin")}{first}"></div>')
    expect(other.locator("img")).to_have_js_property("naturalWidth", 200)
    expect(other.locator("img")).to_have_attribute("src", re.compile("^/webmail/letters/pictures/"))
    assert other.locator("img").get_attribute("src") != first
    page.get_by_role("button", name="Keep as a draft").click()
    expect(other.locator("img")).to_have_js_property("naturalWidth", 200)


def test_links_colours_and_sizes_are_given_by_keys_and_taken_away(sits):
    page = sits()
    text = open_editor(page)
    text.focus()
    page.keyboard.type("the plan")
    page.keyboard.press("Control+a")
    page.get_by_role("button", name="Link").press("Enter")
    keep(page, "writing-richly/link")
    page.keyboard.type("example.jp/plan")
    page.keyboard.press("Enter")
    expect(text.locator("a")).to_have_attribute("href", "https://example.jp/plan")
    page.get_by_role("combobox", name="Text colour").select_option("Red")
    page.get_by_role("combobox", name="Text size").select_option("Large size")
    expect(text.locator("span[style*=color]")).to_have_css("color", "rgb(184, 50, 31)")
    expect(text.locator("span[style*=font-size]")).to_have_css("font-size", "19px")
    page.get_by_role("button", name="Quoted text").press("Enter")
    expect(text.locator("blockquote a")).to_have_text("the plan")
    text.press("Control+a")
    page.get_by_role("button", name="Remove formatting").press("Enter")
    expect(text.locator("a, span, blockquote")).to_have_count(0)


def test_a_letter_with_formatting_is_its_text_where_no_script_runs(sits):
    page = sits(javascript=False)
    page.goto("/webmail/drafts/")
    page.get_by_role("link", name="Office move 移転").first.click()
    expect(page.locator("[name=body]")).to_have_value(re.compile("^Office move 移転"))
    expect(page.locator("noscript .note")).to_contain_text("This letter has formatting.")
    keep(page, "writing-richly/without-scripts")


def test_the_editor_is_seen_dark_narrow_and_in_japanese(sits):
    page = sits("ben", language="ja", dark=True)
    page.goto("/webmail/drafts/")
    page.get_by_role("link", name="Office move 移転").first.click()
    text = page.frame_locator("iframe.editor-frame").get_by_role("textbox")
    expect(text.locator("img")).to_have_js_property("naturalWidth", 120)
    assert Axe().run(page).response["violations"] == []
    keep(page, "writing-richly/dark-ja")
    page.set_viewport_size(NARROW)
    keep(page, "writing-richly/narrow-ja")
