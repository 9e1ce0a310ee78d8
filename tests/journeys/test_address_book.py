"""Aiko takes a vCard in and writes to who is on it, by keys alone."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.acting import fill
from tests.journeys.browsing import Visitors, artefacts, keep
from tests.journeys.furnished import furnished
from tests.journeys.pages import COOKIE
from tests.servers.patience import eventually

pytestmark = pytest.mark.browser

CARD = """BEGIN:VCARD
VERSION:2.1
N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E9=95=B7=E8=B0=B7=E5=B7=9D;=
=E5=89=9B;;;
SOUND;X-IRMC-N;CHARSET=UTF-8:はせがわ;つよし;;;
EMAIL;INTERNET:hasegawa@hokuto.example
END:VCARD
"""


@pytest.fixture(scope="module")
def office():
    with furnished(artefacts() / "address-book.log") as office:
        yield office


@pytest.fixture
def page(browser, office):
    visitors = Visitors(browser, office.office.url)
    page = visitors.visitor()
    cookie = {"name": COOKIE, "value": office.sessions["aiko"], "url": office.office.url}
    page.context.add_cookies([cookie])
    yield page
    assert visitors.complaints == []
    visitors.leave()


def test_who_is_on_a_vcard_is_written_to_by_keys_alone(page, office):
    address = "hasegawa@hokuto.example"
    page.goto("/addressbook/import/")
    card = {"name": "card.vcf", "mimeType": "text/vcard", "buffer": CARD.encode()}
    page.locator("[name=file]").set_input_files(card)
    page.get_by_role("button", name="Show what it would do").press("Enter")
    expect(page.locator("main")).to_contain_text("1 contact is new.")
    keep(page, "address-book/preview")
    page.get_by_role("button", name="Import").press("Enter")
    expect(page.locator("main")).to_contain_text("1 contact is added.")

    page.locator("#q").press_sequentially("ﾊｾｶﾞﾜ")
    expect(page.locator("#found tbody tr")).to_have_count(1)
    expect(page.locator("#found")).to_contain_text("長谷川 剛")

    page.goto("/webmail/letters/new/")
    to = page.locator("[name=to]")
    to.press_sequentially("はせがわ")
    option = page.locator(".suggests [role=option]").first
    expect(option).to_contain_text(address)
    expect(option).to_contain_text("My contacts")
    keep(page, "address-book/offered")
    to.press("Enter")
    expect(to).to_have_value('"長谷川 剛" <hasegawa@hokuto.example>, ')
    fill(page, subject="Quotation")
    page.keyboard.press("Control+Enter")
    expect(page).to_have_url(re.compile(r"/webmail/messages/\d+/$"))
    expect(page.get_by_role("link", name="長谷川 剛")).to_be_visible()
    keep(page, "address-book/sent")
    eventually(
        lambda: any(address in letter.recipients for letter in office.smtp.accepted), seconds=60
    )
