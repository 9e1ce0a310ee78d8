"""A mail that its server puts off is found in the queue, tried again there, and accepted."""

import shutil
import subprocess

import pytest
from playwright.sync_api import expect

from tests.journeys.acting import fill
from tests.journeys.browsing import NARROW, artefacts, keep
from tests.journeys.house import PATIENCE, a_house
from tests.journeys.rows import pick
from tests.servers.needed import program, require
from tests.servers.patience import eventually
from tests.servers.postfix import Rules
from tests.servers.process import folder

pytestmark = [pytest.mark.browser, pytest.mark.servers]

SUBJECT = "Office move"


class Table:
    """Whom Postfix puts off: a table that it reads anew whenever it changes."""

    def __init__(self):
        self.folder = folder("put-off")
        self.file = self.folder / "later"
        (self.folder / "main.cf").write_text("")  # Without any, postmap looks into /etc.
        self.says("ben@kairan.test 450 4.2.0 This mailbox is being moved")

    def says(self, line):
        self.file.write_text(f"{line}\n")
        command = [program("postmap"), "-c", self.folder, f"hash:{self.file}"]
        subprocess.run(command, check=True)


@pytest.fixture(scope="module")
def put_off():
    require("postfix")
    table = Table()
    yield table
    shutil.rmtree(table.folder)


@pytest.fixture(scope="module")
def house(browser, put_off):
    later = {"smtpd_recipient_restrictions": f"check_recipient_access hash:{put_off.file}, permit"}
    log = artefacts() / "the-queue-page.log"
    with a_house(browser, log, Rules(settings=later)) as house:
        yield house
        assert house.visitors.complaints == []


def test_a_mail_put_off_is_tried_again_by_its_button_and_accepted(house, put_off):
    page = house.page("aiko")
    page.goto("/circulation/new/")
    pick(page, "ben")
    fill(page, subject=SUBJECT)
    page.locator("button[name=then][value=send]").click()
    expect(page.locator("#who-was-told")).to_contain_text(
        "450 4.2.0 <ben@kairan.test>: Recipient address rejected: This mailbox is being moved",
        timeout=PATIENCE * 1000,
    )

    page.goto("/delivery/")
    page.get_by_role("link", name="1 put off by the server").click()
    fill(page, q="佐藤")
    page.get_by_role("button", name="Search").click()
    row = page.locator("tbody tr")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("This mailbox is being moved")
    keep(page, "the-queue-page/wide")
    page.emulate_media(color_scheme="dark")
    keep(page, "the-queue-page/dark")
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(NARROW)
    keep(page, "the-queue-page/narrow")

    put_off.says("nobody@kairan.test 450 4.2.0 Later")
    row.get_by_role("checkbox").check()
    page.get_by_role("button", name="Try now").first.click()
    expect(page.locator("#messages")).to_contain_text("1 letter is tried now.")
    eventually(lambda: len(house.mails()) == 2, seconds=PATIENCE)
    assert sorted(mail.address for mail in house.mails()) == ["ben@kairan.test", "ben@mobile.test"]
    house.rest()

    page.goto("/delivery/?q=ben@kairan.test&state=accepted")
    page.get_by_role("link", name="ben@kairan.test").click()
    expect(page.get_by_role("heading", name="Try 2")).to_contain_text("accepted")
    expect(page.locator("pre.wire").first).to_contain_text("This mailbox is being moved")
    expect(page.locator("pre.wire").last).to_contain_text("250 2.0.0 Ok: queued as")
    keep(page, "the-queue-page/tries")
