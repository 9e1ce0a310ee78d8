"""Mail to Ben's telephone comes back: he reads so above every page, and tries again."""

import pytest
from playwright.sync_api import expect

from tests.journeys.acting import fill
from tests.journeys.browsing import NARROW, Visitors, artefacts, keep
from tests.journeys.inside import company, returned
from tests.journeys.insider import Insider
from tests.journeys.office import Office
from tests.journeys.pages import COOKIE
from tests.journeys.returning import OFFICE_MAILBOX, RETURNING
from tests.journeys.rows import pick
from tests.servers.fixtures import PASSWORDS
from tests.servers.needed import require
from tests.servers.patience import eventually
from tests.servers.site import MailSite

pytestmark = [pytest.mark.browser, pytest.mark.servers]
GONE = "ben@mobile.test"
PATIENCE = 60


@pytest.fixture(scope="module")
def site():
    require("postfix")
    require("dovecot")
    with MailSite(PASSWORDS, rules=RETURNING) as site:
        yield site


@pytest.fixture(scope="module")
def insider(site):
    log = artefacts() / "a-bounced-address.log"
    with Office(log) as office, Insider(office) as insider:
        insider.url = office.url
        insider.people = insider.do(company.open_office, smtp_port=site.postfix.port)
        insider.do(
            returned.name_mailbox,
            address=OFFICE_MAILBOX,
            host=site.dovecot.host,
            port=site.dovecot.port,
            password=PASSWORDS[OFFICE_MAILBOX],
        )
        yield insider


@pytest.fixture
def visitors(browser, insider):
    visitors = Visitors(browser, insider.url)
    yield visitors
    assert visitors.complaints == []
    visitors.leave()


def sits(visitors, insider, login_id, **how):
    """Return the page before which somebody of the cast sits, signed in."""
    page = visitors.visitor(**how)
    session = insider.people[login_id]["session"]
    page.context.add_cookies([{"name": COOKIE, "value": session, "url": insider.url}])
    return page


def test_whose_mail_comes_back_reads_so_and_tries_again(visitors, insider, site):
    aiko = sits(visitors, insider, "aiko")
    aiko.goto("/circulation/new/")
    pick(aiko, "ben")
    fill(aiko, subject="Tidying the storeroom", body="Please read.")
    aiko.locator("button[name=then][value=send]").click()
    aiko.locator("#who-was-told").wait_for()
    circular = aiko.url
    eventually(lambda: site.dovecot.mails(OFFICE_MAILBOX), seconds=PATIENCE)
    ben = sits(visitors, insider, "ben", language="ja")
    banner = ben.locator("main .note[role=alert]", has_text=GONE)

    def told():
        insider.do(returned.look)
        ben.goto("/notices/")
        return banner.count() == 1

    eventually(told, seconds=PATIENCE)

    expect(banner).to_contain_text("戻ってくる")
    expect(banner).to_contain_text("unknown user")
    keep(ben, "a-bounced-address.ja")
    ben.set_viewport_size(NARROW)
    keep(ben, "a-bounced-address.ja.narrow")
    chidi = sits(visitors, insider, "chidi")
    chidi.goto("/notices/")
    expect(chidi.locator("main .note", has_text=GONE)).to_have_count(0)
    aiko.goto(circular)
    expect(aiko.locator("#who-was-told")).to_contain_text("came back")
    aiko.goto("/returns/addresses/")
    expect(aiko.locator("main table")).to_contain_text(GONE)
    keep(aiko, "a-bounced-address.en")
    dark = sits(visitors, insider, "ben", language="ja", dark=True)
    dark.goto("/notices/")
    keep(dark, "a-bounced-address.ja.dark")

    banner.get_by_role("link", name="アドレスを確認する").click()
    expect(ben.locator("#addresses")).to_be_visible()
    banner.get_by_role("button", name="もう一度送る").click()

    expect(ben.locator("#messages")).to_contain_text(GONE)
    expect(banner).to_have_count(0)
    aiko.reload()
    expect(aiko.locator("main table")).to_have_count(0)
