"""What administrators decide about returned mail, and what people read about their addresses."""

import pytest
from django.urls import reverse
from django.utils import timezone

from kairan.attachments.models import Content
from kairan.delivery.models import BouncedAddress, Envelope
from kairan.delivery.testing import run_delivery
from kairan.mail.testing.scripted_smtp import ScriptedSmtp
from kairan.mailservers.models import MailServerSettings
from kairan.returns.models import ReturnedMail, Visit
from kairan.returns.tests.letters import answer, bounce, with_file

BEN = "ben@example.test"
PAGES = ["returns:index", "returns:addresses"]
HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def note(mailbox, comes):
    """A mail that nobody can place."""
    return comes(answer("office@lantern.test", author="stranger@x.test", text=f"Hello {HOSTILE}"))


@pytest.fixture
def lost(ben, mailed, comes):
    """Ben's address, from which a mail has come back."""
    comes(bounce(mailed(ben)[0].raw, to=BEN))
    return BouncedAddress.objects.get()


@pytest.mark.parametrize("page", PAGES)
def test_the_pages_are_for_administrators(as_, aiko, ben, page):
    assert as_(aiko).get(reverse(page)).status_code == 200
    assert as_(ben).get(reverse(page)).status_code == 403


def test_what_could_not_be_placed_is_listed_and_read_as_text(as_, aiko, note):
    listed = as_(aiko).get(reverse("returns:index")).content.decode()
    assert reverse("returns:show", args=[note.pk]) in listed
    assert "stranger@x.test" in listed

    opened = as_(aiko).get(reverse("returns:show", args=[note.pk])).content.decode()

    assert "Hello &lt;script&gt;" in opened
    assert HOSTILE not in opened
    saved = as_(aiko).get(reverse("returns:source", args=[note.pk]))
    assert saved.headers["Content-Disposition"].startswith("attachment")
    assert saved.headers["Content-Type"] == "application/octet-stream"


def test_nobody_else_sees_or_changes_a_returned_mail(as_, chidi, note):
    for name in ("show", "source"):
        assert as_(chidi).get(reverse(f"returns:{name}", args=[note.pk])).status_code == 403
    for name in ("deletion", "handover"):
        url = reverse(f"returns:{name}", args=[note.pk])
        assert as_(chidi).post(url, {"to": ""}).status_code == 403
    assert ReturnedMail.objects.kept().count() == 1


def test_an_administrator_deletes_it_once_and_its_bytes_are_gone(as_, aiko, note):
    url = reverse("returns:deletion", args=[note.pk])

    as_(aiko).post(url)

    note.refresh_from_db()
    assert (note.outcome, note.content_id) == ("deleted", None)
    assert not Content.objects.exists()
    assert as_(aiko).get(reverse("returns:source", args=[note.pk])).status_code == 404
    assert as_(aiko).get(reverse("returns:show", args=[note.pk])).status_code == 200
    again = as_(aiko).post(url, follow=True)
    assert "decided about this mail already" in again.content.decode()


def test_an_administrator_passes_it_on_with_who_wrote_it_and_its_files(
    as_, aiko, ben, mail_server: ScriptedSmtp, mailbox, comes
):
    note = comes(
        with_file(answer("office@lantern.test", author="stranger@x.test", text="Hello Ben"))
    )

    as_(aiko).post(reverse("returns:handover", args=[note.pk]), {"to": f"person:{ben.pk}"})
    run_delivery()

    [letter] = mail_server.accepted
    sent = letter.data.decode()
    assert letter.recipients == (BEN,)
    assert letter.sender == "office@lantern.test"
    assert "Reply-To: stranger@x.test" in sent
    assert "Auto-Submitted: auto-generated" in sent
    assert "X-Kairan-Passes: 1" in sent
    assert "photo.png" in sent
    note.refresh_from_db()
    assert (note.outcome, note.passed_to) == ("passed-on", ben)


def test_it_is_passed_on_to_one_person(as_, aiko, note):
    url = reverse("returns:handover", args=[note.pk])

    answered = as_(aiko).post(url, {"to": ""})

    assert answered.status_code == 200
    assert ReturnedMail.objects.kept().count() == 1
    assert not Envelope.objects.exists()


def test_what_cannot_be_passed_on_stays_and_it_says_why(as_, aiko, ben, note):
    MailServerSettings.objects.update(uses_notifications=False)

    url = reverse("returns:handover", args=[note.pk])
    answered = as_(aiko).post(url, {"to": f"person:{ben.pk}"}, follow=True)

    assert "while nothing is mailed" in answered.content.decode()
    assert ReturnedMail.objects.kept().count() == 1


def test_whose_mail_comes_back_reads_so_on_every_page_and_may_try_again(
    as_, aiko, ben, chidi, lost
):
    page = as_(ben).get(reverse("notices:index")).content.decode()
    assert BEN in page
    assert "no such user here" in page
    assert f"{reverse('people:me')}#addresses" in page
    assert BEN not in as_(chidi).get(reverse("notices:index")).content.decode()
    assert reverse("returns:addresses") in as_(aiko).get(reverse("notices:index")).content.decode()

    as_(ben).post(reverse("returns:trial", args=[lost.pk]), {"next": reverse("notices:index")})

    assert not BouncedAddress.objects.suspended().exists()
    assert BEN not in as_(ben).get(reverse("notices:index")).content.decode()


def test_a_stranger_to_the_address_cannot_try_it_again(as_, chidi, lost):
    assert as_(chidi).post(reverse("returns:trial", args=[lost.pk])).status_code == 404
    assert BouncedAddress.objects.suspended().exists()


def test_an_administrator_sees_whose_it_is_and_lifts_the_suspension(as_, aiko, ben, lost):
    page = as_(aiko).get(reverse("returns:addresses")).content.decode()
    assert str(ben) in page
    assert "5.1.1" in page

    url = reverse("returns:trial", args=[lost.pk])
    answered = as_(aiko).post(url, {"next": "https://evil.test/"})

    assert answered.headers["Location"] == reverse("front")
    assert not BouncedAddress.objects.suspended().exists()


def test_trouble_with_the_mailbox_is_an_alarm_and_what_is_kept_is_none(as_, aiko, note):
    healthy = as_(aiko).get("/health").json()["alarms"]
    Visit.objects.create(
        pk=1, next_at=timezone.now(), failures=5, trouble={"kind": "login", "words": "wrong"}
    )

    troubled = as_(aiko).get("/health").json()["alarms"]

    assert [each for each in troubled if each not in healthy] == [
        "The notification mailbox cannot be received. wrong"
    ]


def test_the_mailbox_is_looked_into_when_an_administrator_asks(as_, aiko, mailbox, go_round):
    go_round()
    mailbox.messages.update({1: answer("office@lantern.test", author="p@x.test")})

    as_(aiko).post(reverse("returns:reception"))

    assert Visit.objects.get().next_at <= timezone.now()


def test_a_long_list_costs_the_same(aiko, mailbox, comes, asked_by):
    comes(answer("office@lantern.test", author="p@x.test", text="0"))
    url = reverse("returns:index")
    short = asked_by(aiko, url)
    for number in range(1, 9):
        comes(answer("office@lantern.test", author="p@x.test", text=str(number)))

    assert asked_by(aiko, url) == short
