import pytest

from kairan.mail.errors import Kind, MailServerError
from kairan.mail.servers import PopServer, Security, SmtpServer
from kairan.mail.testing.scripted_pop3 import ScriptedPop3
from kairan.mailservers.explanations import SENTENCES, about_sender, explain
from kairan.mailservers.models import IncomingServer
from kairan.mailservers.trials import try_receiving


def pop(port=110, security=Security.NONE):
    return PopServer(host="pop.test", port=port, security=security, user="u", password="p")


def smtp(port=587, security=Security.STARTTLS):
    return SmtpServer(host="smtp.test", port=port, security=security)


@pytest.mark.parametrize("kind", list(Kind))
def test_every_trouble_has_a_sentence(kind):
    assert SENTENCES[kind]
    said = explain(MailServerError(kind, words="no"), smtp())
    assert "%(" not in "".join(said)
    assert said[-1].endswith("no")


@pytest.mark.parametrize(
    ("kind", "server", "words"),
    [
        (Kind.TLS_ON_PLAIN_PORT, smtp(587, Security.TLS), "goes with STARTTLS"),
        (Kind.PLAIN_ON_TLS_PORT, smtp(465, Security.NONE), "usually goes with TLS"),
        (Kind.PLAIN_ON_TLS_PORT, pop(995), "usually goes with TLS"),
        (Kind.WRONG_PROTOCOL, pop(25), "Port 25 is usually SMTP"),
        (Kind.WRONG_PROTOCOL, smtp(110), "Port 110 is usually POP3"),
    ],
)
def test_a_usual_port_gives_a_hint(kind, server, words):
    assert words in " ".join(explain(MailServerError(kind), server))


def test_an_unusual_port_gives_none():
    assert len(explain(MailServerError(Kind.TIMEOUT), smtp(2525))) == 1


@pytest.mark.parametrize(
    ("author", "envelope", "warns"),
    [
        ("a@example.test", "b@example.test", False),
        ("a@Example.test", "b@example.TEST", False),
        ("a@example.test", "b@other.test", True),
        ("a@example.test", "", False),
    ],
)
def test_two_domains_are_told(author, envelope, warns):
    assert bool(about_sender(author, envelope)) == warns


def account(server, **fields):
    values = {"host": server.host, "port": server.port, "security": "none", "timeout": 2}
    return IncomingServer(user="notify", password="secret", **{**values, **fields})


def words_of(trial):
    return " ".join(trial.sentences)


def test_tls_on_a_plain_port_is_recognised(db, pop3):
    assert "does not begin with TLS" in words_of(try_receiving(account(pop3, security="tls")))


def test_plain_on_a_tls_port_is_recognised(db, identity):
    with ScriptedPop3(identity=identity, implicit_tls=True) as server:
        assert "expects TLS from the first byte" in words_of(try_receiving(account(server)))


def test_starttls_that_is_not_offered_is_recognised(db, pop3):
    said = words_of(try_receiving(account(pop3, security="starttls")))
    assert "does not offer STARTTLS" in said


def test_another_protocol_is_recognised(db, smtp):
    assert "Another kind of server" in words_of(try_receiving(account(smtp)))


def test_a_wrong_port_is_recognised(db, pop3):
    assert "Nothing answers" in words_of(try_receiving(account(pop3, port=1)))
