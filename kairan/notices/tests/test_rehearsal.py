"""Who will get this: what would be announced, to whom and in which words; and nothing stays."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from kairan.attachments.models import Attachment, Content
from kairan.attachments.operations import attach
from kairan.mailservers.models import MailServerSettings
from kairan.notices import preferences
from kairan.notices.listening import sparing
from kairan.notices.models import Announcement, Notification
from kairan.notices.operations import announce
from kairan.notices.rehearsal import rehearse
from kairan.notices.tests.parade import ParadeMoved, ParadePlanned
from kairan.people.models import Address, User
from kairan.shell.refusals import Refused


def outcomes(part):
    return {each.name: str(each.outcome) for each in part.people}


def test_each_is_named_with_what_becomes_of_it_for_them(aiko, ben, chidi, settings_page):
    Address.objects.filter(user=chidi).delete()
    rehearsal = rehearse(
        lambda: announce(ParadePlanned(subject="Lanterns"), to=[aiko, ben, chidi], by=aiko),
        viewer=aiko,
    )

    [part] = rehearsal.parts
    assert outcomes(part) == {"Sato Ben": "mail", "Chidi Obi": "no-address"}
    assert part.numbers == [(1, "mail"), (1, "no-address")]
    assert part.subject == "[Parade] Planned: Lanterns"
    assert "17 May 2030" in part.text


def test_the_text_is_in_the_language_of_the_sender_and_holds_no_secret(aiko, ben, settings_page):
    [part] = rehearse(lambda: announce(ParadePlanned(), to=[aiko], by=ben), viewer=ben).parts

    assert "2030年5月17日" in part.text
    assert "/parade/…/" in part.text


def test_nothing_stays_neither_rows_nor_bytes(aiko, ben, settings_page):
    def operation():
        attach(SimpleUploadedFile("plan.txt", b"plan"), by=aiko)
        announce(ParadePlanned(), to=[ben], by=aiko)

    assert len(rehearse(operation, viewer=aiko).parts) == 1

    assert not Announcement.objects.exists()
    assert not Attachment.objects.exists()
    assert not Content.objects.exists()


def test_no_worker_is_woken(transactional_db, aiko, ben, settings_page):
    rung = []

    def operation():
        announce(ParadePlanned(), to=[ben], by=aiko)
        transaction.on_commit(lambda: rung.append("rung"))

    rehearse(operation, viewer=aiko)

    assert rung == []
    assert not Announcement.objects.exists()


def test_what_is_refused_is_refused_and_leaves_nothing(aiko, ben, settings_page):
    def operation():
        announce(ParadePlanned(), to=[ben], by=aiko)
        raise Refused("No parade today.")

    with pytest.raises(Refused, match="No parade"):
        rehearse(operation, viewer=aiko)
    assert not Announcement.objects.exists()


def test_why_somebody_wants_no_mail_is_their_own_matter(aiko, ben, settings_page):
    preferences.choose(ben, by_mail={ParadePlanned.kind: False})
    [part] = rehearse(lambda: announce(ParadePlanned(), to=[ben], by=aiko), viewer=aiko).parts

    assert outcomes(part) == {"Sato Ben": "bell"}
    assert not any(each.may_be_spared for each in part.people)


def test_an_address_is_not_shown(aiko, ben, settings_page):
    [part] = rehearse(lambda: announce(ParadePlanned(), to=[ben], by=aiko), viewer=aiko).parts

    assert "ben@" not in part.text
    assert "ben@" not in str(part.people)


def test_without_mails_in_the_office_nobody_gets_one(aiko, ben, settings_page):
    MailServerSettings.objects.update(uses_notifications=False)
    [part] = rehearse(lambda: announce(ParadePlanned(), to=[ben], by=aiko), viewer=aiko).parts

    assert outcomes(part) == {"Sato Ben": "bell"}


def test_whom_the_sender_spares_hears_of_it_in_the_app_alone(aiko, ben, chidi, word):
    with sparing([chidi.pk, 4711]):
        [part] = rehearse(
            lambda: announce(ParadePlanned(), to=[ben, chidi], by=aiko), viewer=aiko
        ).parts
        announce(ParadePlanned(), to=[ben, chidi], by=aiko)

    assert outcomes(part) == {"Sato Ben": "mail", "Chidi Obi": "spared"}
    assert set(word()) == {"ben@example.test"}
    told = Notification.objects.get(person=chidi)
    assert (told.way, told.reason) == ("bell", "spared")
    assert Announcement.objects.get().unmailed == [chidi.pk]


def test_edits_say_that_they_wait_and_what_they_make_of_what_waits(aiko, ben, settings_page):
    announce(ParadeMoved(old=10, new=11), to=[ben], by=aiko)
    [part] = rehearse(
        lambda: announce(ParadeMoved(old=11, new=12), to=[ben], by=aiko), viewer=aiko
    ).parts

    assert part.subject == "[Parade] Moved: 10 → 12"
    assert part.waits_until is not None
    assert Announcement.objects.get().notice() == ParadeMoved(old=10, new=11)


def test_a_crowd_is_counted_and_the_first_are_named(aiko, settings_page):
    crowd = User.objects.bulk_create(
        User(login_id=f"u{n}", first_name=f"U{n}", password="!") for n in range(1200)
    )
    [part] = rehearse(lambda: announce(ParadePlanned(), to=crowd, by=aiko), viewer=aiko).parts

    assert (len(part.people), part.more, part.numbers) == (100, 1100, [(1200, "no-address")])
