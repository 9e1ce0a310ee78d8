"""Against Postfix and Dovecot: relaying is denied before the POP3 login and after its time."""

import time

import pytest

from kairan.mailservers import sending
from kairan.mailservers.models import MailServerSettings
from kairan.mailservers.tests.pages import outgoing, pop, told, trials
from tests.servers.dovecot import Dovecot
from tests.servers.needed import missing
from tests.servers.policy import PopBeforeSmtp
from tests.servers.postfix import Postfix, Relay, Rules

SECONDS = 2

WHY_NOT = missing("postfix") or missing("dovecot") or ""

pytestmark = [pytest.mark.servers, pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT)]


@pytest.fixture(scope="module")
def dovecot():
    with Dovecot({"notify": "secret"}) as server:
        yield server


@pytest.fixture(scope="module")
def postfix(dovecot):
    with PopBeforeSmtp(dovecot.logins, window=SECONDS) as policy:
        rules = Rules(relay=Relay.POP_BEFORE_SMTP, policy_port=policy.port)
        with Postfix(rules) as server:
            server.host = "127.0.0.1"
            yield server


def relays(server):
    client = sending.open_connection(server)
    try:
        letter = b"Subject: x\r\n\r\nx\r\n"
        [receipt] = client.send("office@example.test", ["ben@elsewhere.test"], letter)
    finally:
        client.quit()
    return receipt.accepted


@pytest.mark.parametrize("way", ["standard", "apop"])
def test_postfix_relays_only_after_the_login_and_only_for_its_time(page, dovecot, postfix, way):
    time.sleep(SECONDS + 0.5)
    fields = outgoing(postfix, test_to="ben@elsewhere.test")
    refused = page.send(**fields)
    assert "relaying denied" in told(refused)
    assert "Relay access denied" in refused.content.decode()
    assert trials(refused)[0].offer.value == "pop-before-smtp"

    fields |= {"outgoing_authentication": "pop-before-smtp", "pop_authentication": way}
    fields |= pop(dovecot)
    assert trials(page.send(**fields))[0].ok, told(page.send(**fields))

    page.saved(**fields)
    server = MailServerSettings.current().outgoing
    assert relays(server)
    time.sleep(SECONDS + 0.5)
    assert not relays(server)  # We think that the login still counts; the server does not.
    assert sending.login_again(server)
    assert relays(server)
