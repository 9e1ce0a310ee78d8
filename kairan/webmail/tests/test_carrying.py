"""Whole mails travel in a letter as files, each byte as it came."""

import pytest

from kairan.delivery.testing import run_delivery
from kairan.mail.testing.scripted_pop3 import ScriptedPop3
from kairan.webmail.models import Draft, Message
from kairan.webmail.receiving.operations import receive
from kairan.webmail.tests.conftest import PLAIN
from kairan.webmail.tests.letters import post, read
from kairan.webmail.tests.mailbox import MAILS
from kairan.webmail.tests.test_journal import LARGE

EIGHT_BIT = PLAIN.replace(b"Here they are.", "ここにあります。".encode("shift_jis"))
TWINS = [PLAIN, PLAIN.replace(b"<one@", b"<two@")]


@pytest.fixture
def desk(aiko, writes, mail_server):
    return writes(aiko, mail_server)


@pytest.fixture
def carries(as_, aiko, desk):
    """Tick mails in the list, and pass them on."""

    def carry(*messages, **changes):
        client = as_(aiko)
        numbers = {"message": [each.pk for each in messages], "then": "forward", **changes}
        return client.post("/webmail/selection/", numbers)

    return carry


def sent(client, desk, mail_server):
    draft = Draft.objects.get()
    to = {"to": "yui@example.jp", "cc": "", "bcc": "", "subject": draft.subject}
    post(client, desk, key=draft.key, **to)
    run_delivery()
    return read(mail_server.accepted[0])


def test_a_mail_travels_whole_and_untouched(as_, aiko, desk, received, mail_server):
    message = received(aiko, account=desk)
    client = as_(aiko)
    answer = client.post(f"/webmail/messages/{message.pk}/answer/", {"then": "forward-attached"})
    draft = Draft.objects.get()

    assert answer["Location"] == f"/webmail/drafts/{draft.pk}/"
    assert (draft.subject, draft.body.strip()) == ("Fwd: Slides", "")
    mail = sent(client, desk, mail_server)
    [file] = mail.iter_attachments()
    assert file.get_content_type() == "message/rfc822"
    assert file.get_filename() == "Slides.eml"
    assert PLAIN in mail_server.accepted[0].data
    message.refresh_from_db()
    assert message.is_forwarded


def test_a_mail_that_could_not_be_a_message_travels_as_a_file(
    as_, aiko, desk, received, carries, mail_server
):
    carries(received(aiko, EIGHT_BIT, account=desk))

    [file] = sent(as_(aiko), desk, mail_server).iter_attachments()
    assert file.get_content_type() == "application/octet-stream"
    assert file.get_filename() == "Slides.eml"
    assert file.get_payload(decode=True) == EIGHT_BIT


def test_several_ticked_mails_travel_in_one_letter(as_, aiko, desk, received, carries, mail_server):
    messages = [received(aiko, raw, str(n), account=desk) for n, raw in enumerate(TWINS)]

    carries(*messages)

    mail = sent(as_(aiko), desk, mail_server)
    files = list(mail.iter_attachments())
    assert mail["Subject"] == "2 forwarded mails"
    assert [each.get_filename() for each in files] == ["Slides.eml", "Slides (2).eml"]
    assert all(raw in mail_server.accepted[0].data for raw in TWINS)
    assert Message.objects.filter(is_forwarded=True).count() == 2


@pytest.mark.parametrize("changes", [{"message": []}, {"scope": "all"}])
def test_a_letter_carries_what_is_ticked_and_nothing_else(aiko, desk, received, carries, changes):
    answer = carries(received(aiko, account=desk), **changes)

    assert answer.status_code == 409
    assert "at most 50" in answer.content.decode()
    assert not Draft.objects.exists()


def test_nobody_passes_on_the_mail_of_another(as_, aiko, ben, desk, received, carries):
    theirs = received(ben)

    assert carries(theirs).status_code == 409
    url = f"/webmail/messages/{theirs.pk}/answer/"
    assert as_(aiko).post(url, {"then": "forward-attached"}).status_code == 404


def test_what_a_letter_cannot_hold_is_refused_and_nothing_is_begun(
    aiko, desk, received, carries, monkeypatch
):
    monkeypatch.setattr("kairan.webmail.writing.sizes.MOST_TOGETHER", len(PLAIN))
    messages = [received(aiko, raw, str(n), account=desk) for n, raw in enumerate(TWINS)]

    answer = carries(*messages)

    assert "Slides (2).eml" in answer.content.decode()
    assert not Draft.objects.exists()


def test_no_mail_is_read_before_it_is_known_that_the_letter_can_hold_them(
    aiko, desk, received, carries, monkeypatch
):
    read_bytes = []
    monkeypatch.setattr("kairan.webmail.reading.mail.contents.read", read_bytes.append)
    monkeypatch.setattr("kairan.webmail.writing.sizes.MOST_TOGETHER", len(PLAIN))
    messages = [received(aiko, raw, str(n), account=desk) for n, raw in enumerate(TWINS)]

    assert carries(*messages).status_code == 409
    assert read_bytes == []


def test_a_mail_of_which_only_the_beginning_is_here_is_not_passed_on_as_a_whole(
    as_, aiko, reads, carries
):
    with ScriptedPop3([LARGE, MAILS[1]]) as server:
        receive(reads(aiko, server, heads_over=1024 * 1024))
    messages = Message.objects.visible_to(aiko)
    url = f"/webmail/messages/{messages.get(subject='1').pk}/answer/"

    for answer in [carries(*messages), as_(aiko).post(url, {"then": "forward-attached"})]:
        assert answer.status_code == 409
        assert "Of “1” only the beginning is here." in answer.content.decode()
    assert not Draft.objects.exists()


def test_a_subject_that_is_no_name_of_a_file_becomes_one(aiko, desk, received, carries):
    carries(received(aiko, PLAIN.replace(b"Slides", b"../a: b?"), account=desk))

    assert Draft.objects.get().files.get().name == "_a_ b_.eml"
