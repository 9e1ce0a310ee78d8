"""Fixtures with real servers, started once per session and emptied before each test.

Where one cannot run, the test that asks for it is skipped with the reason, or fails under CI.
"""

from collections.abc import Iterator

import pytest

from tests.servers.authority import Authority
from tests.servers.dovecot import Dovecot
from tests.servers.needed import require
from tests.servers.postfix import Postfix, Relay, Rules
from tests.servers.site import MailSite

# Passwords with what breaks a careless client: a blank, a colon, a percent sign.
PASSWORDS = {
    "aiko@kairan.test": "aiko's pass:word %1",
    "ben@kairan.test": "ben",
    "chidi@kairan.test": "chidi",
    "office@kairan.test": "office",
}


@pytest.fixture(scope="session")
def ca() -> Iterator[Authority]:
    """A certificate authority; ``ca.certificate`` is the file to trust."""
    with Authority() as authority:
        yield authority


@pytest.fixture(scope="session")
def _dovecot(ca: Authority) -> Iterator[Dovecot]:
    require("dovecot")
    with Dovecot(PASSWORDS, certificate=ca.certify("localhost")) as server:
        yield server


@pytest.fixture
def dovecot(_dovecot: Dovecot) -> Dovecot:
    """POP3, plain, STARTTLS and TLS, with empty mailboxes for PASSWORDS."""
    for user in _dovecot.users:
        _dovecot.empty(user)
    return _dovecot


@pytest.fixture(scope="session")
def _postfix(ca: Authority) -> Iterator[Postfix]:
    require("postfix")
    with Postfix(Rules(certificate=ca.certify("localhost"))) as server:
        yield server


@pytest.fixture
def postfix(_postfix: Postfix) -> Postfix:
    """SMTP that takes and keeps everything sent from this machine."""
    _postfix.empty()
    return _postfix


@pytest.fixture(scope="session")
def _pop_before_smtp_site(ca: Authority) -> Iterator[MailSite]:
    require("postfix")
    require("dovecot")
    rules = Rules(relay=Relay.POP_BEFORE_SMTP)
    with MailSite(PASSWORDS, rules=rules, authority=ca) as site:
        yield site


@pytest.fixture
def pop_before_smtp_site(_pop_before_smtp_site: MailSite) -> MailSite:
    """Postfix that refuses to relay until a POP3 login; its ``window`` is an hour at first."""
    _pop_before_smtp_site.empty()
    _pop_before_smtp_site.window = 3600
    return _pop_before_smtp_site


@pytest.fixture(scope="session")
def _smtp_auth_site(ca: Authority) -> Iterator[MailSite]:
    require("postfix")
    require("dovecot")
    rules = Rules(
        relay=Relay.AUTHENTICATED,
        sender_logins={user: user for user in PASSWORDS},
        refused_senders=["nobody@kairan.test"],
    )
    with MailSite(PASSWORDS, rules=rules, authority=ca) as site:
        yield site


@pytest.fixture
def smtp_auth_site(_smtp_auth_site: MailSite) -> MailSite:
    """Postfix that relays after SMTP AUTH, and only for one's own sender address."""
    _smtp_auth_site.empty()
    return _smtp_auth_site
