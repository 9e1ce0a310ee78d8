import pytest
from django.apps import apps

from kairan.mailservers import sending
from kairan.mailservers.models import MailServerSettings
from kairan.mailservers.readers import readers_of
from kairan.mailservers.tests.pages import errors, outgoing, pop, trials
from kairan.shell.feature import Mailbox


@pytest.fixture
def read_by_ben(pop3, monkeypatch):
    """Ben reads the mailbox of notify in WebMail: some feature says so when asked."""

    def answer(mailbox):
        return ["Sato Ben"] if mailbox == Mailbox(host=pop3.host, user="notify") else []

    monkeypatch.setattr(apps.get_app_config("people"), "readers_of", answer, raising=False)


@pytest.mark.usefixtures("read_by_ben")
@pytest.mark.field("pop_read_anyway")
def test_a_mailbox_that_somebody_reads_is_used_only_after_a_second_yes(page, smtp, pop3):
    fields = outgoing(smtp, outgoing_authentication="pop-before-smtp", **pop(pop3))
    assert (
        'name="pop_read_anyway"' not in page.client.get("/mail-servers/settings/").content.decode()
    )
    answer = page.ok(**fields)
    assert "Sato Ben" in str(errors(answer)["pop_user"])
    assert 'name="pop_read_anyway"' in answer.content.decode()
    assert not MailServerSettings.objects.exists()
    page.saved(**fields, pop_read_anyway="on")
    sending.log_in_first(MailServerSettings.current().outgoing)
    assert pop3.logins == ["USER notify"]


@pytest.mark.usefixtures("read_by_ben")
def test_another_mailbox_needs_no_second_yes(page, smtp, pop3):
    fields = outgoing(smtp, outgoing_authentication="pop-before-smtp", **pop(pop3))
    page.saved(**fields | {"pop_user": "other"})


@pytest.mark.usefixtures("read_by_ben")
def test_a_trial_asks_for_no_second_yes(page, smtp, pop3):
    fields = outgoing(smtp, outgoing_authentication="pop-before-smtp", **pop(pop3))
    assert trials(page.send(**fields))[0].ok


@pytest.mark.usefixtures("db", "read_by_ben")
def test_readers_are_named_once_however_many_answer(pop3):
    assert readers_of(Mailbox(pop3.host, "notify")) == ["Sato Ben"]
    assert readers_of(Mailbox(pop3.host, "nobody")) == []
