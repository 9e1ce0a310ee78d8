"""What a real browser does with cleaned letters, outside any sandbox."""

import os
import re
import shutil

import pytest
from playwright.sync_api import Route, sync_playwright

from kairan.mail.clean_html import clean
from kairan.mail.testing.attacks import attacks
from kairan.mail.tests.foreign import corpora

ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
OWN = "http://own.example"


def payloads() -> list[str]:
    text = (corpora() / "html/dompurify/test/fixtures/expect.mjs").read_text(encoding="utf-8")
    found = re.findall(r'"payload":\s*("(?:[^"\\]|\\.)*")', text)
    assert len(found) > 200
    return [unquoted(item) for item in found]


def unquoted(literal: str) -> str:
    """A JavaScript string literal's value."""
    simple = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0"}

    def one(match: re.Match[str]) -> str:
        text = match[1]
        if text[0] in "ux" and len(text) > 1:
            return chr(int(text[1:].strip("{}"), 16))
        return simple.get(text, text)

    value = re.sub(r"\\(u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|.)", one, literal[1:-1], flags=re.DOTALL)
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


@pytest.fixture(scope="module")
def page():
    program = shutil.which("chromium")
    if program is None:
        message = "Chromium is not installed, so no browser looked at cleaned letters."
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser.new_page()
        browser.close()


@pytest.mark.browser
def test_nothing_runs_and_nothing_is_fetched(page):
    letters = [clean(source).html for source in [*attacks(OWN), *payloads()]]
    requests: list[str] = []
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))

    def answer(route: Route) -> None:
        url = route.request.url
        requests.append(url)
        if url != "http://office.example/":
            route.abort()
            return
        body = (
            "<!doctype html><meta charset=utf-8><link rel=icon href='data:,'>"
            "<script>window.ran=0;for(const n of ['alert','prompt','confirm'])window[n]=()=>{ran++}"
            "</script><div id=place></div>" + "\n<hr>\n".join(letters)
        )
        route.fulfill(body=body, content_type="text/html")

    page.route("**/*", answer)
    page.goto("http://office.example/")
    page.evaluate(
        """letters => {
            const place = document.getElementById('place');
            for (const letter of letters) {
                place.innerHTML = letter;
                place.innerHTML = place.innerHTML;
            }
        }""",
        letters,
    )
    links = page.evaluate(
        "[...document.querySelectorAll('[href]')].map(l => l.href).filter(h => h != 'data:,')"
    )
    active = page.evaluate(
        """[...document.querySelectorAll('.letter-body *')].filter(e =>
            !(e instanceof HTMLElement)
            || [...e.attributes].some(a => a.name.startsWith('on'))).length"""
    )
    page.wait_for_timeout(200)

    assert page.evaluate("window.ran") == 0
    assert not dialogs
    assert requests == ["http://office.example/"]
    assert not active
    assert all(link.startswith(("http:", "https:", "mailto:", "tel:")) for link in links)
    assert not any(link.startswith("http://office.example") for link in links)


@pytest.mark.browser
def test_a_cleaned_letter_reads_the_same_when_parsed_again(page):
    letters = [clean(source).html for source in [*attacks(OWN), *payloads()]]
    changed = page.evaluate(
        """letters => letters.filter(letter => {
            const one = document.implementation.createHTMLDocument('').body;
            one.innerHTML = letter;
            const two = one.cloneNode(false);
            two.innerHTML = one.innerHTML;
            return one.innerHTML != two.innerHTML;
        })""",
        letters,
    )
    assert changed == []


@pytest.mark.browser
def test_links_and_words_survive(page):
    letter = clean("<p>Hello <b>World</b> <a href='https://example.com/a'>there</a></p>").html
    page.goto("about:blank")
    page.set_content(letter)
    assert page.inner_text(".letter-body").strip() == "Hello World there"
    assert page.get_attribute("a", "rel") == "noopener noreferrer nofollow"
