from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.utils import timezone
from django.utils.timezone import now

from kairan.apps.todo.models import Task
from kairan.apps.todo.notices import TaskReminder
from kairan.apps.todo.operations.finishing import complete
from kairan.apps.todo.operations.reminding import remind_due
from kairan.apps.todo.operations.writing import write
from kairan.mail.testing.faults import Fault
from kairan.mailservers.models import MailServerSettings
from kairan.people.models import Address
from kairan.reminders.daily import follow_people, tell_due
from kairan.reminders.operations.settings import Wish, reminder_kinds, settle

TOKYO = ZoneInfo("Asia/Tokyo")


def text_of(letter):
    return letter.get_body(("plain",)).get_content()


def remind(task):
    remind_due(task.remind_at)


def test_a_reminder_goes_to_whose_task_it_is(aiko, ben, chidi, draft, mail_server, post_round):
    aiko.time_zone = "Asia/Tokyo"
    task = write(draft(ben, "2026-11-23 11:00", notes="By bank.", priority="high"), by=aiko)
    post_round()
    remind(task)

    [(recipient, letter)] = post_round().sent

    assert recipient == "ben@example.test"
    assert letter["Subject"] == "[ToDo] 期限 2026/11/23 11:00: Pay the rent"
    assert "By bank." in text_of(letter)
    assert "優先度：高" in text_of(letter)
    assert "https://kairan.example.test/todo/answer/done/" in text_of(letter)


def test_the_links_of_the_mail_show_first_and_act_when_posted(
    client, aiko, ben, draft, mail_server, post_round
):
    task = write(draft(ben, "2026-11-23 10:00"), by=aiko)
    post_round()
    remind(task)
    [(_recipient, letter)] = post_round().sent
    links = [line for line in text_of(letter).split() if "/todo/answer/" in line]
    done, later = (each.removeprefix("https://kairan.example.test") for each in links)
    for each in (done, later):
        for method in (client.get, client.head):
            response = method(each)
            assert response.status_code == 200
            assert response["Referrer-Policy"] == "same-origin"
            assert response["Cache-Control"] == "private, no-store"
    assert not Task.objects.get().is_done

    client.post(later, {"until": "an-hour"})
    assert Task.objects.get().remind_at == now() + timedelta(hours=1)

    client.post(done, {"then": "done"})
    assert Task.objects.get().done_by == ben
    assert [recipient for recipient, _letter in post_round().sent] == ["aiko@example.test"]


def test_a_link_is_dead_when_the_task_is_somebody_elses(
    client, aiko, ben, chidi, draft, mail_server, post_round
):
    task = write(draft(ben, "2026-11-23 10:00"), by=aiko)
    post_round()
    remind(task)
    [(_recipient, letter)] = post_round().sent
    [link, _later] = [line for line in text_of(letter).split() if "/todo/answer/" in line]
    path = link.removeprefix("https://kairan.example.test")
    assert client.post(path[:-5] + "AAAA/", {"then": "done"}).status_code == 404
    assert client.get(path.replace("/done/", "/undone/")).status_code == 404
    write(draft(chidi, "2026-11-23 10:00"), by=aiko, task=task)

    assert client.post(path, {"then": "done"}).status_code == 404
    assert not Task.objects.get().is_done


def test_who_is_given_a_task_and_who_gave_it_are_told(aiko, ben, given, mail_server, post_round):
    [(recipient, letter)] = post_round().sent
    assert (recipient, letter["Subject"]) == (
        "ben@example.test",
        "[ToDo] Aiko Moriさんからの依頼：Call Ito",
    )
    assert "2026年11月24日" in text_of(letter)
    complete(given, by=ben)

    [(recipient, letter)] = post_round().sent

    assert (recipient, letter["Subject"]) == ("aiko@example.test", "[To-Do] Done: Call Ito")
    assert "Done by: Sato Ben" in text_of(letter)


def test_the_daily_mail_has_the_tasks_that_are_due(
    aiko, ben, draft, clock, mail_server, post_round
):
    write(draft(ben, "2026-11-24", title="Today"), by=ben)
    write(draft(ben, "2026-11-22", title="Late"), by=ben)
    write(draft(ben, "2026-11-25", title="Tomorrow"), by=ben)
    follow_people(now())
    clock.move_to(datetime(2026, 11, 24, 8, tzinfo=TOKYO), tick=False)
    tell_due(now())
    remind_due(now())

    [(recipient, letter)] = post_round().sent

    assert recipient == "ben@example.test"
    assert letter["Subject"] == "[リマインダー] 2026/11/24: するべきこと2件"
    assert "今日が期限\r\n- Today (2026/11/24)" in text_of(letter)
    assert "期限切れ\r\n- Late (2026/11/22)" in text_of(letter)
    assert "Tomorrow" not in text_of(letter)


def test_reminders_of_tasks_go_to_the_addresses_chosen_for_reminders(
    ben, task, mail_server, post_round
):
    mobile = Address.objects.create(user=ben, kind="mobile", address="ben@mobile.test")
    wish = {"event_leads": [], "task_leads": [60], "daily_at": None, "daily_weekdays": [0]}
    settle(Wish(**wish, addresses=[mobile.pk]), person=ben)
    assert TaskReminder in reminder_kinds()
    remind(task)

    assert [recipient for recipient, _letter in post_round().sent] == ["ben@mobile.test"]


def test_nothing_leaves_while_notification_by_mail_is_off(
    as_, aiko, ben, given, task, mail_server, post_round
):
    MailServerSettings.objects.update(uses_notifications=False)
    remind(task)
    complete(given, by=ben)

    assert not post_round().sent
    for url in ("new/", f"{task.pk}/", f"{task.pk}/edit/"):
        assert "note wait" in as_(ben).get(f"/todo/{url}").content.decode()


def test_a_notice_can_be_worded_after_its_task_is_gone(task):
    notice = TaskReminder.of(task)
    task.delete()
    assert TaskReminder.from_payload(notice.payload()) == notice
    assert notice.title() == "Due 24 Nov 2026, 06:00: Pay the rent"


@pytest.mark.parametrize("evil", ["x\r\nBcc: evil@example.test", "x\nBcc: e@e.test"])
def test_no_task_adds_a_header(aiko, ben, draft, mail_server, post_round, evil):
    aiko.first_name = evil
    task = write(draft(ben, "2026-11-23 10:00", title=evil, notes=evil), by=aiko)
    remind(task)

    for _recipient, letter in post_round().sent:
        assert letter["Bcc"] is None


def test_the_house_hears_what_waits_and_what_is_due(
    aiko, ben, chidi, draft, django_assert_num_queries
):
    feature = apps.get_app_config("todo")
    late = write(draft(ben, "2026-11-22", title="Late"), by=aiko)
    soon = write(draft(ben, "2026-11-23 18:00", title="Soon"), by=ben)
    write(draft(ben, "2026-11-24", title="Tomorrow"), by=ben)
    write(draft(ben, title="Some day"), by=ben)
    with timezone.override(TOKYO):
        with django_assert_num_queries(1):
            assert feature.waiting_for(ben) == 2
        with django_assert_num_queries(1):
            [first, second] = feature.waiting(ben, 5)
        today = timezone.localdate()
        with django_assert_num_queries(1):
            due = feature.due(ben, today)
        assert [(each.title, each.is_overdue) for each in due] == [("Late", True), ("Soon", False)]
        assert len(feature.due(ben, today + timedelta(days=1))) == 3
        assert feature.agenda(ben, today) == ()
        assert feature.waiting_for(chidi) == feature.waiting_for(aiko) == 0
    assert (first.title, first.detail, first.until) == ("Late", "Aiko Mori", late.due_on)
    assert (second.detail, second.until) == ("", soon.due_at)


def test_a_task_that_changes_before_its_mail_has_left_is_mailed_as_it_is_now(
    aiko, ben, draft, mail_server, post_round
):
    mail_server.faults.append(Fault("RCPT", "450 4.2.1 later", times=1))
    task = write(draft(ben, "2026-11-23 11:00"), by=aiko)
    assert post_round().sent == []
    write(draft(ben, "2026-11-24 12:00", title="Pay the new rent"), by=aiko, task=task)

    [(_recipient, letter)] = post_round().sent
    assert "Pay the new rent" in letter["Subject"]
    write(draft(ben, "2026-11-25 12:00"), by=aiko, task=task)
    assert post_round().sent == []
