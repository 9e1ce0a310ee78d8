from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils.timezone import now

from kairan.mailservers.models import MailServerSettings
from kairan.people.models import Address
from kairan.reminders.daily import follow_people, tell_due
from kairan.reminders.models import Reminder
from kairan.reminders.notices import DayBegun, ReminderRung
from kairan.reminders.operations.reminders import ring_due
from kairan.reminders.operations.settings import REMINDER, reminder_kinds, settle
from kairan.reminders.tests.test_daily import WISH, Wish
from kairan.shell.feature import Appointment, Due

TOKYO = ZoneInfo("Asia/Tokyo")


@pytest.fixture(autouse=True)
def clock(time_machine):
    """Monday, 23 November 2026, 7:00 in Tokyo."""
    time_machine.move_to(datetime(2026, 11, 23, 7, 0, tzinfo=TOKYO), tick=False)
    return time_machine


def text_of(letter):
    return letter.get_body(("plain",)).get_content()


def test_a_reminder_is_mailed_to_its_owner_alone(
    aiko, ben, chidi, remind, mail_server, post_round, clock
):
    remind(ben, "Call Ito", "2026-11-23 09:30", note="About the container.", repeat="weekly")
    clock.move_to(datetime(2026, 11, 23, 9, 30, tzinfo=TOKYO), tick=False)
    ring_due(now())

    [(recipient, letter)] = post_round().sent

    assert recipient == "ben@example.test"
    assert letter["Subject"] == "[リマインダー] Call Ito"
    assert "2026年11月23日9:30" in text_of(letter)
    assert "About the container." in text_of(letter)
    assert "/reminders/answer/done/" in text_of(letter)
    assert "/reminders/answer/later/" in text_of(letter)


def test_the_links_of_the_mail_show_first_and_act_when_posted(
    client, aiko, ben, remind, mail_server, post_round
):
    reminder = remind(ben, "Call Ito", "2026-11-23 09:30")
    ring_due(reminder.at)
    [(_recipient, letter)] = post_round().sent
    links = [line for line in text_of(letter).split() if "/reminders/answer/" in line]
    done, later = (each.removeprefix("https://kairan.example.test") for each in links)
    for each in (done, later):
        response = client.get(each)
        assert response["Cache-Control"] == "private, no-store"
        assert 'lang="ja"' in response.content.decode()
    reminder.refresh_from_db()
    assert reminder.state == "rung"

    client.post(later, {"until": "an-hour"})
    reminder.refresh_from_db()
    assert (reminder.state, reminder.at) == ("waiting", now() + timedelta(hours=1))

    client.post(done, {"then": "done"})
    reminder.refresh_from_db()
    assert reminder.state == "done"
    assert client.post(done[:-4] + "AAA/", {"then": "done"}).status_code == 404


def test_the_daily_mail_lists_what_is_due_and_what_happens(
    aiko, ben, remind, mail_server, post_round, clock
):
    follow_people(now())
    remind(aiko, "Tea", "2026-11-24 15:00")
    clock.move_to(datetime(2026, 11, 24, 8, 0, tzinfo=ZoneInfo("UTC")), tick=False)
    tell_due(now())

    [(recipient, letter)] = post_round().sent

    assert recipient == "aiko@example.test"
    assert letter["Subject"] == "[Reminder] 24 Nov 2026: 1 appointment"
    assert "- Tea (15:00)" in text_of(letter)
    assert "  https://kairan.example.test/reminders/" in text_of(letter)


def test_the_words_of_a_day():
    day = date(2026, 11, 23)
    noon = datetime(2026, 11, 23, 12, tzinfo=ZoneInfo("UTC"))
    notice = DayBegun.of(
        day,
        due=[
            Due("Pay", "/todo/1/", date(2026, 11, 20), is_overdue=True),
            Due("Ship", "/todo/2/", noon),
        ],
        events=[
            Appointment("Fair", "/schedule/1/"),
            Appointment("Lunch", "/schedule/2/", noon, noon + timedelta(hours=1), "Room A"),
        ],
    )

    assert DayBegun.from_payload(notice.payload()) == notice
    assert notice.title() == "23 Nov 2026: 2 things to do, 2 appointments"
    body = notice.body()
    assert "- Fair (all day)" in body
    assert "- Lunch (12:00–13:00, Room A)" in body
    assert body.index("To do today\n- Ship (23 Nov 2026, 12:00)") < body.index(
        "Overdue\n- Pay (20 Nov 2026)"
    )


def test_reminders_go_to_the_addresses_chosen_for_them(ben, remind, mail_server, post_round):
    mobile = Address.objects.create(user=ben, kind="mobile", address="ben@mobile.test")
    settle(Wish(**{**vars(WISH), "addresses": [mobile.pk]}), person=ben)
    reminder = remind(ben, "Call Ito", "2026-11-23 09:30")
    ring_due(reminder.at)

    assert [recipient for recipient, _letter in post_round().sent] == ["ben@mobile.test"]


def test_nothing_leaves_while_notification_by_mail_is_off(
    ben, remind, mail_server, post_round, as_
):
    MailServerSettings.objects.update(uses_notifications=False)
    reminder = remind(ben, "Call Ito", "2026-11-23 09:30")
    ring_due(reminder.at)

    assert not post_round().sent
    for url in ("", "settings/", "new/", f"{reminder.pk}/"):
        assert "note wait" in as_(ben).get(f"/reminders/{url}").content.decode()


@pytest.mark.parametrize(
    ("kind", "is_reminder"),
    [
        ("reminders.daily", True),
        ("schedule.reminder", True),
        ("todo.task-reminder", True),
        ("circulation.reminded", False),
        ("report.reminders-sent", False),
    ],
)
def test_the_reminders_of_apps_are_known_by_their_names(kind, is_reminder):
    assert bool(REMINDER.search(kind)) is is_reminder
    assert {ReminderRung, DayBegun} <= set(reminder_kinds())


@pytest.mark.parametrize("evil", ["x\r\nBcc: evil@example.test", "x\nBcc: e@e.test"])
def test_no_reminder_adds_a_header(ben, remind, mail_server, post_round, evil):
    reminder = remind(ben, evil, "2026-11-23 09:30", note=evil)
    ring_due(reminder.at)

    [(_recipient, letter)] = post_round().sent

    assert letter["Bcc"] is None
    assert Reminder.objects.get().text == evil
