"""The round that puts announcements into words: who hears, how, in which order, and never twice."""

from datetime import timedelta

import pytest
import time_machine
from django.db import OperationalError, transaction
from django.utils.timezone import now

from kairan.delivery.bounced import Returned, bounce
from kairan.delivery.models import Envelope, State
from kairan.mail.headers import UnsafeHeader
from kairan.notices import preferences, wording
from kairan.notices.models import Announcement, Notification, Wording
from kairan.notices.operations import announce, withdraw
from kairan.notices.preferences import addresses_of, choose, choose_addresses
from kairan.notices.purging import purge
from kairan.notices.tests.parade import ParadeCalledOff, ParadePlanned
from kairan.notices.wording import word_due
from kairan.people.models import Address, User
from kairan.people.testing import hire

Way, Reason = Notification.Way, Notification.Reason


def parts():
    """Person, way and reason of everybody who was told."""
    told = Notification.objects.order_by("person_id")
    return [(each.person, each.way, each.reason) for each in told]


def test_everybody_hears_by_mail_and_bell(aiko, ben, chidi, word):
    announce(ParadePlanned(), to=[ben, chidi], by=aiko)

    assert set(word()) == {"ben@example.test", "chidi@example.test"}
    assert parts() == [(ben, Way.MAIL, ""), (chidi, Way.MAIL, "")]
    assert Announcement.objects.get().state == Announcement.State.TOLD


def test_a_person_is_mailed_at_every_address_that_takes_notifications(aiko, ben, word):
    Address.objects.create(
        user=ben, kind="mobile", address="b..en.@docomo.ne.jp", takes_notifications=True
    )
    Address.objects.create(user=ben, kind="home", address="ben@home.test")
    announce(ParadePlanned(), to=[ben])

    letters = word()

    assert set(letters) == {"ben@example.test", "b..en.@docomo.ne.jp"}
    assert len(parts()) == 1
    assert len({letter.mail["Message-ID"] for letter in letters.values()}) == 2


def test_who_wants_no_mail_of_this_kind_has_the_bell(aiko, ben, word):
    preferences.choose(ben, by_mail={ParadePlanned.kind: False})
    announce(ParadePlanned(), to=[ben])

    assert word() == {}
    assert parts() == [(ben, Way.BELL, Reason.PREFERENCE)]


def test_who_has_no_address_has_the_bell(ben, word):
    ben.addresses.update(takes_notifications=False)
    announce(ParadePlanned(), to=[ben])

    assert word() == {}
    assert parts() == [(ben, Way.BELL, Reason.NO_ADDRESS)]


def test_an_address_that_is_none_keeps_nobody_else_from_their_mail(ben, chidi, word):
    ben.addresses.update(address="not an address")
    announce(ParadePlanned(), to=[ben, chidi])

    assert set(word()) == {"chidi@example.test"}
    assert parts() == [(ben, Way.BELL, Reason.NO_ADDRESS), (chidi, Way.MAIL, "")]


def test_who_has_only_addresses_from_which_mail_comes_back_has_the_bell(ben, chidi, word):
    announce(ParadePlanned(), to=[ben, chidi])
    word()
    Envelope.objects.update(state=State.ACCEPTED, next_try_at=None)
    gone = Returned("5.1.1", "no such user", is_hard=True)
    bounce(Envelope.objects.get(recipient="ben@example.test"), gone, now=now())
    Notification.objects.all().delete()

    announce(ParadePlanned(), to=[ben, chidi])
    word()

    assert parts() == [(ben, Way.BELL, Reason.BOUNCED), (chidi, Way.MAIL, "")]
    assert not Envelope.objects.waiting().filter(recipient="ben@example.test").exists()


def test_a_good_address_serves_where_mail_to_the_other_comes_back(ben, word):
    ben.addresses.create(kind="home", address="ben@home.test", takes_notifications=True)
    announce(ParadePlanned(), to=[ben])
    word()
    Envelope.objects.update(state=State.ACCEPTED, next_try_at=None)
    gone = Returned("5.1.1", "no such user", is_hard=True)
    bounce(Envelope.objects.get(recipient="ben@home.test"), gone, now=now())

    announce(ParadePlanned(), to=[ben])
    word()

    waiting = Envelope.objects.waiting().values_list("recipient", flat=True)
    assert list(waiting) == ["ben@example.test"]


def test_who_left_is_not_told_and_it_says_so(ben, word):
    announce(ParadePlanned(), to=[ben])
    User.objects.filter(pk=ben.pk).update(is_active=False)

    assert word() == {}
    assert parts() == [(ben, Way.NONE, Reason.INACTIVE)]
    assert Notification.objects.unopened_by(ben.pk).count() == 0


def test_an_id_that_is_nobodys_is_passed_over(ben, word):
    announce(ParadePlanned(), to=[ben.pk, 999_999])

    assert set(word()) == {"ben@example.test"}


def test_with_do_not_use_the_bell_alone_rings(ben, word, settings_page):
    settings_page.uses_notifications = False
    settings_page.save()
    announce(ParadePlanned(), to=[ben])

    assert word() == {}
    assert parts() == [(ben, Way.BELL, Reason.MAIL_OFF)]


def test_what_is_for_the_bell_alone_is_not_mailed_and_it_says_so(ben, word):
    announce(ParadePlanned(), to=[ben], by_mail=False)

    assert word() == {}
    assert parts() == [(ben, Way.BELL, Reason.BELL_ONLY)]


def test_a_kind_goes_to_the_addresses_chosen_for_it(ben, chidi, word):
    home = ben.addresses.create(kind="home", address="ben@home.test")
    stranger = chidi.addresses.get()
    choose_addresses(ben, ParadePlanned.kind, [home.pk, stranger.pk])
    announce(ParadePlanned(), to=[ben, chidi])

    assert addresses_of(ben, ParadePlanned.kind) == {home.pk}
    assert addresses_of(chidi, ParadePlanned.kind) is None
    assert set(word()) == {"ben@home.test", "chidi@example.test"}


def test_when_the_chosen_address_is_gone_the_usual_ones_serve(ben, word):
    home = ben.addresses.create(kind="home", address="ben@home.test")
    choose_addresses(ben, ParadePlanned.kind, [home.pk])
    home.delete()
    announce(ParadePlanned(), to=[ben])

    assert set(word()) == {"ben@example.test"}


def test_to_choose_addresses_leaves_a_kind_switched_off(ben, word):
    choose(ben, by_mail={ParadePlanned.kind: False})
    choose_addresses(ben, ParadePlanned.kind, None)
    announce(ParadePlanned(), to=[ben])

    assert word() == {}


def test_until_the_servers_are_set_up_the_bell_alone_rings(ben, word, settings_page):
    settings_page.delete()
    announce(ParadePlanned(), to=[ben])

    assert word() == {}
    assert parts() == [(ben, Way.BELL, Reason.NOT_SET_UP)]


def test_a_reminder_waits_for_its_moment(ben, word):
    due = now() + timedelta(hours=3)
    announce(ParadePlanned(), to=[ben], at=due)

    assert word() == {}
    assert parts() == []
    with time_machine.travel(due + timedelta(seconds=1)):
        assert set(word()) == {"ben@example.test"}


def test_the_round_knows_when_the_next_falls_due(ben, word, settings_page):
    due = now() + timedelta(hours=3)
    assert word_due(now()) is None
    announce(ParadePlanned(), to=[ben], at=due)
    assert word_due(now()) == due


def test_what_was_told_is_not_told_again(ben, word):
    announce(ParadePlanned(), to=[ben])
    word()
    word()

    assert Envelope.objects.count() == Notification.objects.count() == 1


def test_words_are_found_once_for_all_who_read_alike(aiko, ben, chidi, word):
    announce(ParadePlanned(), to=[aiko, ben, chidi])
    word()

    assert Wording.objects.count() == 2
    assert {each.wording for each in Notification.objects.filter(person__in=[aiko, chidi])} == {
        Notification.objects.get(person=aiko).wording
    }


@pytest.fixture
def crowd(settings_page):
    """Five people of whom two are told at once."""
    return [hire(f"p{n}", first_name=f"P{n}") for n in range(5)]


@pytest.fixture
def by_twos(monkeypatch):
    monkeypatch.setattr(wording, "AT_ONCE", 2)


def test_a_large_crowd_is_told_in_small_commits(crowd, by_twos, word):
    announce(ParadePlanned(), to=crowd)

    assert set(word()) == {f"p{n}@example.test" for n in range(5)}
    assert Wording.objects.count() == 3


class Killed(BaseException):
    """What SIGKILL looks like from inside: nothing after it runs."""


@pytest.mark.parametrize("commits", [0, 1, 2])
def test_a_kill_between_commits_loses_and_doubles_nobody(
    crowd, by_twos, word, monkeypatch, commits
):
    announce(ParadePlanned(), to=crowd)
    hand_over, left = wording._hand_over, [commits]

    def killed_after(chunks):
        if not left[0]:
            with transaction.atomic():
                hand_over(chunks)
                raise Killed
        left[0] -= 1
        return hand_over(chunks)

    monkeypatch.setattr(wording, "_hand_over", killed_after)
    with pytest.raises(Killed):
        word()
    monkeypatch.setattr(wording, "_hand_over", hand_over)
    assert Notification.objects.count() == Envelope.objects.count() == commits * 2

    word()  # The dead worker's claim still holds.
    assert Notification.objects.count() == commits * 2
    with time_machine.travel(now() + timedelta(minutes=2)):
        word()

    assert [person for person, _way, _reason in parts()] == crowd
    assert Envelope.objects.count() == 5


def test_a_worker_that_lost_its_claim_tells_nobody_more(crowd, by_twos, word, monkeypatch):
    announce(ParadePlanned(), to=crowd)
    hand_over = wording._hand_over

    def while_another_took_over(chunks):
        Announcement.objects.update(claimable_at=now() + timedelta(minutes=5))
        return hand_over(chunks)

    monkeypatch.setattr(wording, "_hand_over", while_another_took_over)
    word()

    assert Notification.objects.count() == Envelope.objects.count() == 0


def test_who_is_left_out_in_mid_round_is_not_told(crowd, by_twos, word, monkeypatch):
    announce(ParadePlanned(), to=crowd)
    hand_over, asked = wording._hand_over, []

    def while_somebody_confirms(chunks):
        if not asked:
            asked.append(withdraw(about="parade:7", person=crowd[1]))
        return hand_over(chunks)

    monkeypatch.setattr(wording, "_hand_over", while_somebody_confirms)
    word()
    # The claim broke; the next round goes on.
    assert [reason for _person, _way, reason in parts()] == ["left-out"]
    word()

    mailed = [person for person, way, _reason in parts() if way != "none"]
    assert mailed == [crowd[0], *crowd[2:]]


def test_what_is_withdrawn_in_mid_round_stops_there(crowd, by_twos, word, monkeypatch):
    announce(ParadePlanned(), to=crowd)
    hand_over, commits = wording._hand_over, []

    def withdrawn_before_the_second(chunks):
        commits.append(chunks)
        if len(commits) == 2:
            withdraw(about="parade:7")
        return hand_over(chunks)

    monkeypatch.setattr(wording, "_hand_over", withdrawn_before_the_second)
    word()

    assert [person for person, _way, _reason in parts()] == crowd[:2]
    assert Announcement.objects.get().state == Announcement.State.WITHDRAWN


def test_what_cannot_be_worded_is_set_aside_and_the_post_goes_on(aiko, ben, chidi, word, caplog):
    announce(ParadePlanned(breaks=True), to=[chidi])
    announce(ParadePlanned(), to=[ben])

    assert set(word()) == {"ben@example.test"}
    aside = Announcement.objects.set_aside().get()
    assert "KeyError: 'no such words'" in aside.fault
    assert "cannot be put into words" in caplog.text


def test_a_kind_whose_app_is_gone_is_set_aside(ben, word):
    announced = announce(ParadePlanned(), to=[ben])
    Announcement.objects.filter(pk=announced.pk).update(kind="gone.away")

    word()

    assert "UnknownKind" in Announcement.objects.set_aside().get().fault


def test_trouble_with_the_database_sets_nothing_aside(ben, word, monkeypatch):
    def locked(*_args, **_kwargs):
        raise OperationalError("database is locked")

    announce(ParadePlanned(), to=[ben])
    monkeypatch.setattr(wording, "audience_of", locked)
    with pytest.raises(OperationalError):
        word()

    assert Announcement.objects.get().state == Announcement.State.WAITING


def test_administrators_see_what_was_set_aside_and_try_again(
    as_, aiko, ben, chidi, word, monkeypatch
):
    announce(ParadePlanned(breaks=True), to=[ben])
    word()
    aside = Announcement.objects.set_aside().get()
    page = as_(aiko).get("/notices/set-aside/").content.decode()
    assert "no such words" in page
    assert "1 announcement could not be put into words" in page
    assert "could not be put into words" not in as_(chidi).get("/notices/").content.decode()
    monkeypatch.setattr(ParadePlanned, "title", lambda self: "Words at last")

    response = as_(aiko).post(f"/notices/set-aside/{aside.pk}/retrial/")

    assert response.url == "/notices/set-aside/"
    assert word()["ben@example.test"].mail["Subject"] == "[Parade] Words at last"
    assert as_(aiko).post(f"/notices/set-aside/{aside.pk}/retrial/").status_code == 409


def test_only_administrators_may(as_, ben, aiko, word):
    announce(ParadePlanned(breaks=True), to=[ben])
    word()
    aside = Announcement.objects.set_aside().get()

    assert as_(ben).get("/notices/set-aside/").status_code == 403
    assert as_(ben).post(f"/notices/set-aside/{aside.pk}/retrial/").status_code == 403


def test_what_is_old_is_forgotten(ben, chidi, word):
    announce(ParadePlanned(), to=[ben, chidi])
    word()
    announce(ParadePlanned(), to=[ben], at=now() + timedelta(days=700))

    purge(now() + timedelta(days=300))
    assert Announcement.objects.count() == 2

    purge(now() + timedelta(days=366))
    assert Announcement.objects.get().state == Announcement.State.WAITING
    assert Notification.objects.count() == 0


def test_a_round_asks_questions_per_commit_not_per_person(
    settings_page, word, django_assert_max_num_queries
):
    people = User.objects.bulk_create(
        User(login_id=f"u{n}", first_name=f"U{n}", password="!") for n in range(1200)
    )
    Address.objects.bulk_create(
        Address(
            user=each,
            kind="company",
            address=f"{each.login_id}@example.test",
            takes_notifications=True,
        )
        for each in people
    )
    announce(ParadePlanned(), to=[each.pk for each in people])

    with django_assert_max_num_queries(140):
        assert len(word()) == 1200


def test_many_small_announcements_are_one_commit(crowd, word, django_assert_max_num_queries):
    for number in range(120):
        announce(ParadePlanned(parade_id=number), to=[crowd[number % len(crowd)]])

    with django_assert_max_num_queries(40):
        word()

    assert Notification.objects.count() == Envelope.objects.count() == 120
    assert set(Announcement.objects.values_list("state", flat=True)) == {"told"}


def test_a_pile_is_of_one_kind_and_for_two_hundred_people_at_most(crowd, by_twos, monkeypatch):
    for number in range(3):
        announce(ParadePlanned(parade_id=number), to=crowd[:1])
    announce(ParadeCalledOff(), to=crowd[:1])
    announce(ParadePlanned(parade_id=9), to=crowd)
    piles, tell_all = [], wording._tell_all

    def watched(pile):
        piles.append([(each.kind, each.size) for each in pile])
        tell_all(pile)

    monkeypatch.setattr(wording, "_tell_all", watched)
    word_due(now())

    planned, called_off = ParadePlanned.kind, ParadeCalledOff.kind
    assert piles == [
        [(planned, 1), (planned, 1)],
        [(planned, 1)],
        [(called_off, 1)],
        [(planned, 5)],
    ]
    assert Notification.objects.count() == 9


def test_a_withdrawn_record_takes_back_what_has_not_left(aiko, ben, chidi, word):
    announce(ParadePlanned(parade_id=1), to=[ben, chidi])
    announce(ParadePlanned(parade_id=2), to=[ben])
    word()
    Envelope.objects.filter(recipient="chidi@example.test").update(state=State.ACCEPTED)

    withdraw(about="parade:1")

    fates = Envelope.objects.order_by("pk").values_list("letter__about", "recipient", "state")
    assert sorted(fates) == [
        ("parade:1", "ben@example.test", "cancelled"),
        ("parade:1", "chidi@example.test", "accepted"),
        ("parade:2", "ben@example.test", "waiting"),
    ]
    assert Envelope.objects.filter(state="cancelled").get().reason == "withdrawn"
    assert Notification.objects.count() == 3  # The bell keeps what it rang for.


def test_one_person_is_taken_out_of_what_has_not_left(ben, chidi, word):
    announce(ParadePlanned(), to=[ben, chidi])
    word()

    withdraw(about="parade:7", person=ben)

    fates = Envelope.objects.order_by("recipient").values_list("recipient", "state")
    assert list(fates) == [("ben@example.test", "cancelled"), ("chidi@example.test", "waiting")]


def test_news_that_would_come_too_late_is_not_mailed_any_more(ben, word):
    announce(ParadePlanned(), to=[ben])

    with time_machine.travel(now() + ParadePlanned.expires_after + timedelta(minutes=1)):
        assert word() == {}

    assert parts() == [(ben, Way.BELL, Reason.TOO_LATE)]


def test_a_letter_that_delivery_cannot_take_is_set_aside(ben, chidi, word, monkeypatch):
    submit_all = wording.submit_all

    def refusing(mailings):
        if any(each.about == "parade:1" for each in mailings):
            raise UnsafeHeader("U+000A cannot stand in a header.")
        return submit_all(mailings)

    monkeypatch.setattr(wording, "submit_all", refusing)
    announce(ParadePlanned(parade_id=1), to=[ben])
    announce(ParadePlanned(parade_id=2), to=[chidi])

    assert set(word()) == {"chidi@example.test"}
    assert "UnsafeHeader" in Announcement.objects.set_aside().get().fault
    assert Notification.objects.filter(person=ben).count() == 0
