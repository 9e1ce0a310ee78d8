"""The whole way: announced, worded, delivered to a real SMTP server, and read there."""

from kairan.delivery.models import Envelope
from kairan.mail.testing.faults import Fault
from kairan.mailservers.models import MailServerSettings
from kairan.notices.models import Notification
from kairan.notices.operations import announce
from kairan.notices.tests.parade import ParadePlanned
from kairan.notices.tests.test_told import drawn_for


def test_what_is_announced_arrives(aiko, ben, chidi, post_round):
    announce(ParadePlanned(subject="Lanterns"), to=[aiko, ben, chidi], by=aiko)

    post = post_round()

    assert {recipient for recipient, _mail in post.sent} == {
        "ben@example.test",
        "chidi@example.test",
    }
    [mail] = post.to("ben@example.test")
    assert mail["Subject"] == "[Parade] Planned: Lanterns"
    assert mail["To"] == "Sato Ben <ben@example.test>"
    assert "2030年5月17日" in mail.get_body(("plain",)).get_content()
    assert "chidi" not in mail.as_string()
    assert post_round().sent == []


def test_what_was_read_in_the_office_is_not_mailed_any_more(
    as_, aiko, ben, chidi, mail_server, post_round
):
    mail_server.faults.append(Fault("RCPT", "450 4.2.1 later", to="ben@example.test"))
    announce(ParadePlanned(), to=[ben, chidi])
    post_round()

    as_(ben).post("/notices/openings/", {"about": ParadePlanned().about()})

    fates = dict(Envelope.objects.values_list("recipient", "state"))
    assert fates == {"ben@example.test": "cancelled", "chidi@example.test": "accepted"}
    assert "read in the office" in drawn_for(aiko)


def test_the_panel_quotes_the_server_that_took_it(aiko, ben, post_round):
    announce(ParadePlanned(), to=[ben])
    post_round()

    panel = drawn_for(aiko)

    assert "1 accepted by the server" in panel
    assert "<q>250 " in panel
    assert "every 2s" not in panel


def test_a_refused_recipient_stands_there_in_the_servers_words_and_has_the_bell(
    aiko, ben, chidi, mail_server, post_round
):
    words = "5.1.1 <ben@example.test>: user unknown"
    mail_server.faults.append(Fault("RCPT", f"550 {words}", to="ben@example.test"))
    announce(ParadePlanned(), to=[ben, chidi])

    assert {recipient for recipient, _mail in post_round().sent} == {"chidi@example.test"}
    panel = drawn_for(aiko)
    assert "1 refused" in panel
    assert "550 5.1.1 &lt;ben@example.test&gt;: user unknown" in panel
    assert Notification.objects.unopened_by(ben.pk).count() == 1


def test_the_bytes_that_arrive_are_those_of_the_letter(aiko, ben, chidi, mail_server, post_round):
    announce(ParadePlanned(subject="夏祭り", text="集合は10時です。～①"), to=[ben, chidi], by=aiko)
    post_round()

    for letter in mail_server.accepted:
        [recipient] = letter.recipients
        assert letter.data.count(b"To: ") == 2  # To and Reply-To
        for other in {"ben@example.test", "chidi@example.test"} - {recipient}:
            assert other.encode() not in letter.data


def test_nothing_leaves_with_do_not_use_and_nothing_floods_out_later(
    aiko, ben, mail_server, post_round
):
    MailServerSettings.objects.update(uses_notifications=False)
    announce(ParadePlanned(), to=[ben])
    assert post_round().sent == []

    MailServerSettings.objects.update(uses_notifications=True)
    assert post_round().sent == []
    assert Notification.objects.unopened_by(ben.pk).count() == 1
