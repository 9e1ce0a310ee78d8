"""What waits goes as one mail: with what is still of use, once, to where it is wanted."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from django.utils.timezone import now

from kairan.delivery.models import Envelope, Letter
from kairan.mail.testing.faults import Fault
from kairan.mailservers.models import MailServerSettings
from kairan.notices import closing
from kairan.notices.bundling import replan
from kairan.notices.closing import close_due
from kairan.notices.models import Announcement, Bundle, MailTimes, Notification, Part, Wording
from kairan.notices.operations import announce, withdraw
from kairan.notices.planning import Choice, Mail
from kairan.notices.preferences import Rule, choose_addresses, choose_ways, settle_rules
from kairan.notices.tests.parade import ParadeMoved, ParadePlanned
from kairan.notices.tests.test_told import drawn_for
from kairan.notices.wording import word_due
from kairan.people.testing import hire

KIND = ParadePlanned.kind
TOKYO = ZoneInfo("Asia/Tokyo")
Way, Reason = Notification.Way, Notification.Reason


@pytest.fixture(autouse=True)
def clock(time_machine):
    """Tuesday, 24 November 2026, 16:00 in Tokyo."""
    time_machine.move_to(at("2026-11-24 16:00"), tick=False)
    return time_machine


@pytest.fixture
def later(clock, post_round):
    """Let time pass, a minute beyond what is said, and return what then arrives."""

    def pass_(hours=1):
        clock.move_to(now() + timedelta(hours=hours, minutes=1), tick=False)
        return post_round()

    return pass_


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=TOKYO)


def wants(person, mail, *, kind=KIND, rings=True):
    choose_ways(person, {kind: Choice(mail, rings)})


def parades(*people, count=3, **details):
    for n in range(1, count + 1):
        announce(ParadePlanned(parade_id=n, subject=f"No {n}", **details), to=people)


def parts():
    told = Notification.objects.order_by("person_id", "pk")
    return [(each.person.first_name, each.way, each.reason) for each in told]


def words(mail):
    return mail.get_body(("plain",)).get_content()


def test_three_events_become_one_mail_when_the_window_closes(aiko, ben, chidi, post_round, later):
    wants(ben, Mail.BUNDLE)
    parades(ben, chidi)

    assert [to for to, _mail in post_round().sent] == ["chidi@example.test"] * 3

    [mail] = later().to("ben@example.test")
    assert [words(mail).count(f"Planned: No {n}") for n in (1, 2, 3)] == [1, 1, 1]
    assert "No 1" in mail["Subject"]
    assert not later(24).sent
    assert Part.objects.count() == 3
    assert Bundle.objects.get().state == "sent"


def test_every_part_has_its_own_button_and_its_own_way_out(aiko, ben, client, post_round, later):
    wants(ben, Mail.BUNDLE)
    parades(ben, count=2)
    post_round()

    [mail] = later().to("ben@example.test")

    said = words(mail).split()
    joins = {each for each in said if "/parade/" in each}
    outs = {each for each in said if "/subscription/" in each}
    assert len(joins) == 2
    assert len(outs) == 1
    assert "List-Unsubscribe-Post" not in mail
    assert mail["Auto-Submitted"] == "auto-generated"
    html = mail.get_body(("html",)).get_content()
    assert all(each in html for each in joins | outs)


def test_one_that_is_left_alone_is_its_ordinary_mail(aiko, ben, post_round, later):
    wants(ben, Mail.BUNDLE)
    announce(ParadePlanned(), to=[ben], by=aiko)
    post_round()

    [mail] = later().to("ben@example.test")

    assert mail["Subject"] == "[Parade] Planned: Lanterns"
    assert "List-Unsubscribe-Post" in mail
    assert Letter.objects.get().about == "parade:7"
    assert Wording.objects.count() == 1


def test_what_is_read_in_the_office_leaves_the_bundle(as_, ben, post_round, later):
    wants(ben, Mail.BUNDLE)
    parades(ben)
    post_round()

    as_(ben).post("/notices/openings/", {"about": "parade:2"})

    [mail] = later().to("ben@example.test")
    assert "No 1" in words(mail)
    assert "No 2" not in words(mail)
    assert parts()[1] == ("Ben", Way.BELL, Reason.READ)


def test_what_is_withdrawn_leaves_the_bundle_and_an_empty_one_goes_nowhere(
    aiko, ben, post_round, later
):
    wants(ben, Mail.BUNDLE)
    parades(ben, count=2)
    post_round()

    withdraw(about="parade:1")
    withdraw(about="parade:2", person=ben)

    assert not later().sent
    assert {reason for _person, _way, reason in parts()} == {Reason.WITHDRAWN}
    assert Bundle.objects.get().state == "empty"
    assert "was withdrawn before the mail left" in drawn_for(aiko, "parade:1")


def test_what_the_server_has_put_off_is_put_together_anew(as_, ben, mail_server, post_round, later):
    wants(ben, Mail.BUNDLE)
    parades(ben)
    post_round()
    mail_server.faults.append(Fault("RCPT", "450 4.2.1 later", to="ben@example.test"))
    assert not later().sent

    mail_server.faults.clear()
    as_(ben).post("/notices/openings/", {"about": "parade:2"})

    [mail] = post_round().to("ben@example.test")
    assert "No 1" in words(mail)
    assert "No 2" not in words(mail)
    assert not later(24).sent
    assert sorted(Envelope.objects.values_list("state", "reason")) == [
        ("accepted", ""),
        ("cancelled", "recast"),
    ]


def test_what_has_left_at_one_address_is_not_sent_there_again(
    as_, ben, mail_server, post_round, later
):
    ben.addresses.create(kind="home", address="ben@home.test", takes_notifications=True)
    wants(ben, Mail.BUNDLE)
    parades(ben)
    post_round()
    mail_server.faults.append(Fault("RCPT", "450 4.2.1 later", to="ben@home.test"))
    assert [to for to, _mail in later().sent] == ["ben@example.test"]

    mail_server.faults.clear()
    as_(ben).post("/notices/openings/", {"about": "parade:2"})

    assert [to for to, _mail in later(1).sent] == ["ben@home.test"]


def test_who_was_told_says_for_what_a_mail_waits_and_finds_its_envelope(
    aiko, ben, post_round, later
):
    wants(ben, Mail.BUNDLE)
    parades(ben)
    post_round()

    assert "in the bundle of 24 Nov 2026, 08:00" in drawn_for(aiko, "parade:2")
    assert "1 waits for a bundle" in drawn_for(aiko, "parade:2")

    later()
    for n in (1, 2, 3):
        panel = drawn_for(aiko, f"parade:{n}")
        assert "1 accepted by the server" in panel
        assert "<q>250 " in panel


def test_mail_of_the_night_comes_in_the_morning_as_one(aiko, ben, clock, post_round, later):
    MailTimes.objects.create(person=ben, quiet_from=time(15), quiet_until=time(7))
    parades(ben)

    assert not post_round().sent
    assert "waits for the quiet hours to end: 24 Nov 2026, 22:00" in drawn_for(aiko, "parade:1")

    assert not later(14).sent
    [mail] = later(1).to("ben@example.test")
    assert "No 3" in words(mail)


def test_a_bundle_whose_moment_the_worker_missed_does_not_come_at_night(
    ben, clock, post_round, later
):
    MailTimes.objects.create(person=ben, quiet_from=time(22), quiet_until=time(7))
    wants(ben, Mail.BUNDLE)
    parades(ben)
    post_round()

    assert not later(7).sent
    assert Bundle.objects.get().closes_at == at("2026-11-25 07:00")
    assert len(later(9).sent) == 1


def test_after_a_pause_comes_what_it_kept_back(ben, post_round, later):
    MailTimes.objects.create(
        person=ben, paused_from=date(2026, 11, 20), paused_until=date(2026, 11, 25)
    )
    parades(ben)
    post_round()

    assert not later(24).sent
    assert len(later(8).to("ben@example.test")) == 1


def test_who_ends_a_pause_hears_at_once(ben, post_round):
    times = MailTimes.objects.create(
        person=ben, paused_from=date(2026, 11, 20), paused_until=date(2027, 11, 20)
    )
    parades(ben)
    assert not post_round().sent

    times.delete()
    ben.refresh_from_db()
    replan(ben, now=now())

    assert len(post_round().to("ben@example.test")) == 1


def test_what_is_switched_off_meanwhile_leaves(ben, post_round, later):
    wants(ben, Mail.BUNDLE)
    parades(ben)
    post_round()
    wants(ben, Mail.OFF)

    assert not later().sent
    assert {reason for _person, _way, reason in parts()} == {Reason.PREFERENCE}


def test_when_mail_is_switched_off_meanwhile_the_bell_has_it(ben, post_round, later):
    wants(ben, Mail.BUNDLE, rings=False)
    parades(ben)
    post_round()
    assert Notification.objects.unopened_by(ben.pk).count() == 0
    MailServerSettings.objects.update(uses_notifications=False)

    assert not later().sent
    assert {reason for _person, _way, reason in parts()} == {Reason.MAIL_OFF}
    assert Notification.objects.unopened_by(ben.pk).count() == 3


def test_who_wants_neither_mail_nor_bell_is_not_told_and_it_says_so(aiko, ben, post_round):
    wants(ben, Mail.OFF, rings=False)
    parades(ben, count=1)

    assert not post_round().sent
    assert parts() == [("Ben", Way.NONE, Reason.SILENCED)]
    assert "not told: wants neither a mail nor the bell" in drawn_for(aiko, "parade:1")


def test_without_the_bell_a_mail_alone_comes(as_, ben, post_round):
    wants(ben, Mail.NOW, rings=False)
    parades(ben, count=1)

    assert len(post_round().sent) == 1
    assert Notification.objects.unopened_by(ben.pk).count() == 0
    assert "No 1" not in as_(ben).get("/notices/").content.decode()


def test_what_cannot_be_worded_any_more_keeps_nothing_else_back(
    aiko, ben, post_round, later, caplog
):
    wants(ben, Mail.BUNDLE)
    parades(ben)
    post_round()
    Announcement.objects.filter(about="parade:2").update(kind="gone.away")

    [mail] = later().to("ben@example.test")

    assert "No 1" in words(mail)
    assert parts()[1] == ("Ben", Way.BELL, Reason.UNWORDABLE)
    assert "cannot be put into words" in caplog.text


def test_what_breaks_the_words_is_set_aside_before_it_waits(ben, post_round, caplog):
    wants(ben, Mail.BUNDLE)
    announce(ParadePlanned(breaks=True), to=[ben])

    post_round()

    assert Announcement.objects.set_aside().count() == 1
    assert not Bundle.objects.exists()


@dataclass(frozen=True, kw_only=True)
class DayOfParades(ParadePlanned):
    kind = "parade.day"
    label = "Every day: its parades"
    joins_daily_mail = True
    expires_after = timedelta(hours=12)


def test_the_daily_mail_is_what_waited_and_its_occasion_as_one(ben, clock, post_round, later):
    wants(ben, Mail.DAILY)
    parades(ben, count=2)
    assert not post_round().sent

    clock.move_to(at("2026-11-25 08:00"), tick=False)
    announce(DayOfParades(parade_id=9, subject="Wednesday"), to=[ben])

    [mail] = post_round().to("ben@example.test")
    assert mail["Subject"] == "[Parade] Planned: Wednesday、ほか2件"
    assert words(mail).index("Wednesday") < words(mail).index("No 1") < words(mail).index("No 2")
    assert not later(24).sent


def test_the_daily_mail_waits_for_its_occasion_that_is_announced_and_not_worded(
    ben, clock, post_round
):
    wants(ben, Mail.DAILY)
    parades(ben, count=2)
    post_round()
    clock.move_to(at("2026-11-25 08:00"), tick=False)
    announce(DayOfParades(parade_id=9, subject="Wednesday"), to=[ben])

    close_due(now())  # Before the words are found.
    assert Bundle.objects.get().postponed == 1

    word_due(now())
    clock.move_to(at("2026-11-25 08:01"), tick=False)
    assert len(post_round().sent) == 1
    assert Part.objects.count() == 3


def test_the_daily_mail_does_not_wait_for_ever(ben, clock, settings_page, monkeypatch):
    monkeypatch.setattr(closing, "_announced", lambda _moment: {ben.pk})
    wants(ben, Mail.DAILY)
    parades(ben, count=2)
    word_due(now())

    for minute in range(20):
        for second in range(0, 60, 5):
            clock.move_to(at(f"2026-11-25 08:{minute:02}:{second:02}"), tick=False)
            close_due(now())

    assert Bundle.objects.get().state == "sent"
    assert Envelope.objects.count() == 1


def test_the_occasion_of_a_day_that_is_over_leaves(ben, clock, post_round, later):
    MailTimes.objects.create(
        person=ben, paused_from=date(2026, 11, 20), paused_until=date(2026, 11, 25)
    )
    wants(ben, Mail.DAILY)
    parades(ben, count=2)
    announce(DayOfParades(parade_id=9, subject="Tuesday"), to=[ben])
    post_round()

    mails = later(60).to("ben@example.test")

    assert len(mails) == 1
    assert "Tuesday" not in words(mails[0])
    assert ("Ben", Way.BELL, Reason.TOO_LATE) in parts()


def test_each_address_gets_one_mail_with_what_goes_there(ben, clock, post_round):
    home = ben.addresses.create(kind="home", address="ben@home.test", takes_notifications=True)
    choose_addresses(ben, DayOfParades.kind, [home.pk])
    wants(ben, Mail.DAILY)
    parades(ben, count=2)
    post_round()
    clock.move_to(at("2026-11-25 08:00"), tick=False)
    announce(DayOfParades(parade_id=9, subject="Wednesday"), to=[ben])

    post = post_round()

    [office], [at_home] = post.to("ben@example.test"), post.to("ben@home.test")
    assert "Wednesday" not in words(office)
    assert "Wednesday" in words(at_home)
    assert "No 1" in words(office)
    assert "No 1" in words(at_home)


def test_the_organisation_settles_what_nobody_chose_and_may_lock_it(ben, chidi, post_round, later):
    settle_rules({KIND: Rule(Choice(Mail.BUNDLE))})
    wants(chidi, Mail.NOW)
    parades(ben, chidi)
    assert [to for to, _mail in post_round().sent] == ["chidi@example.test"] * 3

    settle_rules({KIND: Rule(Choice(Mail.BUNDLE), is_locked=True)})
    parades(chidi)
    assert not post_round().sent
    assert len(later().sent) == 2


class Killed(BaseException):
    """What SIGKILL looks like from inside: nothing after it runs."""


def test_a_kill_before_the_commit_leaves_the_bundle_due(ben, post_round, later, monkeypatch):
    wants(ben, Mail.BUNDLE)
    parades(ben)
    post_round()

    def killed(*_args, **_kwargs):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(closing.Part.objects, "bulk_create", killed)
        with pytest.raises(Killed):
            later()
    assert not Letter.objects.exists()

    assert len(post_round().sent) == 1


def test_what_is_put_in_while_it_is_worded_goes_with_it(ben, post_round, later, monkeypatch):
    wants(ben, Mail.BUNDLE)
    parades(ben, count=2)
    post_round()
    gather, asked = closing.gather, []

    def while_another_comes(bundle, **options):
        found = gather(bundle, **options)
        if not asked:
            asked.append(announce(ParadePlanned(parade_id=9, subject="No 9"), to=[ben]))
            word_due(now())
        return found

    monkeypatch.setattr(closing, "gather", while_another_comes)

    [mail] = later().to("ben@example.test")
    assert "No 9" in words(mail)


def test_a_long_pause_becomes_a_mail_of_bounded_length(ben, post_round, later):
    wants(ben, Mail.BUNDLE)
    parades(ben, count=60, text="Bring lanterns. " * 1000)
    post_round()

    [mail] = later().to("ben@example.test")

    assert "No 60" in words(mail)
    assert len(words(mail)) < 60 * 6000


def test_a_bundle_costs_the_same_for_many(ben, clock, settings_page, django_assert_max_num_queries):
    wants(ben, Mail.BUNDLE)
    parades(ben, count=40)
    word_due(now())
    clock.move_to(at("2026-11-24 17:01"), tick=False)

    with django_assert_max_num_queries(30):
        close_due(now())
    assert Envelope.objects.count() == 1


def test_many_who_wait_cost_few_questions(settings_page, django_assert_max_num_queries):
    people = [hire(f"p{n}", first_name=f"P{n}") for n in range(150)]
    settle_rules({KIND: Rule(Choice(Mail.BUNDLE))})
    with transaction.atomic():
        announce(ParadePlanned(), to=people)

    with django_assert_max_num_queries(28):
        word_due(now())
    assert Bundle.objects.count() == 150


def moved(old, new, *people, by=None):
    announce(ParadeMoved(old=old, new=new), to=people, by=by)


def moves_in(said):
    return re.findall(r"\d+ → \d+", said)


def test_edits_that_wait_in_a_bundle_are_one_part_that_says_what_changed(aiko, ben, later):
    wants(ben, Mail.BUNDLE, kind=ParadeMoved.kind)
    wants(ben, Mail.BUNDLE)
    parades(ben, count=1)
    moved(10, 11, ben)
    word_due(now() + timedelta(minutes=3))
    moved(11, 12, ben)
    word_due(now())

    waiting = Notification.objects.filter(bundle__state=Bundle.State.OPEN)
    assert [each.announcement.payload.get("new") for each in waiting.order_by("pk")] == [None, 12]
    [mail] = later().to("ben@example.test")
    assert moves_in(words(mail)) == ["10 → 12"]
    assert "a newer one took its place before the mail left" in drawn_for(aiko)


def test_a_bundle_that_the_server_put_off_is_called_back_for_what_changed(
    aiko, ben, later, mail_server
):
    wants(ben, Mail.BUNDLE, kind=ParadeMoved.kind)
    wants(ben, Mail.BUNDLE)
    parades(ben, count=1)
    moved(10, 11, ben)
    word_due(now() + timedelta(minutes=3))
    mail_server.faults.append(Fault("RCPT", "450 4.2.1 later", to="ben@example.test"))
    assert later().sent == []
    mail_server.faults.clear()
    moved(11, 12, ben)

    mails = later().to("ben@example.test") + later().to("ben@example.test")

    said = " ".join(words(mail) for mail in mails)
    assert moves_in(said) == ["10 → 12"]
    assert said.count("Planned: No 1") == 1


def test_who_acts_hears_no_more_of_what_waited_in_their_bundle(aiko, ben, later):
    wants(ben, Mail.BUNDLE, kind=ParadeMoved.kind)
    moved(10, 11, ben)
    word_due(now() + timedelta(minutes=3))
    moved(11, 12, aiko, by=ben)

    assert later().to("ben@example.test") == []
    assert Notification.objects.get(person=ben).reason == Reason.READ


def test_a_change_undone_in_a_bundle_is_told_by_the_bell_alone(aiko, ben, later):
    wants(ben, Mail.BUNDLE, kind=ParadeMoved.kind)
    moved(10, 11, ben)
    word_due(now() + timedelta(minutes=3))
    moved(11, 10, ben)

    assert later().to("ben@example.test") == []
    assert [each.way for each in Notification.objects.filter(person=ben)] == [Way.BELL, Way.BELL]
