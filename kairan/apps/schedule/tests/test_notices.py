import email.policy
from datetime import date, time, timedelta

import icalendar
import pytest
import recurring_ical_events

from kairan.apps.schedule.models import Event, Participation
from kairan.apps.schedule.operations import (
    Scope,
    cancel,
    change,
    choose_reminders,
    leave,
    register,
)
from kairan.apps.schedule.rounds import remind_due
from kairan.apps.schedule.tests.conftest import MONDAY
from kairan.mailservers.models import MailServerSettings
from kairan.notices import preferences
from kairan.notices.models import Notification
from kairan.people.models import Address

WEEK = timedelta(weeks=1)


def text_of(letter):
    return letter.get_body(("plain",)).get_content()


def calendar_of(letter):
    [part] = [each for each in letter.walk() if each.get_content_type() == "text/calendar"]
    return part.get_param("method"), icalendar.Calendar.from_ical(part.get_payload(decode=True))


def only_event(calendar):
    [event] = calendar.walk("VEVENT")
    return event


def test_participants_are_written_to_in_their_language_and_time_zone(
    aiko, ben, chidi, event, mail_server, post_round
):
    [(recipient, letter)] = post_round().sent

    assert recipient == "ben@example.test"
    assert letter["Subject"] == "[スケジュール] Budget review：2030年5月13日(月) 18:00～19:00"
    text = text_of(letter)
    assert "Room A" in text
    assert "Mori" in text
    assert f"/schedule/{event.pk}/" in text


def test_participants_read_english_too(clock, aiko, ben, chidi, plan, mail_server, post_round):
    event = register(plan(aiko, ben, chidi, details="Bring the list."), author=ben)
    sent = post_round()

    assert {recipient for recipient, _letter in sent.sent} == {
        "aiko@example.test",
        "chidi@example.test",
    }
    [letter] = sent.to("chidi@example.test")
    assert letter["Subject"] == "[Schedule] Budget review: Mon, 13 May 2030, 09:00–10:00"
    assert "Bring the list." in text_of(letter)
    assert event.get_absolute_url() in text_of(letter)


def test_a_participant_is_mailed_at_every_address_ticked_and_no_other(
    clock, aiko, ben, plan, mail_server, post_round
):
    Address.objects.create(
        user=ben, kind="mobile", address="b..en.@docomo.ne.jp", takes_notifications=True
    )
    Address.objects.create(user=ben, kind="home", address="ben@home.test")
    register(plan(aiko, ben), author=aiko)

    assert {recipient for recipient, _letter in post_round().sent} == {
        "ben@example.test",
        '"b..en."@docomo.ne.jp',
    }


def test_a_change_says_what_was_and_what_is(aiko, ben, chidi, event, plan, mail_server, later_post):
    later_post()
    change(
        event,
        plan(aiko, ben, chidi, title="Numbers", place="", begins_at=time(9), details="New\ntext"),
        by=aiko,
    )
    [letter] = later_post().to("ben@example.test")

    text = text_of(letter)
    assert "Budget review → Numbers" in text
    assert "2030年5月13日(月) 18:00～19:00 → 2030年5月13日(月) 17:00～19:00" in text
    assert "Room A → （なし）" in text
    assert "（なし） → New text" in text
    assert "Chidi Obi" in text


def test_who_is_taken_out_hears_it(aiko, ben, chidi, event, plan, mail_server, later_post):
    later_post()
    change(event, plan(aiko, chidi), by=aiko)
    [letter] = later_post().to("ben@example.test")

    method, calendar = calendar_of(letter)
    assert "参加者から外れました" in letter["Subject"]
    assert (method, only_event(calendar)["STATUS"]) == ("CANCEL", "CANCELLED")


def test_a_cancelled_event_is_mailed_to_the_others(aiko, ben, event, mail_server, post_round):
    post_round()
    cancel(event, by=aiko)
    [(recipient, letter)] = post_round().sent

    assert recipient == "ben@example.test"
    assert letter["Subject"].startswith("[スケジュール] 中止：Budget review")


def test_the_author_hears_who_left(aiko, ben, event, mail_server, post_round):
    post_round()
    leave(event, person=ben)
    [(recipient, letter)] = post_round().sent

    assert recipient == "aiko@example.test"
    assert letter["Subject"] == "[Schedule] Sato Ben no longer takes part: Budget review"


def test_participants_are_reminded_at_the_moment(
    clock, aiko, ben, chidi, plan, mail_server, post_round
):
    event = register(plan(aiko, ben, chidi, leads=(15,)), author=aiko)
    choose_reminders(event, person=chidi, reminded=Participation.Reminded.NONE)
    post_round()

    clock.move_to(event.first_start - timedelta(minutes=15, seconds=1))
    remind_due(event.first_start - timedelta(minutes=15, seconds=1))
    assert post_round().sent == []
    clock.shift(timedelta(seconds=1))
    remind_due(event.first_start - timedelta(minutes=15))
    sent = post_round()

    assert {recipient for recipient, _letter in sent.sent} == {
        "aiko@example.test",
        "ben@example.test",
    }
    [english] = sent.to("aiko@example.test")
    [japanese] = sent.to("ben@example.test")
    assert english["Subject"] == (
        "[Schedule] Reminder: Budget review, Mon, 13 May 2030, 09:00–10:00"
    )
    assert japanese["Subject"].startswith("[スケジュール] リマインダー：Budget review")


def test_an_event_by_the_bell_mails_nobody(clock, aiko, ben, plan, mail_server, post_round):
    register(plan(aiko, ben, way=Event.Way.BELL), author=aiko)

    assert post_round().sent == []
    assert Notification.objects.get().way == Notification.Way.BELL


def test_without_notifications_none_leaves_and_the_page_says_why(
    as_, clock, aiko, ben, plan, mail_server, post_round
):
    MailServerSettings.objects.update(uses_notifications=False)
    event = register(plan(aiko, ben, leads=(15,)), author=aiko)
    assert post_round().sent == []
    clock.move_to(event.first_start - timedelta(minutes=15))
    remind_due(event.first_start - timedelta(minutes=15))

    assert post_round().sent == []
    assert {each.reason for each in Notification.objects.all()} == {Notification.Reason.MAIL_OFF}
    page = as_(aiko).get(event.get_absolute_url()).content.decode()
    assert "mail" in page
    assert "switched off" in page or "do not use" in page


def test_who_wants_no_mail_of_a_kind_gets_none(clock, aiko, ben, plan, mail_server, post_round):
    preferences.choose(ben, by_mail={"schedule.registered": False})
    register(plan(aiko, ben), author=aiko)

    assert post_round().sent == []


def test_a_foreign_reader_understands_the_invitation(aiko, ben, series, mail_server, post_round):
    [(_recipient, letter)] = post_round().sent
    method, calendar = calendar_of(letter)
    event = only_event(calendar)

    assert (method, str(calendar["METHOD"])) == ("REQUEST", "REQUEST")
    assert str(event["UID"]) == str(series.uid)
    assert event["SEQUENCE"] == 0
    assert str(event["ORGANIZER"]) == "mailto:aiko@example.test"
    assert {str(each) for each in event["ATTENDEE"]} == {
        "mailto:aiko@example.test",
        "mailto:ben@example.test",
    }
    assert [zone["TZID"] for zone in calendar.walk("VTIMEZONE")] == ["Europe/London"]
    found = recurring_ical_events.of(calendar).between(date(2030, 10, 21), date(2030, 11, 5))
    assert [each.start.isoformat() for each in found] == [
        "2030-10-21T10:00:00+01:00",
        "2030-10-28T10:00:00+00:00",
        "2030-11-04T10:00:00+00:00",
    ]


def test_every_change_counts_on_under_the_same_name(
    aiko, ben, event, plan, mail_server, later_post
):
    names = []
    for place in ("Room B", "Room C"):
        later_post()
        change(Event.objects.get(), plan(aiko, ben, place=place), by=aiko)
        [(_recipient, letter)] = later_post().sent
        found = only_event(calendar_of(letter)[1])
        names.append((str(found["UID"]), found["SEQUENCE"], str(found["LOCATION"])))

    assert names == [(str(event.uid), 1, "Room B"), (str(event.uid), 2, "Room C")]


def test_one_occurrence_names_the_one_in_whose_place_it_stands(
    aiko, ben, series, plan, mail_server, later_post
):
    later_post()
    day = MONDAY + WEEK
    moved = plan(aiko, ben, first_day=day + timedelta(1), begins_at=time(9))
    change(series, moved, by=aiko, day=day, scope=Scope.ONE)
    [(_recipient, letter)] = later_post().sent
    found = only_event(calendar_of(letter)[1])

    assert str(found["UID"]) == str(series.uid)
    assert found["RECURRENCE-ID"].dt.isoformat() == "2030-05-20T10:00:00+01:00"
    assert found["DTSTART"].dt.isoformat() == "2030-05-21T09:00:00+01:00"
    assert found["SEQUENCE"] == 1


def test_one_cancelled_occurrence_is_taken_out_alone(aiko, ben, series, mail_server, post_round):
    post_round()
    cancel(series, by=aiko, day=MONDAY + WEEK, scope=Scope.ONE)
    [(_recipient, letter)] = post_round().sent
    method, calendar = calendar_of(letter)
    found = only_event(calendar)

    assert (method, str(found["STATUS"])) == ("CANCEL", "CANCELLED")
    assert found["RECURRENCE-ID"].dt.isoformat() == "2030-05-20T10:00:00+01:00"
    assert "RRULE" not in found
    assert "2030年5月20日" in letter["Subject"]


def test_a_changed_series_carries_what_differs(aiko, ben, series, plan, mail_server, later_post):
    moved = plan(aiko, ben, first_day=MONDAY + WEEK, begins_at=time(9))
    change(series, moved, by=aiko, day=MONDAY + WEEK, scope=Scope.ONE)
    cancel(Event.objects.get(pk=series.pk), by=aiko, day=MONDAY + 2 * WEEK, scope=Scope.ONE)
    later_post()
    change(
        Event.objects.get(pk=series.pk),
        plan(aiko, ben, rule=series.rule, title="Numbers"),
        by=aiko,
    )
    [(_recipient, letter)] = later_post().sent
    calendar = calendar_of(letter)[1]

    found = recurring_ical_events.of(calendar).between(MONDAY, MONDAY + 4 * WEEK)
    assert [(str(each["SUMMARY"]), each.start.isoformat()[:16]) for each in found] == [
        ("Numbers", "2030-05-13T10:00"),
        ("Numbers", "2030-05-20T09:00"),
        ("Numbers", "2030-06-03T10:00"),
    ]


@pytest.mark.parametrize(
    ("rule", "until"),
    [
        ("FREQ=WEEKLY;BYDAY=MO;UNTIL=20300610", "20300610T090000Z"),
        ("FREQ=WEEKLY;BYDAY=MO;UNTIL=20300615", "20300610T090000Z"),
    ],
)
def test_a_series_with_hours_ends_at_a_moment(
    clock, aiko, ben, plan, mail_server, post_round, rule, until
):
    register(plan(aiko, ben, rule=rule), author=aiko)
    [(_recipient, letter)] = post_round().sent

    assert f"UNTIL={until}" in only_event(calendar_of(letter)[1])["RRULE"].to_ical().decode()


INJECTIONS = ["x\r\nBcc: evil@example.test", "x\nATTENDEE:mailto:evil@example.test\nEND:VEVENT"]


@pytest.mark.parametrize("evil", INJECTIONS)
def test_no_field_of_an_event_adds_a_line(clock, aiko, ben, plan, mail_server, post_round, evil):
    aiko.first_name = evil
    aiko.save()
    register(plan(aiko, ben, title=evil, place=evil, details=evil), author=aiko)
    [(_recipient, letter)] = post_round().sent

    assert letter["Bcc"] is None
    _method, calendar = calendar_of(letter)
    people = only_event(calendar)["ATTENDEE"]
    assert {str(each) for each in people} == {
        "mailto:aiko@example.test",
        "mailto:ben@example.test",
    }
    raw = letter.as_bytes(policy=email.policy.SMTP).decode()
    assert "Bcc: evil" not in {line.strip() for line in raw.splitlines()}


def test_nobody_is_listed_in_a_large_crowd(clock, aiko, ben, plan, monkeypatch):
    monkeypatch.setattr("kairan.apps.schedule.invitations.MOST_ATTENDEES", 1)
    from kairan.apps.schedule.invitations import invitation

    event = register(plan(aiko, ben), author=aiko)

    assert "ATTENDEE" not in only_event(icalendar.Calendar.from_ical(invitation(event)))


def test_an_address_that_is_not_public_stands_in_no_mail(clock, aiko, ben, plan):
    from kairan.apps.schedule.invitations import invitation

    Address.objects.update(is_public=False)
    said = invitation(register(plan(aiko, ben), author=aiko))

    assert "@example.test" not in said
    assert "urn:kairan:person" in said
