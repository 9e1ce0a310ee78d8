import pytest
from django.db import IntegrityError
from django.utils import translation

from kairan.clock.wakeup import bell
from kairan.mailservers.models import MailServerSettings, OutgoingServer, PopLogin
from kairan.mailservers.operations import settle


def office(**fields):
    return MailServerSettings(
        pk=1, outgoing=OutgoingServer(host="smtp.test"), company_address="o@example.test", **fields
    )


def test_nothing_is_mailed_until_the_servers_are_set_up(db):
    assert "not set up yet" in MailServerSettings.current().why_nothing_is_mailed()
    assert "not set up yet" in MailServerSettings(pk=1).why_nothing_is_mailed()
    assert (
        "not set up yet"
        in MailServerSettings(pk=1, company_address="o@example.test").why_nothing_is_mailed()
    )
    assert office().why_nothing_is_mailed() is None


def test_do_not_use_means_that_nothing_is_mailed():
    assert "do not use" in office(uses_notifications=False).why_nothing_is_mailed()


def test_the_reason_is_in_the_language_of_who_reads_it():
    with translation.override("ja"):
        assert "メール" in MailServerSettings().why_nothing_is_mailed()


@pytest.mark.django_db(transaction=True)
def test_settling_wakes_the_delivery_and_forgets_old_logins():
    settle(office())
    settings = MailServerSettings.current()
    PopLogin.objects.create(
        server=settings.outgoing, machine="here", logged_in_at=settings.changed_at
    )
    listening = bell()
    try:
        settle(settings)
        assert next(iter(listening.names(5))) == "delivery"
    finally:
        listening.close()
    assert not PopLogin.objects.exists()


def test_there_is_one_row(db):
    settle(office())
    with pytest.raises(IntegrityError):
        MailServerSettings(pk=2).save()


def test_current_brings_its_servers_in_one_query(db, django_assert_num_queries):
    settle(office())
    with django_assert_num_queries(1):
        settings = MailServerSettings.current()
        assert settings.outgoing.host == "smtp.test"
        assert settings.outgoing.pop_account is None


@pytest.mark.parametrize(
    ("fields", "domain"),
    [
        ({"message_id_domain": "ids.example"}, "ids.example"),
        ({"company_address": "o@example.test"}, "example.test"),
        ({"company_address": "o@例え.jp"}, "xn--r8jz45g.jp"),
        ({"company_address": "o@[127.0.0.1]"}, "kairan.example.test"),
        ({}, "kairan.example.test"),
    ],
)
def test_message_ids_end_in_a_domain_of_ours(fields, domain):
    assert MailServerSettings(**fields).new_message_id().endswith(f"@{domain}>")


def test_no_message_id_where_none_is_to_be_added():
    assert MailServerSettings(adds_message_id=False).new_message_id() is None
