"""The mails of reminders, each from the click to the mailbox: read by tests/journeys."""

from datetime import timedelta

from django.utils.timezone import localtime, now

from kairan.clock.days import zone_named
from kairan.people.models import User
from kairan.reminders.models import DailyTurn, Reminder, ReminderSettings
from tests.journeys.acting import fill
from tests.journeys.rows import Like, Row

TEXT = "Call the forwarder / 乙仲に電話"
READERS = ["ben", "dana"]
SOON = timedelta(seconds=2)


def forget():
    """Nothing of an earlier run is left."""
    Reminder.objects.filter(owner__login_id__in=READERS).delete()


def set_and_wait(stage):
    """Ben and Dana each set a reminder for tomorrow, and tomorrow comes in two seconds."""
    for reader in READERS:
        page = stage.page(reader)
        page.goto("/reminders/new/")
        tomorrow = (now() + timedelta(days=1)).date().isoformat()
        fill(page, text=TEXT, day=tomorrow, time_of_day="09:30", note="Container 4711. コンテナ")
        page.locator("#page form.card button.primary").click()
        page.locator("#messages .success").wait_for()
    stage.inside(let_them_ring)
    page.goto("/reminders/settings/")
    return page


def let_them_ring():
    """What waits for tomorrow rings in two seconds."""
    mine = Reminder.objects.filter(owner__login_id__in=READERS, text=TEXT)
    mine.upcoming().update(at=now() + SOON)


def choose_an_hour(stage):
    """Ben and Dana choose a daily mail, and its hour comes in two seconds."""
    for reader in READERS:
        page = stage.page(reader)
        page.goto("/reminders/settings/")
        fill(page, daily_at="08:30")
        page.locator("#page form.form button.primary").click()
        page.locator("#messages .success").wait_for()
    stage.inside(let_the_day_begin)
    page.goto("/reminders/settings/")
    return page


def let_the_day_begin():
    """Something happens at the end of today, and the hour of the daily mail is about to come."""
    forget()
    for person in User.objects.filter(login_id__in=READERS):
        local = localtime(timezone=zone_named(person.time_zone)).replace(microsecond=0)
        end = local.replace(hour=23, minute=59, second=59)
        Reminder.objects.create(
            owner=person, text=TEXT, at=end, first_on=end.date(), time_of_day=end.time()
        )
    turns = DailyTurn.objects.filter(person__login_id__in=READERS)
    turns.update(next_at=now() + SOON, told_on=None)


def no_more_mornings():
    """No daily mail comes by itself any more."""
    forget()
    ReminderSettings.objects.filter(person__login_id__in=READERS).update(daily_at=None)
    DailyTurn.objects.filter(person__login_id__in=READERS).update(next_at=None)


ROWS = [
    Row(
        event="A reminder that one has set rings",
        who="Whoever set it",
        prepare=forget,
        act=set_and_wait,
        to=READERS,
        subject={"en": f"[Reminder] {TEXT}", "ja": f"[リマインダー] {TEXT}"},
        says={
            "en": ["Container 4711. コンテナ", "Done", "Remind me later"],
            "ja": ["Container 4711. コンテナ", "完了", "あとで再通知"],
        },
    ),
    Row(
        event="The hour of the daily mail comes",
        who="Whoever has something to do or an appointment that day",
        prepare=forget,
        act=choose_an_hour,
        afterwards=no_more_mornings,
        to=READERS,
        subject={
            "en": Like(
                r"\[Reminder\] \d+ \w+ \d{4}: .*\d+ appointments?",
                "[Reminder] 23 Nov 2026: 1 appointment",
            ),
            "ja": Like(
                r"\[リマインダー\] \d{4}/\d\d/\d\d: .*予定\d+件",
                "[リマインダー] 2026/11/23: 予定1件",
            ),
        },
        says={"en": ["Appointments", TEXT, "23:59"], "ja": ["予定", TEXT, "23:59"]},
    ),
]
