"""Receiving from a real Dovecot."""

import os
from pathlib import Path

import pytest

from kairan.mail.parse import parse
from kairan.webmail.models import Account, Folder, Message
from kairan.webmail.receiving.operations import receive
from tests.servers.fixtures import PASSWORDS

pytestmark = pytest.mark.servers
AIKO = "aiko@kairan.test"
MAILS = [f"Subject: {n}\r\n\r\n.dot\r\nx\r\n".encode() for n in range(300)]


@pytest.fixture
def reads(account_of, dovecot):
    def reading(person, *, incoming=None, **about):
        server = {"host": dovecot.host, "port": dovecot.port, "security": "none"}
        login = {"user": AIKO, "password": PASSWORDS[AIKO], "authentication": "apop"}
        account_of(person, incoming={**server, **login, **(incoming or {})}, **about)
        return Account.objects.with_servers().get()

    return reading


def again(account):
    return Account.objects.with_servers().get(pk=account.pk)


def stored(person, raw_of):
    return [raw_of(each) for each in Message.objects.visible_to(person).order_by("pk")]


def corpus():
    root = Path(os.environ.get("KAIRAN_CORPORA", Path(__file__).parents[4] / "shared" / "data"))
    files = sorted(path for path in (root / "mail").rglob("*") if path.is_file())
    return [path for path in files if path.suffix in {".eml", ".msg", ".txt", ""}]


@pytest.mark.parametrize("authentication", ["standard", "apop"])
def test_everything_comes_byte_for_byte_and_once(aiko, dovecot, reads, raw_of, authentication):
    dovecot.serve(AIKO, MAILS)
    account = reads(aiko, incoming={"authentication": authentication})

    assert receive(account).came == 300
    assert receive(again(account)).came == 0

    assert stored(aiko, raw_of) == MAILS
    assert dovecot.mails(AIKO) == MAILS


def test_what_is_stored_goes_from_the_server_where_the_rule_says_so(aiko, dovecot, reads, raw_of):
    dovecot.serve(AIKO, MAILS)
    account = reads(aiko, leave=Account.Leave.NEVER)
    receive(account)
    dovecot.serve(AIKO, [b"Subject: late\r\n\r\n"])
    receive(again(account))

    assert dovecot.mails(AIKO) == []
    assert stored(aiko, raw_of) == [*MAILS, b"Subject: late\r\n\r\n"]


def test_every_mail_of_the_corpora_arrives_is_listed_and_opens(aiko, as_, dovecot, reads, raw_of):
    files = corpus()
    if not files:
        pytest.skip("There are no corpora: KAIRAN_CORPORA names their folder.")
    raw = [path.read_bytes() for path in files]
    dovecot.serve(AIKO, raw)

    report = receive(reads(aiko))

    assert (report.came, report.set_aside) == (len(files), 0)
    client = as_(aiko)
    client.raise_request_exception = True
    seen = set()
    for folder in Folder.objects.filter(owner=aiko):
        url = f"/webmail/folders/{folder.pk}/"
        while url:
            page = client.get(url).context["page"]
            seen |= {each.pk for each in page.items}
            url = f"/webmail/folders/{folder.pk}/?{page.next}" if page.next else ""
    assert len(seen) == len(files)
    for pk in sorted(seen):
        opened = client.get(f"/webmail/messages/{pk}/")
        assert opened.status_code == 200
        if opened.context["mail"].has_html:
            assert client.get(f"/webmail/messages/{pk}/body/").status_code == 200
        for file in opened.context["mail"].files:
            assert client.get(f"/webmail/messages/{pk}/files/{file.number}/").status_code == 200
    subjects = sorted(Message.objects.values_list("subject", flat=True))
    assert subjects == sorted(parse(each).subject.replace("\0", "") for each in raw)
