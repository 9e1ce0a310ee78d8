"""The mails of Schedule, each from the click to the mailbox: read by tests/journeys."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from django.utils.timezone import now
from icalendar import Calendar

from kairan.apps.schedule.models import Event
from kairan.apps.schedule.occurrences import Pattern, Span
from kairan.apps.schedule.operations import Plan, change, register
from kairan.notices.models import Announcement
from kairan.people.models import User
from kairan.people.picker import Selection
from kairan.reminders.leads import terms_of
from kairan.reminders.operations.settings import Wish, settle
from tests.journeys.acting import fill
from tests.journeys.rows import Invitation, Like, Row, pick

TITLE = "Budget review / 予算会議"
PLACE = "Room A / 第1会議室"


def register_meeting(stage):
    """Aiko registers a meeting with a group and somebody else."""
    page = stage.page("aiko")
    page.goto("/schedule/new/?date=2031-05-13&hour=10")
    pick(page, "Sales", "emi")
    fill(page, title=TITLE, place=PLACE, details="Bring figures. 数字をお持ちください。")
    return _send(page)


def meeting():
    """A meeting of Aiko's with Ben, Dana and Emi."""
    return _registered(_pattern(date(2031, 5, 13), time(10), time(11)))


def move(stage):
    """Aiko moves the meeting by an hour and to another room."""
    page = stage.page("aiko")
    page.goto(f"/schedule/{stage.prepared}/change/")
    fill(page, place="Room B / 第2会議室", begins_at="14:00", ends_at="15:00")
    return _two_minutes_later(stage, _send(page))


def cancel(stage):
    """Aiko cancels the meeting."""
    page = stage.page("aiko")
    page.goto(f"/schedule/{stage.prepared}/")
    page.locator("details.card > summary").click()
    page.locator("form[action$='/cancellation/'] button").click()
    page.locator("#messages .success").wait_for()
    return page


def leave_out(stage):
    """Aiko goes on alone: Dana and Emi no longer take part."""
    page = stage.page("aiko")
    page.goto(f"/schedule/{stage.prepared}/change/")
    for person in stage.inside(ids_of_two):
        page.locator(f"li:has([name=to][value='person:{person}']) button").click()
    return _two_minutes_later(stage, _send(page))


def ids_of_two():
    return [User.objects.get(login_id=login_id).pk for login_id in ("dana", "emi")]


def quiet_meeting_of_two():
    """A meeting of Aiko with Dana and Emi alone."""
    return _registered(_pattern(date(2031, 5, 13), time(10), time(11)), "dana", "emi", "aiko")


def meeting_soon():
    """Five minutes and two seconds from now a meeting begins; its reminder is due in two."""
    begins = now() + timedelta(minutes=5, seconds=2)
    return _registered(_from(begins), leads=(5,), way=Event.Way.NONE)


def wait(stage):
    """The moment comes; the page of the meeting tells who was reminded."""
    page = stage.page("aiko")
    page.goto(f"/schedule/{stage.inside(meeting_soon)}/")
    return page


def meeting_far_off():
    """A meeting of Ben's with Aiko and Emi, of which nobody was told."""
    pattern = _pattern(date(2031, 5, 13), time(10), time(11))
    return _registered(pattern, "aiko", "emi", author="ben", way=Event.Way.NONE)


def choose_lead_times(stage):
    """Aiko and Emi want to be reminded five minutes before, at one address; the moment comes."""
    for reader, kind in (("aiko", "home"), ("emi", "mobile")):
        page = stage.page(reader)
        page.goto("/reminders/settings/")
        page.locator("[name=where][value=chosen]").check()
        tick(page, "addresses", f"{reader}@{kind}.test")
        tick(page, "event_leads", "5")
        page.locator("#page form.form button.primary").click()
        page.locator("#messages .success").wait_for()
        page.goto(f"/schedule/{stage.prepared}/")
        fill(page, reminded="own")
        page.locator("form[action$='/reminding/'] button").click()
        page.locator("#messages .success").wait_for()
    stage.inside(bring_near, pk=stage.prepared)
    page = stage.page("ben")
    page.goto(f"/schedule/{stage.prepared}/")
    return page


def tick(page, name, value):
    """Tick one box of a field, by its value or its words, and no other."""
    for box in page.locator(f"[name={name}]:checked").all():
        box.uncheck()
    by_words = page.locator("label", has_text=value).locator(f"[name={name}]")
    page.locator(f"[name={name}][value='{value}']").or_(by_words).first.check()


def bring_near(pk):
    """Ben moves the meeting: it begins in five minutes and two seconds."""
    begins = now() + timedelta(minutes=5, seconds=2)
    event = Event.objects.get(pk=pk)
    plan = Plan(
        title=TITLE, place=PLACE, pattern=_from(begins), to=event.selection, way=Event.Way.NONE
    )
    change(event, plan, by=event.author)


def as_before():
    """Reminders go where they went."""
    for person in User.objects.filter(login_id__in=["aiko", "emi"]):
        settled = terms_of(person)
        settle(
            Wish(
                event_leads=[10],
                task_leads=[60],
                daily_at=settled.daily and settled.daily.at,
                daily_weekdays=range(5),
                addresses=None,
            ),
            person=person,
        )


def two_meetings():
    """Aiko registered a meeting with Farid and Dana, Ben one with Farid alone."""
    pattern = _pattern(date(2031, 5, 13), time(10), time(11))
    return [_registered(pattern, "farid", "dana"), _registered(pattern, "farid", author="ben")]


def leave(stage):
    """Farid leaves both; their authors hear it."""
    page = stage.page("farid")
    for pk in stage.prepared:
        page.goto(f"/schedule/{pk}/")
        page.locator("form[action$='/leaving/'] button").click()
        page.locator("#messages .success").wait_for()
    page = stage.page("aiko")
    page.goto(f"/schedule/{stage.prepared[0]}/")
    return page


def _send(page):
    page.locator(".event-form button.primary").click()
    page.locator("#who-was-told").wait_for()
    return page


def _two_minutes_later(stage, page):
    """The time in which another edit would be told with this one passes."""
    stage.inside(end_quiet_minutes, pk=stage.prepared)
    return page


def end_quiet_minutes(pk):
    waiting = Announcement.objects.unclaimed().filter(about=f"schedule:{pk}", due_at__gt=now())
    waiting.update(due_at=now(), claimable_at=now())


def _pattern(day, begins_at, ends_at):
    return Pattern(
        first_day=day,
        last_day=day,
        span=Span.HOURS,
        time_zone="UTC",
        begins_at=begins_at,
        ends_at=ends_at,
    )


def _from(begins):
    ends = begins + timedelta(minutes=30)
    return replace(_pattern(begins.date(), begins.time(), ends.time()), last_day=ends.date())


def _registered(pattern, *people, author="aiko", **fields):
    ids = {each.login_id: each for each in User.objects.all()}
    to = Selection.of(ids[each] for each in people or ("ben", "dana", "emi"))
    plan = Plan(title=TITLE, place=PLACE, pattern=pattern, to=to, **fields)
    return register(plan, author=ids[author]).pk


def _only(content):
    [event] = Calendar.from_ical(content).walk("VEVENT")
    return event


def invites(content):
    """The invitation is one that a foreign calendar understands."""
    event = _only(content)
    assert event["DTSTART"].dt == datetime(2031, 5, 13, 10, tzinfo=event["DTSTART"].dt.tzinfo)
    assert str(event["SUMMARY"]) == TITLE
    assert str(event["STATUS"]) == "CONFIRMED"


def moves(content):
    """The invitation of before, with a higher number."""
    event = _only(content)
    assert (event["SEQUENCE"], event["DTSTART"].dt.hour) == (1, 14)


def takes_out(content):
    """The event is off for whoever reads this."""
    assert str(_only(content)["STATUS"]) == "CANCELLED"


REMINDER = {
    "en": Like(
        rf"\[Schedule\] Reminder: {TITLE}, \w+, \d+ \w+ \d{{4}}, \d\d:\d\d( – .*, |–)\d\d:\d\d",
        f"[Schedule] Reminder: {TITLE}, Tue, 13 May 2031, 11:00–11:30",
    ),
    "ja": Like(
        rf"\[スケジュール\] リマインダー：{TITLE}、\d+年\d+月\d+日\(\w\) \d\d:\d\d.*\d\d:\d\d",
        f"[スケジュール] リマインダー：{TITLE}、2031年5月13日(火) 19:00～19:30",
    ),
}

ROWS = [
    Row(
        event="An event is registered",
        who="Its participants, less whoever registered it",
        act=register_meeting,
        by="aiko",
        to=["ben", "dana", "emi"],
        subject={
            # In London, and in Tokyo.
            "en": f"[Schedule] {TITLE}: Tue, 13 May 2031, 02:00–03:00",
            "ja": f"[スケジュール] {TITLE}：2031年5月13日(火) 10:00～11:00",
        },
        says={
            "en": [TITLE, PLACE, "Bring figures. 数字をお持ちください。", "Registered by"],
            "ja": [TITLE, PLACE, "Bring figures. 数字をお持ちください。", "登録者"],
        },
        calendar=Invitation("REQUEST", invites),
    ),
    Row(
        event="An event is changed",
        who="Its participants, less whoever changed it",
        prepare=meeting,
        act=move,
        by="aiko",
        to=["ben", "dana", "emi"],
        subject={
            "en": f"[Schedule] Changed: {TITLE}",
            "ja": f"[スケジュール] 変更：{TITLE}",
        },
        says={
            "en": ["New time", "New place", f"{PLACE} → Room B / 第2会議室"],
            "ja": ["日時の変更", "場所の変更", f"{PLACE} → Room B / 第2会議室"],
        },
        calendar=Invitation("REQUEST", moves),
    ),
    Row(
        event="An event is cancelled",
        who="Its participants, less whoever cancelled it",
        prepare=meeting,
        act=cancel,
        by="aiko",
        to=["ben", "dana", "emi"],
        subject={
            "en": f"[Schedule] Cancelled: {TITLE}, Tue, 13 May 2031, 11:00–12:00",
            "ja": f"[スケジュール] 中止：{TITLE}、2031年5月13日(火) 19:00～20:00",
        },
        says={"en": ["does not take place"], "ja": ["中止"]},
        calendar=Invitation("CANCEL", takes_out),
    ),
    Row(
        event="Somebody is taken out of an event",
        who="Those who no longer take part",
        prepare=quiet_meeting_of_two,
        act=leave_out,
        by="aiko",
        to=["dana", "emi"],
        subject={
            "en": f"[Schedule] You no longer take part: {TITLE}",
            "ja": f"[スケジュール] 参加者から外れました：{TITLE}",
        },
        says={"en": ["without you"], "ja": ["参加者から外れました"]},
        calendar=Invitation("CANCEL", takes_out),
    ),
    Row(
        event="The reminder of a scheduled event",
        who="Each participant who wants it, at its moment",
        act=wait,
        to=["ben", "dana", "emi"],
        subject=REMINDER,
        says={"en": [PLACE, "asked to be reminded"], "ja": [PLACE, "リマインダー"]},
    ),
    Row(
        event="The reminder of an event, by one's own lead time",
        who="Each participant who chose so, at the addresses chosen for reminders",
        prepare=meeting_far_off,
        act=choose_lead_times,
        afterwards=as_before,
        to=["aiko", "emi"],
        at={"aiko": ["aiko@home.test"], "emi": ["emi@mobile.test"]},
        subject=REMINDER,
        says={"en": [PLACE, "asked to be reminded"], "ja": [PLACE, "リマインダー"]},
    ),
    Row(
        event="Somebody leaves an event",
        who="Whoever registered it",
        prepare=two_meetings,
        act=leave,
        by="farid",
        to=["aiko", "ben"],
        subject={
            "en": Like(
                rf"\[Schedule\] .* no longer takes part: {TITLE}",
                f"[Schedule] Farid Haddad no longer takes part: {TITLE}",
            ),
            "ja": Like(
                rf"\[スケジュール\] .*さんが参加を取りやめました：{TITLE}",
                f"[スケジュール] Farid Haddadさんが参加を取りやめました：{TITLE}",
            ),
        },
        says={"en": [PLACE], "ja": [PLACE]},
    ),
]
