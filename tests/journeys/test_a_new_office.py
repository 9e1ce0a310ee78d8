"""The main job on a fresh machine: from an empty office to a circular that all have confirmed."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.acting import (
    AIKO,
    BEN,
    CHIDI,
    add_mail_account,
    add_person,
    add_pop_account,
    circulate,
    fill_in_mail_servers,
    open_mail_server_settings,
    receive,
    set_up,
    sign_in,
    sign_out,
)
from tests.journeys.browsing import artefacts, keep
from tests.journeys.office import Office
from tests.servers.patience import eventually

pytestmark = [pytest.mark.browser, pytest.mark.servers]

REFUSED = "Relay access denied"
SUBJECT = "社屋の移転 / Office move"


@pytest.fixture
def office(request):
    """An office on an empty machine, which makes its own tables when it opens."""
    with Office(artefacts() / f"{request.node.name}.log", migrates=True) as running:
        yield running


@pytest.mark.parametrize("authentication", ["standard", "apop"])
def test_a_new_office(office, visitors, pop_before_smtp_site, authentication):
    site = pop_before_smtp_site
    page = visitors.visitor()
    album = f"new-office-{authentication}"

    # Somebody opens the office and sets the mail servers.
    page.goto("/")
    keep(page, f"{album}/01-first-page")
    set_up(page, company="Minato", administrator=AIKO)
    keep(page, f"{album}/02-first-time-inside")
    sign_out(page)
    sign_in(page, AIKO)
    open_mail_server_settings(page)
    fill_in_mail_servers(page, site, authentication=authentication)

    # Not sure whether the server needs POP before SMTP? The test tells, and offers it.
    page.get_by_role("button", name="Send a test mail").click()
    trials = page.locator("#trials")
    expect(trials).to_contain_text(f"554 5.7.1 <aiko@kairan.test>: {REFUSED}")
    keep(page, f"{album}/03-relaying-denied")
    trials.get_by_role("button", name="Choose POP before SMTP").click()
    expect(page.locator("[name=outgoing_authentication]")).to_have_value("pop-before-smtp")
    add_pop_account(page, site, authentication=authentication)
    page.get_by_role("button", name="Test receiving").click()
    expect(trials.locator(".badge.ok")).not_to_have_count(0)
    expect(trials.locator(".badge.stop")).to_have_count(0)
    keep(page, f"{album}/04-test-receiving")
    site.forget()
    page.get_by_role("button", name="Send a test mail").click()
    expect(trials.locator("pre.wire")).to_contain_text("250")
    expect(trials.locator(".badge.stop")).to_have_count(0)
    dialogue = trials.locator("pre.wire").inner_text()
    login = "PASS " if authentication == "standard" else "APOP office@kairan.test "
    assert login in dialogue
    assert f"PASS {site.users['office@kairan.test']}" not in dialogue
    assert not re.search(r"APOP \S+ [0-9a-f]{32}", dialogue)
    keep(page, f"{album}/05-test-mail")
    eventually(lambda: site.dovecot.mails(AIKO.address))
    page.locator(".form-end").get_by_role("button", name="OK").click()
    expect(page.locator("#messages .success")).to_contain_text("saved")
    expect(page.locator("[name=pop_password]")).to_have_value("")

    # Two people come, one of whom reads Japanese; everybody gets a mailbox in WebMail.
    add_person(page, BEN)
    add_person(page, CHIDI)
    add_mail_account(page, AIKO, site)
    bens, chidis = visitors.visitor(language="ja"), visitors.visitor()
    sign_in(bens, BEN)
    sign_in(chidis, CHIDI)
    add_mail_account(bens, BEN, site)
    add_mail_account(chidis, CHIDI, site)

    # A circular goes round: by mail, through Postfix, into Dovecot, out again.
    site.empty()
    circular = circulate(page, to=[BEN, CHIDI], subject=SUBJECT, body="Boxes, please. 箱をどうぞ。")
    keep(page, f"{album}/06-circular-sent")
    receive(bens, SUBJECT)
    receive(chidis, SUBJECT)
    for mailbox in (BEN.address, CHIDI.address):
        assert len(site.dovecot.mails(mailbox)) == 1

    # Each confirms from the mail, signed out: looking at the page is no answer yet.
    for reader, person in ((bens, BEN), (chidis, CHIDI)):
        link = confirm_link(reader)
        keep(reader, f"{album}/07-received-by-{person.login_id}")
        stranger = visitors.visitor(language=person.language)
        stranger.goto(link)
        expect(stranger.get_by_role("heading", level=1)).to_have_text(SUBJECT)
        stranger.reload()
        keep(stranger, f"{album}/08-confirm-{person.login_id}")
        page.goto(circular)
        confirmed = "0" if person is BEN else "1"
        expect(page.locator("#answers progress")).to_have_attribute("value", confirmed)
        stranger.locator("main form button.primary").click()
        expect(stranger.locator(".note.ok")).to_be_visible()

    # The author hears that all have, by the bell and by mail.
    heard = page.locator(".heard", has_text=f"All have confirmed: {SUBJECT}")
    eventually(lambda: page.goto("/notices/") and heard.count())
    keep(page, f"{album}/09-bell")
    receive(page, "All have confirmed")
    page.goto(circular)
    expect(page.locator("#answers progress")).to_have_attribute("value", "2")
    keep(page, f"{album}/10-all-confirmed")

    # The server forgets the login sooner than Kairan does: one refusal, one login, one letter.
    assert_leaves_once(page, site, "After the login ran out at the server", refusals=1)

    # The login runs out at Kairan first: it logs in before it asks, and nothing is refused.
    office.run("tests.journeys.inside.forget_logins")
    assert_leaves_once(page, site, "After the login ran out at Kairan", refusals=0)
    assert office.failures() == []


def assert_leaves_once(page, site, subject, *, refusals):
    """Send a circular when the server takes nothing from us, and see it arrive exactly once."""
    site.empty()
    refused = site.postfix.log().count(REFUSED)
    logins = site.dovecot.log().count("user=<office@kairan.test>")
    circulate(page, to=[BEN], subject=subject, body="Once.")
    eventually(lambda: site.dovecot.mails(BEN.address))
    expect(page.locator("#who-was-told")).to_contain_text("accepted", ignore_case=True)
    assert len(site.dovecot.mails(BEN.address)) == 1
    assert site.postfix.log().count(REFUSED) - refused == refusals
    assert site.dovecot.log().count("user=<office@kairan.test>") == logins + 1


def confirm_link(page):
    """The link in the mail that is open in WebMail."""
    body = page.frame_locator("iframe.letter-frame").locator("body")
    link = body.locator("a[href*='/circulation/answer/']").first
    return link.get_attribute("href")
