import pytest
from django.core.mail import EmailMultiAlternatives

from kairan.delivery.models import Envelope, Letter, Purpose
from kairan.delivery.tests.conftest import states
from kairan.mailservers.models import MailServerSettings


@pytest.fixture
def backend(settings):
    settings.EMAIL_BACKEND = "kairan.delivery.django_backend.EmailBackend"


def reset(**fields):
    mail = EmailMultiAlternatives(
        "パスワード", "Follow this link\n", to=["Ben Sato <ben@example.test>"], **fields
    )
    mail.attach_alternative("<p>Follow this link</p>", "text/html")
    return mail


def test_djangos_mails_take_the_road_of_every_letter(backend, post_round):
    assert reset().send() == 1

    [(recipient, mail)] = post_round().sent

    assert recipient == "ben@example.test"
    assert mail["subject"] == "パスワード"
    assert mail["from"] == "Lantern Works <office@lantern.test>"
    assert mail["to"] == "Ben Sato <ben@example.test>"
    assert "Follow this link" in mail.get_body(("plain",)).get_content()
    assert "<p>" in mail.get_body(("html",)).get_content()
    assert Letter.objects.get().purpose == Purpose.ACCOUNT


def test_they_leave_while_notifications_are_off(backend, post_round):
    MailServerSettings.objects.update(uses_notifications=False)
    reset().send()
    assert len(post_round().sent) == 1


def test_without_a_server_they_are_cancelled_and_nobody_fails(backend, db):
    MailServerSettings.objects.create(pk=1)
    reset().send()
    assert states() == {"ben": "cancelled"}


def test_a_copy_in_secret_stays_secret(backend, post_round):
    reset(bcc=["dana@example.test"]).send()

    sent = dict(post_round().sent)

    assert set(sent) == {"ben@example.test", "dana@example.test"}
    assert "dana" not in str(sent["ben@example.test"])


def test_nobody_to_write_to_is_nothing_to_send(backend, mail_server):
    assert EmailMultiAlternatives("Hello", "text", to=[]).send() == 0
    assert not Envelope.objects.exists()
