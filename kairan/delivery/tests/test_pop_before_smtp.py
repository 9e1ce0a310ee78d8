import pytest
from django.utils import timezone

from kairan.delivery.models import Attempt, Pause
from kairan.delivery.testing import run_delivery, server_row
from kairan.delivery.tests.conftest import recipient, states
from kairan.mail.testing.scripted_pop3 import ScriptedPop3
from kairan.mail.testing.scripted_smtp import Fault, ScriptedSmtp
from kairan.mailservers.models import IncomingServer, PopLogin


@pytest.fixture
def pop3():
    with ScriptedPop3(users={"notify": "secret"}) as server:
        yield server


class Relay:
    """A server that relays for as many letters as a login is good for."""

    def __init__(self, pop3, letters_per_login):
        self.pop3 = pop3
        self.logins = 0
        self.left = 0
        self.letters_per_login = letters_per_login

    def __call__(self):
        if len(self.pop3.logins) > self.logins:
            self.logins = len(self.pop3.logins)
            self.left = self.letters_per_login
        self.left -= 1
        return self.left >= 0


def wants_login(smtp, pop3, **fields):
    account = IncomingServer.objects.create(
        host=pop3.host, port=pop3.port, security="none", user="notify", password="secret", timeout=5
    )
    return server_row(smtp, authentication="pop-before-smtp", pop_account=account, **fields)


def test_it_logs_in_before_the_first_letter(mail_server, post, pop3):
    with ScriptedSmtp(relays=Relay(pop3, 100)) as smtp:
        post("ben", server=wants_login(smtp, pop3))
        run_delivery()

    assert states() == {"ben": "accepted"}
    assert len(pop3.logins) == 1


def test_a_refusal_costs_one_new_login_and_no_envelope(mail_server, post, pop3):
    with ScriptedSmtp(relays=Relay(pop3, 100)) as smtp:
        server = wants_login(smtp, pop3)
        # The server has forgotten the login that we still count on.
        PopLogin.objects.create(server=server, machine=_machine(), logged_in_at=timezone.now())
        post("ben", "chidi", server=server)
        run_delivery()

    assert states() == {"ben": "accepted", "chidi": "accepted"}
    assert len(pop3.logins) == 1
    assert Attempt.objects.count() == 2
    assert not Pause.objects.exists()


def test_a_refusal_after_the_new_login_lets_the_server_rest(mail_server, post, pop3):
    with ScriptedSmtp(Fault("RCPT", "554 5.7.1 Relay access denied")) as smtp:
        post("ben", "chidi", server=wants_login(smtp, pop3))
        run_delivery()

    assert states() == {"ben": "waiting", "chidi": "waiting"}
    assert len(pop3.logins) == 2
    assert Pause.objects.get().kind == "relay-denied"
    assert not Attempt.objects.exists()


def test_a_login_that_runs_out_in_mid_connection_is_renewed(mail_server, post, pop3):
    with ScriptedSmtp(relays=Relay(pop3, 15)) as smtp:
        server = wants_login(smtp, pop3, connections=1)
        post(server=server, recipients=[recipient(f"r{n}", n) for n in range(25)])
        run_delivery()

    assert set(states().values()) == {"accepted"}
    assert len(pop3.logins) == 2


def test_a_refused_login_is_named_and_rests(mail_server, post):
    with ScriptedPop3(users={"notify": "other"}) as pop3, ScriptedSmtp() as smtp:
        post("ben", server=wants_login(smtp, pop3))
        run_delivery()

    assert Pause.objects.get().kind == "login"
    assert states() == {"ben": "waiting"}
    assert smtp.accepted == []


def _machine():
    from kairan.mailservers.sending import machine

    return machine()
