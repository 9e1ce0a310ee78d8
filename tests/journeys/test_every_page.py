"""Every page, found through the URLconf, is one that everybody can use.

In English and Japanese, light and dark, on a telephone; what axe finds fails the test. Where
pictures are wanted, how each page looks is kept.
"""

import json
import os
import re

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from axe_playwright_python.sync_playwright import Axe

from kairan.shell.feature import features
from tests.journeys.browsing import NARROW, WIDE, Visitors, artefacts, keep
from tests.journeys.furnished import furnished
from tests.journeys.pages import COOKIE, ask, doors

pytestmark = pytest.mark.browser

VIEWERS = {"en": "aiko", "ja": "ben"}
LANGUAGES = list(VIEWERS)
# What axe and a telephone see is the same on every database: there, each page is opened alone.
IS_LOOKED_AT = not os.environ.get("KAIRAN_TEST_DATABASE_URL")
# Only a new office has the first, and the journey of a new office goes through it; the second
# hands out a file, where a mail came that nobody could read.
NOT_IN_A_FURNISHED_OFFICE = {"people:setup", "webmail:set-aside"}
# The inside of a frame: a stranger's letter, or a mail to come, which is what it is. The three
# are parts of pages that have them already; in the last one a letter is written.
NOT_A_PAGE_OF_OURS = {
    *("webmail:body", "letterhead:sample", "notices:words-sample"),
    *(
        "webmail:counts",
        "webmail:progress",
        "webmail:text",
        "webmail:thumbnail",
        "webmail:preview-page",
        "webmail:printed",
    ),
    "webmail:letter-editor",
}
# Names of things, and what people themselves have written.
SAME_IN_ALL_LANGUAGES = re.compile(
    r"""Kairan|WebMail|Bcc|CSV.*|vCard|English|Message-Id|UTC
    |APOP|CRAM-MD5|LOGIN|PLAIN|POP.before.SMTP|SMTP.AUTH|STARTTLS|TLS
    |Aiko.*|Chidi.*|Minato.*|Sales.*|Manager|Suzuki.*|[a-z]+
    |.*[\u3040-\u30ff\u4e00-\u9fff].*
    |.*(@|https:|Fire.drill|Office.move|Invoice|Brochure|brochure|Lunch|Labels|\.txt).*
    |[a-z]+\.[a-z-]+|\[.*|[a-z]+.·.Sales
    |.*(Not.sent.yet|Please.find|At.noon|Tuesday|Please.label|250.2\.0\.0).*""",
    re.VERBOSE,
)
# Every piece of text with a word of Latin letters, less what servers said and names of places.
WORDS = """() => {
  const found = [document.title.replace(/ · Kairan$/, "")];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const inside = walk.currentNode.parentElement;
    if (!inside.closest("script, style, code, kbd, pre, q, [name=time_zone]"))
      found.push(walk.currentNode.data);
  }
  for (const name of ["aria-label", "title", "placeholder", "alt"])
    for (const each of document.body.querySelectorAll(`[${name}]`))
      found.push(each.getAttribute(name));
  const said = found.map((text) => text.replace(/\\s+/g, " ").trim());
  return said.filter((text) => /[A-Za-z]{3}/.test(text));
}"""
AXE = {"resultTypes": ["violations"], "iframes": False}
OF_COLOURS = ["color-contrast", "link-in-text-block"]
# Colours are the same in all languages; and in the dark nothing else is different.
RULES = {
    ("en", "light"): AXE,
    ("en", "dark"): {**AXE, "runOnly": OF_COLOURS},
    ("ja", "light"): {**AXE, "rules": {rule: {"enabled": False} for rule in OF_COLOURS}},
}


@pytest.fixture(scope="module")
def house():
    with furnished(artefacts() / "every-page.log") as office:
        yield office


@pytest.fixture(scope="module")
def people(browser, house):
    """A signed-in and a signed-out page of each language."""
    visitors = Visitors(browser, house.office.url)
    pages = {}
    for language, login_id in VIEWERS.items():
        page = pages[language, True] = visitors.visitor(language=language)
        cookie = {"name": COOKIE, "value": house.sessions[login_id], "url": house.office.url}
        page.context.add_cookies([cookie])
        pages[language, False] = visitors.visitor(language=language)
    yield pages
    visitors.leave()
    assert visitors.complaints == []


APPS = {each.label for each in features() if each.name.startswith("kairan.apps.")}
DOORS_OF_APPS = [door for door in doors() if door.name.partition(":")[0] in APPS]


@pytest.mark.parametrize("door", [d for d in doors() if d not in DOORS_OF_APPS], ids=str)
def test_a_page_is_for_everybody(house, people, door):
    try_page(house, people, door)


def try_page(house, people, door):
    """Open what is behind ``door`` as a stranger and as each viewer, and look at it."""
    if door.name in NOT_IN_A_FURNISHED_OFFICE:
        return
    words = {}
    for language in LANGUAGES:
        path = door.path(house.arguments[language])
        url = house.office.url + path
        stranger = ask(url)
        inside = ask(url, house.sessions[VIEWERS[language]])
        assert {stranger.status, inside.status} <= {200, 302, 405}, (
            f"{path} answered {inside.status}; tests/journeys/inside/doors.py says how to get there"
        )
        is_a_page = stranger.is_shown or inside.is_shown
        if door.name in NOT_A_PAGE_OF_OURS or not (is_a_page and IS_LOOKED_AT):
            continue
        page = people[language, not stranger.is_shown]
        look_at(page, path, f"pages/{door.name.replace(':', '-')}", language)
        words[language] = set(page.evaluate(WORDS))
    forgotten = words.get("en", set()) & words.get("ja", set())
    assert [text for text in sorted(forgotten) if not SAME_IN_ALL_LANGUAGES.fullmatch(text)] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", ["/nothing-here/", "/circulation/999999/"])
def test_what_does_not_exist_has_a_page_too(people, path, language):
    look_at(people[language, True], path, "pages/not-found", language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", ["/people/new/", "/circulation/new/", "/webmail/accounts/new/"])
def test_a_form_with_mistakes_says_what_to_do(people, path, language):
    page = people[language, True]
    page.goto(path)
    page.locator("main form.stack, main form.form, main form.card").first.evaluate(
        "form => { form.noValidate = true; form.requestSubmit(form.querySelector('.primary')) }"
    )
    page.wait_for_selector("[aria-invalid=true]")
    examine(page, f"pages/mistakes{path.replace('/', '-')}", language)


def look_at(page, path, picture, language):
    """Open ``path`` and hold it against what every page has to be."""
    page.goto(path)
    assert page.locator("html").get_attribute("lang") == language
    assert page.locator("h1").count() == 1
    examine(page, picture, language)


def examine(page, picture, language):
    """Hold the open page against axe and against a telephone; keep pictures."""
    found = {}
    for scheme in (scheme for spoken, scheme in RULES if spoken == language):
        page.emulate_media(color_scheme=scheme)
        found[scheme] = violations(page, RULES[language, scheme])
        keep(page, f"{picture}.{language}.{scheme}")
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(NARROW)
    wide = page.evaluate("document.documentElement.scrollWidth")
    keep(page, f"{picture}.{language}.narrow")
    page.set_viewport_size(WIDE)
    assert not any(found.values()), json.dumps(found, indent=1, ensure_ascii=False)
    assert wide <= NARROW["width"], f"{page.url} is {wide} pixels wide on a telephone"


def violations(page, options):
    """What axe finds: the rule, what is wrong, and where."""
    script = "null" if page.evaluate("'axe' in window") else AXE_SCRIPT
    return [
        [each["id"], node["html"][:200], node["failureSummary"][:300]]
        for each in Axe(script).run(page, options=options).response["violations"]
        for node in each["nodes"]
    ]
