from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from django.utils.timezone import now

from kairan.apps.todo.models import Task
from kairan.apps.todo.operations.finishing import complete, reopen
from kairan.apps.todo.operations.writing import ChangedMeanwhile, remove, write
from kairan.apps.todo.views.lists import _sections
from kairan.notices.models import Announcement
from kairan.shell.refusals import Refused

TOKYO, LONDON = ZoneInfo("Asia/Tokyo"), ZoneInfo("Europe/London")


def told(kind):
    rows = Announcement.objects.filter(kind=f"todo.{kind}").order_by("pk")
    return [(each.recipients, each.state) for each in rows]


def test_a_moment_is_typed_by_the_clocks_of_the_writer_and_kept_by_those_of_the_assignee(
    chidi, ben, draft
):
    chidi.time_zone = "Europe/London"
    task = write(draft(ben, "2026-11-24 20:00"), by=chidi)

    assert task.due_at == datetime(2026, 11, 24, 20, tzinfo=LONDON)
    assert (task.due_on, task.due_time) == (date(2026, 11, 25), time(5))
    assert task.remind_at == task.due_at - timedelta(hours=1)


def test_a_day_is_the_same_day_everywhere(chidi, ben, draft):
    chidi.time_zone = "Europe/London"
    task = write(draft(ben, "2026-11-24"), by=chidi)

    assert (task.due_on, task.due_at) == (date(2026, 11, 24), None)
    assert task.ends_at == datetime(2026, 11, 25, tzinfo=TOKYO) - timedelta(microseconds=1)


def test_who_is_given_a_task_hears_and_who_keeps_it_does_not(aiko, ben, given, task):
    assert told("task-assigned") == [([ben.pk], "waiting")]


def test_who_gets_a_task_later_hears_and_the_mail_of_the_first_is_dropped(
    aiko, ben, chidi, given, draft
):
    write(draft(chidi, "2026-11-24"), by=aiko, task=given)

    assert told("task-assigned") == [([], "told"), ([chidi.pk], "waiting")]


def test_repeating_without_a_day_is_refused(ben, draft):
    with pytest.raises(Refused):
        write(draft(ben, repeat="daily"), by=ben)
    assert not Task.objects.exists()


def test_nobodys_words_are_lost_when_two_write(aiko, ben, given, draft):
    write(draft(ben, "2026-11-24", title="First", version=0), by=aiko, task=given)

    with pytest.raises(ChangedMeanwhile):
        write(draft(ben, "2026-11-24", title="Second", version=0), by=ben, task=given)

    given.refresh_from_db()
    assert (given.title, given.version) == ("First", 1)


def test_the_author_hears_that_it_is_done_once(aiko, ben, given):
    for _ in range(2):
        assert complete(given, by=ben).is_done

    assert told("task-done") == [([aiko.pk], "waiting")]
    assert told("task-assigned") == [([ben.pk], "withdrawn")]


def test_nobody_hears_of_their_own_deed(aiko, ben, given, task):
    complete(task, by=ben)
    complete(given, by=aiko)

    assert told("task-done") == []


def test_what_is_open_again_is_not_told_as_done(aiko, ben, given):
    complete(given, by=ben)

    assert not reopen(given).is_done

    assert told("task-done") == [([aiko.pk], "withdrawn")]


def test_what_repeats_comes_again_when_it_is_done(aiko, ben, draft):
    aiko.time_zone = "Asia/Tokyo"
    first = write(draft(ben, "2026-12-31 15:00", repeat="monthly", leads=[0]), by=aiko)
    days = []
    for _ in range(3):
        first = complete(first, by=ben).successor
        days.append(first.due_on.isoformat())

    assert days == ["2027-01-31", "2027-02-28", "2027-03-31"]
    assert (first.due_time, first.leads, first.author) == (time(15), [0], aiko)
    assert first.remind_at == first.due_at


def test_opening_again_takes_the_next_one_back(ben, draft):
    first = write(draft(ben, "2026-11-24", repeat="daily"), by=ben)
    complete(first, by=ben)

    reopen(first)
    reopen(first)

    assert Task.objects.get() == first


def test_a_next_one_that_was_changed_stays_and_carries_the_series_on(ben, draft):
    first = write(draft(ben, "2026-11-24", repeat="daily"), by=ben)
    following = complete(first, by=ben).successor
    write(draft(ben, "2026-11-26", repeat="daily", title="Changed"), by=ben, task=following)

    assert reopen(first).repeat == "never"

    assert Task.objects.filter(repeat="daily").get() == following


def test_what_is_done_is_not_changed(ben, task, draft):
    complete(task, by=ben)
    with pytest.raises(Refused):
        write(draft(ben, title="Late"), by=ben, task=task)


def test_what_is_thrown_away_takes_its_mails_along(aiko, ben, given):
    remove(given)

    assert told("task-assigned") == [([ben.pk], "withdrawn")]
    assert not Task.objects.exists()


def test_lists_part_tasks_by_when_they_are_due(ben, draft, clock):
    days = {
        "overdue": ["2026-11-22", "2026-11-23 08:59"],
        "today": ["2026-11-23", "2026-11-23 23:59"],
        "tomorrow": ["2026-11-24", "2026-11-24 00:00"],
        "later": ["2026-11-25", "2026-11-25 00:00"],
        "undated": [""],
    }
    for name, dues in days.items():
        for due in dues:
            write(draft(ben, due, title=name), by=ben)
    with timezone.override(TOKYO):
        today = timezone.localdate()
        found = _sections(Task.objects.of(ben.pk).open(), today)
        titles = {name: [each.title for each in rows] for name, (_, rows) in found.items()}
        assert titles == {name: [name] * len(dues) for name, dues in days.items()}
        assert Task.objects.due_until(today).count() == 4
    assert now() == datetime(2026, 11, 23, 9, tzinfo=TOKYO)
