"""Which application mails whom, and when: every row, from the click to the captured mail.

Each mail goes through a real Postfix, at the addresses that each reader ticked and at no other,
and is read by a foreign reader. ``docs/mails.md`` shows the table as it was found here.
"""

import os
from contextlib import suppress
from pathlib import Path

import pytest

from kairan.notices.notice import kinds
from tests.journeys.browsing import artefacts
from tests.journeys.cast import CAST, OFFICE
from tests.journeys.house import PATIENCE, a_house
from tests.journeys.rows import example, fits, rows
from tests.servers.needed import require
from tests.servers.patience import eventually

pytestmark = [pytest.mark.browser, pytest.mark.servers]

ROWS = rows()
LANGUAGES = ["en", "ja"]
BELL_ONLY = {each.login_id for each in CAST.values() if not each.ticks}
MAIL_OFF = ("bell", "mail-off")
PAGE = Path(__file__).parents[2] / "docs" / "mails.md"
REWRITE = "KAIRAN_TEST_WRITES_DOCS"
# What a page says of mails that did not leave: beside a form, and in the panel "Who was told".
WHY = {
    "en": [
        "Nothing is mailed: Notification via E-mail is set to “do not use”.",
        "in the app only: notification by mail is switched off",
    ],
    "ja": [
        "メールは送られません。「メールによる通知」が「使用しない」になっています。",
        "アプリ内のみ：メールによる通知が「使用しない」に設定されています",
    ],
}
HEADING = """# Which application mails whom

Every row is tried from the click in the browser, or the moment that passes, to the mail that a
real Postfix delivered, in English and in Japanese:
`tests/journeys/test_every_application_mails.py`, which also makes this page. The rows of an
application are in its folder, in `tests/mails.py`. Each mail goes to the addresses that a person
ticked for notifications; whoever wants fewer says so on the page "Mail preferences", and with
"Notification via E-mail: do not use" in Mail Server Settings none leaves.

"""


@pytest.fixture(scope="module")
def house(browser):
    require("postfix")
    with a_house(browser, artefacts() / "every-application-mails.log") as house:
        yield house


@pytest.fixture(scope="module")
def subjects():
    """The subjects captured so far: by row and language."""
    return {}


@pytest.fixture(scope="module")
def sent():
    """The kinds of notice that were mailed so far."""
    return set()


@pytest.fixture(autouse=True)
def _no_page_complains(request, house):
    failed = request.session.testsfailed
    house.visitors.complaints.clear()
    yield
    if request.session.testsfailed > failed:
        house.visitors.keep_pictures("every-application-mails")
    assert house.visitors.complaints == []
    assert house.office.failures() == []


@pytest.mark.parametrize("told", ROWS, ids=str)
def test_a_mail_reaches_whom_it_concerns_and_nobody_else(house, subjects, sent, told):
    row = told.row
    house.use_mail(used=True)

    with house.ready_for(row):
        row.act(house)
        mails = arrived(house, row)

    after = house.since()
    assert {who for who, way, _reason in after["heard"] if way == "mail"} == set(row.to)
    for mail in mails:
        hold(house, row, mail)
        subjects[str(told), mail.owner.language] = mail.subject
    assert {mail.owner.language for mail in mails} == set(LANGUAGES)
    sent.update(after["kinds"])


@pytest.mark.parametrize("told", ROWS, ids=str)
def test_none_leaves_while_mail_is_not_used_and_the_page_says_why(house, told):
    row = told.row
    house.use_mail(used=False)

    with house.ready_for(row):
        page = row.act(house)
        assert unmailed(house, row) == set(row.to), house.since()

    assert house.since()["envelopes"] == 0
    assert house.mails() == []
    page.goto(page.url)
    language = page.locator("html").get_attribute("lang")
    words = " ".join(page.locator("main").inner_text().split())
    assert any(why in words for why in WHY[language]), f"{page.url} does not say why: {words}"


def test_an_application_forgets_none_of_its_mails(subjects, sent):
    if {told for told, _language in subjects} != set(map(str, ROWS)):
        pytest.skip("Not all rows have run.")
    rooms = {told.room for told in ROWS}
    of_rows = {each.kind for each in kinds() if each.__module__.startswith(tuple(rooms))}
    assert of_rows - sent == set()


def test_the_documentation_shows_this_table(subjects):
    if {told for told, _language in subjects} != set(map(str, ROWS)):
        pytest.skip("The table is made of all rows; not all of them have run.")
    table = made(subjects)
    if os.environ.get(REWRITE):
        PAGE.write_text(table)
    command = f"{REWRITE}=1 .venv/bin/python -m pytest tests/journeys/{Path(__file__).name}"
    written = PAGE.read_text() if PAGE.exists() else ""
    assert written == table, f"It is made anew by: {command}"


def arrived(house, row):
    """What arrived since the row began, once everything has: at its addresses and at no other."""
    expected = sorted(row.addresses())
    with suppress(TimeoutError):  # What is missing is told below.
        eventually(lambda: len(house.mails()) >= len(expected), seconds=PATIENCE)
    house.rest()
    mails = house.mails()
    addresses = sorted(mail.address for mail in mails)
    assert addresses == expected, (
        f"{addresses} instead of {expected}; {[mail.subject for mail in mails]}; "
        f"{house.since()}; {house.postfix_says()}"
    )
    return mails


def unmailed(house, row):
    """Who got no mail because mail is not used, once everybody has heard since the row began."""

    def have_heard():
        heard = {who for who, way, why in house.since()["heard"] if (way, why) == MAIL_OFF}
        return heard - BELL_ONLY

    with suppress(TimeoutError):  # Who is missing, the caller sees.
        eventually(lambda: have_heard() >= set(row.to), seconds=PATIENCE)
    house.rest()
    return have_heard()


def hold(house, row, mail):
    """Hold a mail against what its row expects, and against what holds of every notification."""
    language = mail.owner.language
    assert fits(mail.subject, row.subject[language]), mail.subject
    assert mail.headers["auto-submitted"] == "auto-generated"
    assert mail.headers["content-language"] == language
    assert f'<html lang="{language}"' in mail.html
    assert mail.person("to")[1] == mail.address
    for words in row.says[language]:
        assert words in mail.told, f"not in the text: {mail.text}"
        assert words in mail.shown, f"not in the HTML: {mail.shown}"
    hold_sender(house, row, mail)
    assert len(mail.files) == len(row.files), mail.files
    for file, wanted in zip(mail.files, row.files, strict=True):
        assert fits(file.name, wanted.name), file.name
        assert file.media_type == wanted.media_type
        wanted.check(file.content)
    assert [each.method for each in mail.calendars] == (
        [row.calendar.method] if row.calendar else []
    )
    for each in mail.calendars:
        row.calendar.check(each.content)
    if row.check:
        row.check(mail)


def hold_sender(house, row, mail):
    """Whoever acted is named, and reads what is answered; the office speaks where time acts."""
    actor = row.actor(mail.owner.login_id)
    name = house.name(actor) if actor else "Minato"
    answers_to = CAST[actor].addresses["company"] if actor else ""
    assert mail.person("from") == (name, OFFICE)
    assert mail.person("reply-to")[1] == answers_to


def made(subjects):
    """Return the page that shows the table."""
    lines = [
        "| application | when | to whom | subject | 件名 |",
        "| --- | --- | --- | --- | --- |",
    ]
    for told in ROWS:
        shown = [
            subjects[str(told), language]
            if isinstance(told.row.subject[language], str)
            else example(told.row.subject[language])
            for language in LANGUAGES
        ]
        cells = [told.application, told.row.event, told.row.who, *shown]
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return HEADING + "\n".join(lines) + "\n"
