import pytest
from django.urls import reverse

from kairan.mail.testing.scripted_smtp import Fault, ScriptedSmtp
from kairan.mailservers.models import MailServerSettings
from kairan.mailservers.tests.pages import Page, errors, incoming, outgoing, pop, told, trials

PAGE = "/mail-servers/settings/"


def test_the_page_stands_where_the_menu_leads(page):
    assert reverse("mailservers:settings") == PAGE
    assert page.client.get(PAGE).status_code == 200


@pytest.mark.parametrize("name", ["settings", "receiving_trial", "sending_trial", "offer"])
def test_others_than_administrators_are_kept_out(as_, chidi, client, name):
    url = reverse(f"mailservers:{name}")
    assert as_(chidi).post(url).status_code == 403
    assert client.post(url).status_code == 302
    if name == "settings":
        assert as_(chidi).get(url).status_code == 403


@pytest.mark.parametrize("name", ["receiving_trial", "sending_trial", "offer"])
def test_a_get_tries_nothing(page, name):
    assert page.client.get(reverse(f"mailservers:{name}")).status_code == 405


def test_looking_creates_nothing(page, django_assert_num_queries):
    page.client.get(PAGE)
    assert not MailServerSettings.objects.exists()
    with django_assert_num_queries(1):
        MailServerSettings.current()


def test_what_the_page_shows_can_be_saved_as_it_is(page):
    page.saved()
    assert MailServerSettings.current().uses_notifications


def test_ok_keeps_everything(page, smtp, pop3):
    page.saved(
        **outgoing(smtp, outgoing_authentication="pop-before-smtp", outgoing_connections=7),
        **pop(pop3, pop_authentication="apop", pop_login_counts_for=3),
        code="ISO-2022-JP",
        adds_message_id="no",
        sender_form="office",
    )
    settings = MailServerSettings.current()
    assert settings.outgoing.connections == 7
    assert settings.outgoing.pop_account.wire().password == "secret"
    assert settings.outgoing.login_counts_for.total_seconds() == 180
    assert settings.code == "ISO-2022-JP"
    assert settings.new_message_id() is None
    shown = page.values()
    assert shown["outgoing_connections"] == "7"
    assert shown["pop_login_counts_for"] == "3"
    assert shown["adds_message_id"] == "no"


def test_saving_again_changes_rows_and_makes_none(page, smtp):
    page.saved(**outgoing(smtp))
    first = MailServerSettings.current().outgoing
    page.saved(outgoing_connections=9)
    assert MailServerSettings.current().outgoing.pk == first.pk
    assert type(first).objects.count() == 1


def test_a_password_is_kept_when_the_field_stays_empty_and_never_shown(page, smtp):
    login = {"outgoing_authentication": "auth", "outgoing_user": "office"}
    page.saved(**outgoing(smtp, **login, outgoing_password="pa55word"))
    text = page.client.get(PAGE).content.decode()
    assert "pa55word" not in text
    assert "A password is kept" in text
    page.saved()
    assert MailServerSettings.current().outgoing.wire().password == "pa55word"


def test_a_password_that_was_typed_never_comes_back(page, smtp):
    answer = page.ok(**outgoing(smtp, outgoing_port="x", outgoing_password="pa55word"))
    assert "pa55word" not in answer.content.decode()
    tried = page.send(**outgoing(smtp, outgoing_password="pa55word"))
    assert "pa55word" not in tried.content.decode()
    assert "type a new one again" in tried.content.decode()


def test_a_password_can_be_removed(page, smtp):
    login = {"outgoing_authentication": "auth", "outgoing_user": "office"}
    page.saved(**outgoing(smtp, **login, outgoing_password="pa55word"))
    page.saved(outgoing_authentication="none", outgoing_forget_password="on")
    assert not MailServerSettings.current().outgoing.password


def test_a_password_that_is_kept_is_not_told_to_another_server(page, smtp):
    login = {"outgoing_authentication": "auth", "outgoing_user": "office"}
    page.saved(**outgoing(smtp, **login, outgoing_password="pa55word"))
    answer = page.send(outgoing_host="localhost")
    assert "type the password again" in str(errors(answer)["outgoing_password"])
    assert not smtp.commands


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"outgoing_port": "0"}, "outgoing_port"),
        ({"outgoing_port": "smtp"}, "outgoing_port"),
        ({"outgoing_host": "http://smtp.example.com"}, "outgoing_host"),
        ({"outgoing_host": "smtp.example.com:25"}, "outgoing_host"),
        ({"outgoing_host": "smtp.example.com", "company_address": ""}, "company_address"),
        ({"company_address": "office"}, "company_address"),
        ({"company_address": "a@b.test\r\nBcc: chidi@example.test"}, "company_address"),
        ({"company_name": "Office\r\nBcc: chidi@example.test"}, "company_name"),
        ({"envelope_sender": "no address"}, "envelope_sender"),
        ({"sender_form": "fixed"}, "fixed_address"),
        ({"message_id_domain": "@example.com"}, "message_id_domain"),
        ({"outgoing_host": "s.test", "outgoing_authentication": "auth"}, "outgoing_user"),
        (
            {"outgoing_host": "s.test", "outgoing_authentication": "auth", "outgoing_user": "me"},
            "outgoing_password",
        ),
        ({"outgoing_host": "s.test", "outgoing_authentication": "pop-before-smtp"}, "pop_host"),
        (
            {
                "outgoing_host": "s.test",
                "outgoing_authentication": "pop-before-smtp",
                "pop_host": "p.test",
                "pop_authentication": "apop",
            },
            "pop_user",
        ),
        ({"outgoing_user": "me\r\nQUIT"}, "outgoing_user"),
        ({"mailbox_choice": "own"}, "mailbox_address"),
        ({"mailbox_choice": "own", "mailbox_address": "back@example.test"}, "mailbox_host"),
        ({"mailbox_choice": "pop-account"}, "mailbox_choice"),
        ({"incoming_is_locked": "on"}, "incoming_host"),
        ({"webmail_is_locked": "on"}, "webmail_host"),
        ({"outgoing_connections": "0"}, "outgoing_connections"),
        ({"code": "EBCDIC"}, "code"),
    ],
)
def test_what_cannot_work_gets_a_sentence_under_its_field_and_nothing_is_saved(
    page, changes, field
):
    answer = page.ok(**changes)
    assert answer.status_code == 200
    assert field in errors(answer)
    assert not MailServerSettings.objects.exists()


def test_the_pop_account_lives_at_the_incoming_server_unless_it_says_otherwise(page, smtp):
    fields = outgoing(smtp, outgoing_authentication="pop-before-smtp", incoming_host="pop.test")
    page.saved(**fields, pop_user="notify", pop_password="secret")
    assert MailServerSettings.current().outgoing.pop_account.host == "pop.test"
    assert page.values()["pop_host"] == ""


def test_a_trial_saves_nothing(page, smtp, pop3):
    assert trials(page.send(**outgoing(smtp)))[0].ok
    assert trials(page.receive(**incoming(pop3)))[0].ok
    assert not MailServerSettings.objects.exists()


def test_a_script_gets_only_the_outcome(page, smtp):
    answer = page.send(**outgoing(smtp), headers={"HX-Request": "true"})
    text = answer.content.decode()
    assert text.strip().startswith('<div id="trials"')
    assert "C EHLO" in text
    assert "<html" not in text


def test_a_trial_says_which_field_it_misses(page):
    assert "outgoing_host" in errors(page.send())
    assert "incoming_host" in errors(page.receive())


def test_a_trial_does_not_mind_what_it_does_not_use(page, smtp):
    answer = page.send(**outgoing(smtp, mailbox_port="x", incoming_host="http://"))
    assert not errors(answer)
    assert trials(answer)[0].ok


def test_the_test_mail_goes_even_when_notifications_are_off(page, smtp):
    page.send(**outgoing(smtp, uses_notifications="no"))
    assert len(smtp.accepted) == 1


def test_the_offer_shows_the_form_with_pop_before_smtp_chosen(page):
    with ScriptedSmtp(Fault("RCPT", "554 5.7.1 Relay access denied")) as server:
        answer = page.send(**outgoing(server))
        assert "choose it" in told(answer)
        assert 'value="pop-before-smtp" formaction' in answer.content.decode()
        values = page.filled(**outgoing(server), offer="pop-before-smtp")
        shown = page.client.post(reverse("mailservers:offer"), values)
    assert shown.context["form"]["outgoing_authentication"].value() == "pop-before-smtp"


@pytest.mark.parametrize("name", ["settings", "receiving_trial", "sending_trial", "offer"])
def test_a_form_without_fields_breaks_nothing(page, name):
    answer = page.client.post(reverse(f"mailservers:{name}"), {"offer": "nonsense"})
    assert answer.status_code == 200
    assert errors(answer)


def test_cancel_leads_back_only_to_pages_of_ours(page):
    assert page.client.get(PAGE, {"back": "/webmail/"}).context["back"] == "/webmail/"
    assert page.client.get(PAGE, {"back": "https://evil.test/"}).context["back"] == "/"


def test_the_page_speaks_japanese(as_, ben):
    ben.kind = "administrator"
    ben.save()
    text = Page(as_(ben)).client.get(PAGE).content.decode()
    assert "メールサーバー設定" in text
