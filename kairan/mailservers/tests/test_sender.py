import pytest

from kairan.mailservers.models import IncomingServer, MailServerSettings, OutgoingServer
from kairan.mailservers.sender import envelope_sender, reply_to, sender_of
from kairan.people.models import Address, Company


def settings(**fields):
    return MailServerSettings(
        company_name="Example Office", company_address="office@example.test", **fields
    )


@pytest.mark.parametrize(
    ("form", "acting", "nobody"),
    [
        (
            "person-at-office",
            "Aiko Mori <office@example.test>",
            "Example Office <office@example.test>",
        ),
        ("person", "Aiko Mori <aiko@example.test>", "Example Office <office@example.test>"),
        (
            "office",
            "Example Office <office@example.test>",
            "Example Office <office@example.test>",
        ),
        ("fixed", "robot@example.test", "robot@example.test"),
    ],
)
def test_four_forms_of_sender(aiko, form, acting, nobody):
    chosen = settings(sender_form=form, fixed_address="robot@example.test")
    assert str(sender_of(aiko, settings=chosen)) == acting
    assert str(sender_of(None, settings=chosen)) == nobody


def test_an_office_without_a_name_of_its_own_bears_that_of_the_company(db):
    Company.objects.create(pk=Company.THE_ONE, name="Mori & Sons")
    chosen = MailServerSettings(company_address="office@example.test")
    assert str(sender_of(None, settings=chosen)) == "Mori & Sons <office@example.test>"


def test_somebody_without_a_company_address_writes_from_the_office(aiko):
    Address.objects.all().delete()
    found = sender_of(aiko, settings=settings(sender_form="person"))
    assert str(found) == "Aiko Mori <office@example.test>"


def test_an_unusable_company_address_is_not_used(aiko):
    Address.objects.update(address="aiko@")
    assert sender_of(aiko, settings=settings(sender_form="person")).addr == "office@example.test"
    assert reply_to(aiko, settings=settings()) is None


def test_no_name_can_break_out_of_the_header(aiko):
    aiko.first_name = "Aiko\r\nBcc: chidi@example.test"
    found = sender_of(aiko, settings=settings())
    assert "\n" not in str(found)
    assert found.addr == "office@example.test"


def test_before_the_office_is_set_up_there_is_a_sender_all_the_same(db):
    assert sender_of(None).addr == "kairan@kairan.example.test"
    assert envelope_sender() == "kairan@kairan.example.test"


def test_an_answer_goes_to_the_acting_person_else_to_the_mailbox(aiko):
    chosen = settings(
        notification_mailbox="own",
        notification_address="back@example.test",
        own_mailbox=IncomingServer(host="pop.test"),
    )
    assert str(reply_to(aiko, settings=chosen)) == "Aiko Mori <aiko@example.test>"
    assert str(reply_to(None, settings=chosen)) == "back@example.test"
    assert reply_to(None, settings=settings()) is None


def test_the_pop_account_is_the_notification_mailbox_when_chosen():
    account = IncomingServer(host="pop.test", user="notify")
    outgoing = OutgoingServer(host="smtp.test", pop_account=account)
    chosen = settings(notification_mailbox="pop-account", outgoing=outgoing)
    assert chosen.notification_server is account
    assert settings(outgoing=outgoing).notification_server is None
