"""Every field of the page is proven here by what a server was told, or names the room that does."""

from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from django.utils import timezone

from kairan.mail.charsets import Code
from kairan.mail.testing.scripted_pop3 import ScriptedPop3
from kairan.mail.testing.scripted_smtp import Fault, ScriptedSmtp
from kairan.mailservers import sending
from kairan.mailservers.models import MailServerSettings
from kairan.mailservers.tests.pages import errors, incoming, outgoing, pop, told, trials
from kairan.mailservers.tests.slow import SlowPop3, SlowSmtp

USERS = {"notify": "secret"}
READ = ["incoming", "pop", "mailbox"]


def account(prefix, server, **changes):
    """The page filled in so that Test receiving logs in to ``server`` through these fields."""
    changes = {f"{prefix}_{name}": value for name, value in changes.items()}
    if prefix == "incoming":
        return incoming(server, **changes)
    fields = pop(server, prefix, **changes)
    if prefix == "pop":
        return {
            "outgoing_host": "127.0.0.1",
            "outgoing_authentication": "pop-before-smtp",
            **fields,
        }
    return {"mailbox_choice": "own", "mailbox_address": "back@example.test", **fields}


def mail(server):
    """The last letter that ``server`` accepted, as a foreign reader sees it."""
    return message_from_bytes(server.accepted[-1].data, policy=policy.default)


# --- POP3 -------------------------------------------------------------------------------------


@pytest.mark.field("incoming_host", "pop_host", "mailbox_host")
@pytest.mark.field("incoming_port", "pop_port", "mailbox_port")
@pytest.mark.parametrize("prefix", READ)
def test_receiving_goes_to_the_host_and_port_that_are_named(page, pop3, prefix):
    with ScriptedPop3(users=USERS) as other:
        answer = page.receive(**account(prefix, other))
        assert trials(answer)[0].ok
        assert other.logins == ["USER notify"]
        assert not pop3.commands
        page.receive(**account(prefix, other, host="nowhere.invalid"))
        assert len(other.logins) == 1


@pytest.mark.field("incoming_security", "pop_security", "mailbox_security")
@pytest.mark.field(
    "incoming_verify_certificate", "pop_verify_certificate", "mailbox_verify_certificate"
)
@pytest.mark.parametrize("prefix", READ)
@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_receiving_is_protected_as_chosen_and_the_certificate_checked(
    page, identity, prefix, security
):
    with ScriptedPop3(users=USERS, identity=identity, implicit_tls=security == "tls") as server:
        checked = page.receive(**account(prefix, server, security=security))
        assert "certificate" in told(checked)
        assert not server.logins
        fields = account(prefix, server, security=security, verify_certificate=None)
        assert trials(page.receive(**fields))[0].ok
        assert server.logins == ["USER notify"]
        assert ("STLS" in server.commands) == (security == "starttls")


@pytest.mark.parametrize("prefix", READ)
def test_receiving_without_protection_never_asks_for_it(page, identity, prefix):
    with ScriptedPop3(users=USERS, identity=identity) as server:
        assert trials(page.receive(**account(prefix, server)))[0].ok
        assert "STLS" not in server.commands


@pytest.mark.field("incoming_authentication", "pop_authentication", "mailbox_authentication")
@pytest.mark.parametrize("prefix", READ)
def test_standard_says_user_and_apop_never_says_the_password(page, pop3, prefix):
    assert trials(page.receive(**account(prefix, pop3)))[0].ok
    assert "USER notify" in pop3.commands
    assert "PASS secret" in pop3.commands
    pop3.commands.clear()
    assert trials(page.receive(**account(prefix, pop3, authentication="apop")))[0].ok
    assert pop3.logins[-1] == "APOP notify"
    assert not [line for line in pop3.commands if "secret" in line or line.startswith("USER")]


@pytest.mark.parametrize(
    ("stamp", "words"), [("", "does not offer APOP"), ("<a@b@c>", "CVE-2007-1558")]
)
def test_apop_never_falls_back(page, stamp, words):
    with ScriptedPop3(users=USERS, stamp=stamp) as server:
        answer = page.receive(**account("incoming", server, authentication="apop"))
        assert words in told(answer)
        assert not [line for line in server.commands if line.startswith(("USER", "PASS", "APOP"))]


@pytest.mark.field("incoming_timeout", "pop_timeout", "mailbox_timeout")
@pytest.mark.parametrize("prefix", READ)
def test_receiving_waits_as_long_as_the_timeout_says(page, prefix):
    with SlowPop3(users=USERS) as server:
        assert trials(page.receive(**account(prefix, server, timeout="5")))[0].ok
        impatient = page.receive(**account(prefix, server, timeout="1"))
        assert not trials(impatient)[0].ok
        assert len(server.logins) == 1


@pytest.mark.field("pop_user", "mailbox_user", "test_user")
@pytest.mark.field("pop_password", "mailbox_password", "test_password")
@pytest.mark.parametrize("prefix", READ)
def test_receiving_logs_in_with_user_and_password(page, prefix):
    given = "test" if prefix == "incoming" else prefix
    with ScriptedPop3(users={"someone": "else"}) as server:
        fields = account(prefix, server)
        assert "refused the user or the password" in told(page.receive(**fields))
        assert "PASS secret" in server.commands
        right = {f"{given}_user": "someone", f"{given}_password": "else"}
        answer = page.receive(**{**fields, **right})
        assert trials(answer)[0].ok
        assert server.logins == ["USER someone"]
        assert "PASS else" not in answer.content.decode()
        assert "PASS ••••" in answer.content.decode()


@pytest.mark.field("pop_forget_password", "mailbox_forget_password")
@pytest.mark.parametrize("prefix", ["pop", "mailbox"])
def test_a_removed_password_is_never_said_again(page, pop3, prefix):
    fields = account(prefix, pop3) | {"company_address": "office@example.test"}
    page.saved(**fields)
    page.saved(
        outgoing_authentication="none", mailbox_choice="none", **{f"{prefix}_forget_password": "on"}
    )
    again = account(prefix, pop3) | {f"{prefix}_password": ""}
    assert f"{prefix}_password" in errors(page.receive(**again))
    assert not pop3.commands


# --- POP before SMTP --------------------------------------------------------------------------


def relaying(server, pop3, **changes):
    """The page with POP before SMTP filled in."""
    fields = pop(pop3) | {"outgoing_authentication": "pop-before-smtp"} | changes
    return outgoing(server, **fields)


@pytest.mark.field("outgoing_authentication")
def test_without_authentication_the_refusal_is_recognised_and_pop_before_smtp_offered(page, pop3):
    with ScriptedSmtp(relays=lambda: bool(pop3.logins)) as server:
        refused = page.send(**outgoing(server))
        assert "relaying denied" in told(refused)
        assert "Relay access denied" in refused.content.decode()
        assert trials(refused)[0].offer.value == "pop-before-smtp"
        assert not pop3.commands
        assert not server.accepted
        worked = page.send(**relaying(server, pop3))
        assert trials(worked)[0].ok
        assert pop3.logins == ["USER notify"]
        assert len(server.accepted) == 1


def test_where_the_account_is_filled_in_the_test_tries_it(page, pop3):
    with ScriptedSmtp(relays=lambda: bool(pop3.logins)) as server:
        answer = page.send(**relaying(server, pop3, outgoing_authentication="none"))
        assert "was accepted: choose POP before SMTP" in told(answer)
        assert not trials(answer)[0].ok


def test_a_server_with_smtp_auth_is_told_apart(page):
    with ScriptedSmtp(users={"office": "pa55word"}, login_required=True) as server:
        answer = page.send(**outgoing(server))
        assert trials(answer)[0].offer.value == "auth"


def test_a_login_that_does_not_help_is_explained(page, pop3):
    with ScriptedSmtp(relays=lambda: False) as server:
        assert "does not count it" in told(page.send(**relaying(server, pop3)))


@pytest.mark.field("pop_login_counts_for")
def test_the_login_is_made_again_when_its_time_has_run_out(page, smtp, pop3):
    page.saved(**relaying(smtp, pop3, pop_login_counts_for="10"))
    server = MailServerSettings.current().outgoing
    now = timezone.now()
    assert sending.log_in_first(server, now=now)
    assert not sending.log_in_first(server, now=now + timedelta(minutes=9))
    assert len(pop3.logins) == 1
    assert sending.log_in_first(server, now=now + timedelta(minutes=10))
    assert len(pop3.logins) == 2
    page.saved(pop_login_counts_for="30")
    server = MailServerSettings.current().outgoing
    sending.log_in_first(server)
    assert not sending.log_in_first(server, now=timezone.now() + timedelta(minutes=25))


# --- SMTP -------------------------------------------------------------------------------------


@pytest.mark.field("outgoing_host", "outgoing_port", "test_to")
def test_sending_goes_to_the_host_and_port_and_to_whom_it_should(page, smtp):
    with ScriptedSmtp() as other:
        assert trials(page.send(**outgoing(other, test_to="ben@example.test")))[0].ok
        assert other.accepted[0].recipients == ("ben@example.test",)
        page.send(**outgoing(other, outgoing_host="nowhere.invalid"))
        assert len(other.accepted) == 1
    assert not smtp.commands


@pytest.mark.field("outgoing_security", "outgoing_verify_certificate")
@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_sending_is_protected_as_chosen_and_the_certificate_checked(page, identity, security):
    with ScriptedSmtp(identity=identity, implicit_tls=security == "tls") as server:
        fields = outgoing(server, outgoing_security=security)
        assert "certificate" in told(page.send(**fields))
        assert not server.accepted
        assert trials(page.send(**{**fields, "outgoing_verify_certificate": None}))[0].ok
        assert ("STARTTLS" in server.commands) == (security == "starttls")


@pytest.mark.field("outgoing_mechanism", "outgoing_user", "outgoing_password")
@pytest.mark.parametrize(
    ("mechanism", "said"), [("LOGIN", "LOGIN"), ("CRAM-MD5", "CRAM-MD5"), ("PLAIN", "PLAIN")]
)
def test_sending_logs_in_as_chosen(page, identity, mechanism, said):
    login = {
        "outgoing_authentication": "auth",
        "outgoing_mechanism": mechanism,
        "outgoing_security": "starttls",
        "outgoing_verify_certificate": None,
        "outgoing_user": "office",
        "outgoing_password": "pa55word",
    }
    with ScriptedSmtp(
        users={"office": "pa55word"}, login_required=True, identity=identity
    ) as server:
        answer = page.send(**outgoing(server, **login))
        assert trials(answer)[0].ok, told(answer)
        assert server.logins == [f"{said} office"]
        wrong = page.send(**outgoing(server, **{**login, "outgoing_password": "wrong"}))
        assert "refused the user or the password" in told(wrong)
        assert len(server.accepted) == 1


@pytest.mark.field("outgoing_forget_password")
def test_a_removed_password_of_smtp_is_never_said_again(page, smtp):
    login = {"outgoing_authentication": "auth", "outgoing_user": "office"}
    page.saved(**outgoing(smtp, **login, outgoing_password="pa55word"))
    page.saved(outgoing_authentication="none", outgoing_forget_password="on")
    assert "outgoing_password" in errors(page.send(**login))
    assert not smtp.commands


@pytest.mark.field("outgoing_timeout")
def test_sending_waits_as_long_as_the_timeout_says(page):
    with SlowSmtp() as server:
        assert trials(page.send(**outgoing(server, outgoing_timeout="5")))[0].ok
        assert not trials(page.send(**outgoing(server, outgoing_timeout="1")))[0].ok
        assert len(server.accepted) == 1


# --- The letter -------------------------------------------------------------------------------


@pytest.mark.field("sender_form", "company_name", "company_address", "fixed_address")
@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("person-at-office", "Aiko Mori <office@example.test>"),
        ("person", "Aiko Mori <aiko@example.test>"),
        ("office", "Example Office <office@example.test>"),
        ("fixed", "robot@example.test"),
    ],
)
def test_the_test_mail_comes_from_the_chosen_sender(page, smtp, form, expected):
    page.send(**outgoing(smtp, sender_form=form, fixed_address="robot@example.test"))
    assert str(mail(smtp)["From"]) == expected


@pytest.mark.field("envelope_sender", "mailbox_address", "mailbox_choice")
def test_bounces_go_to_the_envelope_sender_else_to_the_mailbox_else_to_the_office(page, smtp, pop3):
    page.send(**outgoing(smtp))
    assert smtp.accepted[-1].sender == "office@example.test"
    back = {**pop(pop3, "mailbox"), "mailbox_address": "back@example.test"}
    page.send(**outgoing(smtp, mailbox_choice="own", **back))
    assert smtp.accepted[-1].sender == "back@example.test"
    page.send(**outgoing(smtp, mailbox_choice="none", **back))
    assert smtp.accepted[-1].sender == "office@example.test"
    page.send(**relaying(smtp, pop3, mailbox_choice="pop-account", mailbox_address="b@c.test"))
    assert smtp.accepted[-1].sender == "b@c.test"
    page.send(**outgoing(smtp, mailbox_choice="own", **back, envelope_sender="e@example.test"))
    assert smtp.accepted[-1].sender == "e@example.test"


def test_another_domain_in_the_envelope_is_explained(page, smtp):
    answer = page.send(**outgoing(smtp, envelope_sender="back@elsewhere.test"))
    assert trials(answer)[0].ok
    assert "SPF" in told(answer)
    assert "elsewhere.test" in told(answer)
    assert "SPF" not in told(page.send(**outgoing(smtp)))


@pytest.mark.parametrize(
    "reply", ["550 5.7.1 Sender rejected: SPF check failed", "553 5.7.1 Sender address rejected"]
)
def test_a_refused_sender_is_explained(page, reply):
    with ScriptedSmtp(Fault("MAIL", reply)) as server:
        said = told(page.send(**outgoing(server)))
    assert "refuses the sender" in said
    assert reply.removeprefix("550 ").removeprefix("553 ") in said
    assert ("SPF, DKIM or DMARC" in said) == ("SPF" in reply)


@pytest.mark.field("adds_message_id", "message_id_domain")
def test_the_message_id_is_added_or_not_and_ends_in_the_domain(page, smtp):
    page.send(**outgoing(smtp))
    assert mail(smtp)["Message-ID"].endswith("@example.test>")
    page.send(**outgoing(smtp, message_id_domain="ids.example.org"))
    assert mail(smtp)["Message-ID"].endswith("@ids.example.org>")
    page.send(**outgoing(smtp, adds_message_id="no", message_id_domain="ids.example.org"))
    assert mail(smtp)["Message-ID"] is None
    assert b"essage-i" not in smtp.accepted[-1].data.lower()


NAMES = {
    Code.ISO_2022_JP: "回覧株式会社", Code.SHIFT_JIS: "回覧株式会社", Code.EUC_JP: "回覧株式会社",
    Code.EUC_KR: "회람", Code.GB18030: "传阅", Code.GB2312: "传阅", Code.BIG5: "傳閱",
    Code.ISO_8859_1: "Müller", Code.ISO_8859_2: "Černý", Code.ISO_8859_5: "Кайран",
    Code.ISO_8859_7: "Καϊράν", Code.ISO_8859_9: "Şirket", Code.ISO_8859_15: "Œuvre",
    Code.KOI8_R: "Кайран", Code.KOI8_U: "Київ", Code.WINDOWS_1251: "Кайран",
    Code.WINDOWS_1252: "Müller", Code.TIS_620: "ไทย", Code.US_ASCII: "Office", Code.UTF_8: "回覧",
}  # fmt: skip


@pytest.mark.field("code")
@pytest.mark.parametrize("code", list(Code))
def test_the_letter_goes_out_in_the_chosen_code(page, smtp, code):
    page.send(**outgoing(smtp, sender_form="office", company_name=NAMES[code], code=code.value))
    letter = mail(smtp)
    assert letter["From"].addresses[0].display_name == NAMES[code]
    assert letter.get_content_charset() == code.value.lower()
    if code is not Code.US_ASCII:
        assert f"=?{code.value}?".lower().encode() in smtp.accepted[-1].data.lower()


@pytest.mark.parametrize("code", [code for code in Code if code not in {Code.UTF_8, Code.GB18030}])
def test_a_letter_that_does_not_fit_goes_out_in_utf_8_whole(page, smtp, code):
    page.send(**outgoing(smtp, sender_form="office", company_name="😀 한", code=code.value))
    assert mail(smtp).get_content_charset() == "utf-8"
    assert mail(smtp)["From"].addresses[0].display_name == "😀 한"
