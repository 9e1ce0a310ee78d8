from datetime import datetime, time
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.utils.timezone import now

from kairan.people.models import Address
from kairan.reminders.models import Reminder, ReminderSettings
from kairan.reminders.operations.reminders import ring_due

TOKYO = ZoneInfo("Asia/Tokyo")
SETTING = {
    "text": "Call Ito",
    "day": "2026-11-24",
    "time_of_day": "09:30",
    "repeat": "never",
    "note": "",
}
SETTINGS = {
    "daily_at": "07:30",
    "daily_weekdays": ["0", "5"],
    "event_leads": ["0", "1440"],
    "task_leads": [],
    "task_leads-number": "3",
    "task_leads-unit": "hours",
    "where": "usual",
}


@pytest.fixture(autouse=True)
def _clock(aiko, time_machine):
    time_machine.move_to(datetime(2026, 11, 23, 7, 0, tzinfo=TOKYO), tick=False)


@pytest.fixture
def reminder(ben, remind):
    """A reminder of Ben."""
    return remind(ben, "Call Ito", "2026-11-24 09:30")


def test_a_reminder_is_set_in_the_time_zone_of_its_owner(as_, ben):
    as_(ben).post("/reminders/new/", SETTING)

    assert Reminder.objects.get().at == datetime(2026, 11, 24, 9, 30, tzinfo=TOKYO)


def test_one_form_is_one_reminder(as_, ben):
    key = as_(ben).get("/reminders/new/").context["form"]["key"].value()
    for _ in range(2):
        as_(ben).post("/reminders/new/", {**SETTING, "key": str(key)})

    assert Reminder.objects.count() == 1


def test_the_key_of_somebody_else_opens_nothing(as_, chidi, reminder):
    as_(chidi).post("/reminders/new/", {**SETTING, "text": "Mine", "key": str(reminder.key)})

    reminder.refresh_from_db()
    assert reminder.text == "Call Ito"
    assert Reminder.objects.visible_to(chidi).get().text == "Mine"


@pytest.mark.parametrize("day", ["2026-11-22", "0001-01-01", "9999-12-31", "tomorrow", ""])
def test_a_day_that_cannot_be_is_said_beside_the_field(as_, ben, day):
    response = as_(ben).post("/reminders/new/", {**SETTING, "day": day})

    assert response.status_code == 200
    assert response.context["form"].errors["day"]
    assert not Reminder.objects.exists()


@pytest.mark.parametrize("url", ["", "edit/"])
def test_a_reminder_does_not_exist_for_others(as_, aiko, chidi, reminder, url):
    for person in (aiko, chidi):
        assert as_(person).get(f"/reminders/{reminder.pk}/{url}").status_code == 404


@pytest.mark.parametrize("url", ["removal/", "completion/", "snooze/", "edit/"])
def test_others_can_do_nothing_to_a_reminder(as_, chidi, reminder, url):
    typed = {**SETTING, "until": "an-hour", "key": str(uuid4())}
    assert as_(chidi).post(f"/reminders/{reminder.pk}/{url}", typed).status_code == 404


@pytest.mark.parametrize("url", ["removal/", "completion/", "snooze/"])
def test_looking_changes_nothing(as_, ben, reminder, url):
    assert as_(ben).get(f"/reminders/{reminder.pk}/{url}").status_code == 405


def test_the_buttons_do_what_they_say(as_, ben, reminder):
    client = as_(ben)
    ring_due(reminder.at)
    assert "Call Ito" in client.get("/reminders/").content.decode()
    client.post(f"/reminders/{reminder.pk}/snooze/", {"until": "tomorrow"})
    reminder.refresh_from_db()
    assert reminder.at == datetime(2026, 11, 24, 8, tzinfo=TOKYO)
    client.post(f"/reminders/{reminder.pk}/completion/")
    assert "Call Ito" in client.get("/reminders/?show=past").content.decode()
    assert client.post(f"/reminders/{reminder.pk}/snooze/", {"until": "never"}).status_code == 409
    client.post(f"/reminders/{reminder.pk}/removal/")
    assert not Reminder.objects.exists()


def test_what_repeats_is_never_done_before_its_time(as_, ben, remind):
    often = remind(ben, "Tea", "2026-11-24 10:00", repeat="daily")
    for url in ("", f"{often.pk}/"):
        page = as_(ben).get(f"/reminders/{url}").content.decode()
        assert "Tea" in page
        assert "/completion/" not in page


def test_a_reminder_is_changed(as_, ben, reminder):
    as_(ben).post(f"/reminders/{reminder.pk}/edit/", {**SETTING, "text": "Call Ms Ito"})

    reminder.refresh_from_db()
    assert reminder.text == "Call Ms Ito"


def test_the_settings_are_kept(as_, ben):
    client = as_(ben)
    mobile = Address.objects.create(user=ben, kind="mobile", address="ben@mobile.test")
    client.post("/reminders/settings/", {**SETTINGS, "where": "chosen", "addresses": [mobile.pk]})

    settled = ReminderSettings.objects.get(person=ben)
    assert (settled.daily_at, settled.daily_weekdays) == (time(7, 30), [0, 5])
    assert (settled.event_leads, settled.task_leads) == ([0, 1440], [180])
    page = client.get("/reminders/settings/")
    assert page.context["form"]["addresses"].value() == [mobile.pk]
    assert f'value="{mobile.pk}" id="id_addresses_1" checked' in page.content.decode()
    assert "3時間前" in page.content.decode()


def test_the_page_says_which_mail_comes_next(as_, aiko):
    client = as_(aiko)
    assert "Monday, 23 November 2026, 08:00" in client.get("/reminders/settings/").content.decode()
    client.post("/reminders/settings/", {**SETTINGS, "daily_at": ""})
    assert "no daily mail" in client.get("/reminders/settings/").content.decode()


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"daily_weekdays": []}, "daily_weekdays"),
        ({"where": "chosen", "addresses": []}, "addresses"),
        ({"event_leads": ["-5"]}, "event_leads"),
        ({"event_leads": ["99999"]}, "event_leads"),
        ({"task_leads-number": "soon"}, "task_leads"),
        ({"task_leads-number": "9", "task_leads-unit": "weeks"}, "task_leads"),
        ({"task_leads": [str(each) for each in range(9)]}, "task_leads"),
        ({"daily_at": "07:31"}, "daily_at"),
    ],
)
def test_what_makes_no_sense_is_said_beside_its_field(as_, ben, typed, field):
    response = as_(ben).post("/reminders/settings/", {**SETTINGS, **typed})

    assert list(response.context["form"].errors) == [field]
    assert not ReminderSettings.objects.exists()


def test_no_address_of_somebody_else_is_chosen(as_, ben, chidi):
    theirs = chidi.addresses.get().pk
    response = as_(ben).post(
        "/reminders/settings/", {**SETTINGS, "where": "chosen", "addresses": [theirs]}
    )
    assert "addresses" in response.context["form"].errors


@pytest.mark.parametrize("url", ["", "?show=past"])
def test_a_list_costs_the_same_however_long(as_, ben, remind, url, django_assert_max_num_queries):
    for number in range(5):
        remind(ben, f"No. {number}", "2026-11-24 09:30")
        remind(ben, f"Rung {number}", "2026-11-23 07:30")
    ring_due(now().replace(hour=23))
    client = as_(ben)
    with django_assert_max_num_queries(25):
        client.get(f"/reminders/{url}")
