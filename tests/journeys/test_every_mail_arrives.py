"""Mails that other programs made, served by Dovecot: all arrive in WebMail, are listed and open."""

import os
import re
from pathlib import Path

import pytest

from kairan.webmail.accounts import new_account, save_account
from kairan.webmail.models import Folder, Message, Served
from kairan.webmail.receiving.operations import receive
from tests.servers.fixtures import PASSWORDS

pytestmark = pytest.mark.servers
ROOT = Path(__file__).parents[2]
AIKO = "aiko@kairan.test"
LINK = re.compile(r'href="(/webmail/messages/\d+/)"')
NEXT = re.compile(r'rel="next"[^>]*href="([^"]+)"|href="([^"]+)"[^>]*rel="next"')


def corpus():
    """The mails of other projects, where they are at hand."""
    folder = Path(os.environ.get("KAIRAN_CORPORA", ROOT.parent / "shared" / "data")) / "mail"
    found = [path for path in sorted(folder.rglob("*")) if path.suffix in {".eml", ".msg"}]
    if not found:
        pytest.skip("The messages of other projects are not here; set KAIRAN_CORPORA to read them.")
    return [path.read_bytes() for path in found]


@pytest.fixture
def account(aiko, dovecot):
    """Aiko's account at the real Dovecot."""
    where = {"host": dovecot.host, "port": dovecot.port, "security": "none"}
    return save_account(
        new_account(aiko),
        about={"name": "Dovecot", "sender_address": AIKO},
        incoming={**where, "authentication": "apop", "user": AIKO, "password": PASSWORDS[AIKO]},
        outgoing={"host": "127.0.0.1"},
    )


def test_all_mails_of_the_corpora_arrive_are_listed_and_open(account, aiko, as_, dovecot):
    mails = corpus()
    dovecot.serve(AIKO, mails)

    report = receive(account)

    assert report.trouble is None
    assert (report.came, report.set_aside) == (len(mails), 0)
    assert not Served.objects.filter(outcome=Served.Outcome.SET_ASIDE).exists()
    browser = as_(aiko)
    spam = Folder.objects.get(owner=aiko, kind=Folder.Kind.SPAM)
    listed = links_of_all_pages(browser, "/webmail/")
    listed += links_of_all_pages(browser, f"/webmail/folders/{spam.pk}/")
    assert len(listed) == len(mails) == Message.objects.count()
    opened = {link: opening_of(browser, link) for link in listed}
    assert min(map(len, opened.values())) >= 2
    assert {link: each for link, each in opened.items() if set(each.values()) != {200}} == {}


def test_what_has_arrived_once_does_not_arrive_again(account, dovecot):
    dovecot.serve(AIKO, corpus()[:20])

    assert receive(account).came == 20
    assert receive(account).came == 0
    assert Message.objects.count() == 20


def links_of_all_pages(browser, path):
    """Every mail that is listed, from the first page to the last."""
    found, address = [], path
    while address:
        page = browser.get(address).content.decode()
        found += dict.fromkeys(LINK.findall(page))
        after = NEXT.search(page)
        address = path + (after[1] or after[2]).replace("&amp;", "&") if after else None
    return list(dict.fromkeys(found))


def opening_of(browser, link):
    """What a mail's page, its frame, its files and its source answer, by their addresses.

    A file that says it is a picture and cannot be drawn as one has no small picture of it.
    """
    page = browser.get(link)
    inside = re.findall(
        rf'(?:href|src)="({link}(?:body|source|files)/[^"]*)"', page.content.decode()
    )
    answers = {each: browser.get(each).status_code for each in inside}
    shown = {each: status for each, status in answers.items() if not _is_undrawn(each, status)}
    return {link: page.status_code, **shown}


def _is_undrawn(address, status):
    return address.endswith("/thumbnail/") and status == 404
