import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import now

from kairan.attachments import contents
from kairan.attachments.models import Content
from kairan.webmail.accounts import new_account, save_account
from kairan.webmail.models import Account, Message
from kairan.webmail.receiving.arrived import Fetched
from kairan.webmail.receiving.keeping import keep

PLAIN = b"""From: =?utf-8?b?5qOu?= <mori@example.jp>\r
To: aiko@example.test, ben@example.test\r
Cc: chidi@example.test\r
Subject: Slides\r
Date: Mon, 01 Jun 2026 10:00:00 +0900\r
Message-ID: <one@example.jp>\r
References: <zero@example.jp>\r
\r
Here they are.\r
"""


@pytest.fixture
def account_of():
    """Return a new account of a person; ``incoming`` and ``outgoing`` name columns."""

    def made(person, *, incoming=None, outgoing=None, **about):
        return save_account(
            new_account(person),
            about={
                "name": "Office",
                "sender_name": str(person),
                "sender_address": f"{person.login_id}@example.test",
                "undo_seconds": 0,
                **about,
            },
            incoming={
                "host": "pop.example.test",
                "user": person.login_id,
                "password": "secret",
                **(incoming or {}),
            },
            outgoing={"host": "smtp.example.test", "authentication": "none", **(outgoing or {})},
        )

    return made


@pytest.fixture
def received(account_of):
    """Return a message that came in for a person, from raw bytes."""

    def came(person, raw=PLAIN, uid="1", account=None):
        account = account or account_of(person)
        keep(account, [Fetched(uid, raw)], now=now())
        return Message.objects.visible_to(person).latest("pk")

    return came


@pytest.fixture
def raw_of():
    return lambda message: contents.read(message.content_id)


@pytest.fixture
def reads(account_of):
    """Return an account of a person that receives from a scripted server."""

    def reading(person, server, *, incoming=None, **about):
        settings = {"host": server.host, "port": server.port, "security": "none", "timeout": 2}
        login = {"user": "aiko", "password": "secret"}
        account_of(person, incoming={**settings, **login, **(incoming or {})}, **about)
        return Account.objects.visible_to(person).with_servers().latest("pk")

    return reading


@pytest.fixture
def stored(raw_of):
    """Return the bytes of everything that came in for a person, oldest first."""
    return lambda person: [
        raw_of(each) for each in Message.objects.visible_to(person).order_by("pk")
    ]


@pytest.fixture
def writes(account_of):
    """Return an account of a person that sends through a scripted server."""

    def writing(person, smtp, *, incoming=None, **outgoing):
        server = {"host": smtp.host, "port": smtp.port, "security": "none", "timeout": 5}
        return account_of(person, incoming=incoming, outgoing={**server, **outgoing})

    return writing


@pytest.fixture
def upload():
    """Upload a file into the letter with a key, as its page does."""

    def uploading(client, key, name="plan.txt", data=b"Boxes first."):
        file = SimpleUploadedFile(name, data)
        return client.post("/webmail/letters/files/", {"key": key, "file": file})

    return uploading


@pytest.fixture
def kept_bytes():
    """Count the contents that are kept."""
    return Content.objects.count
