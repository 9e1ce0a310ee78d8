"""The mails of To-Do, each from the click to the mailbox: read by tests/journeys."""

from datetime import timedelta

from django.utils.timezone import now

from kairan.apps.todo.models import Task
from kairan.apps.todo.operations.reminding import plan
from kairan.apps.todo.operations.writing import Draft, write
from kairan.apps.todo.planning import Due
from kairan.people.models import User
from kairan.reminders.leads import terms_of
from tests.journeys.acting import fill
from tests.journeys.rows import Like, Row, pick

TITLE = "Pay the invoice / 請求書の支払い"
READERS = ["ben", "dana"]


def tomorrow():
    """Return the day after today, as a date field takes it."""
    return (now() + timedelta(days=1)).date().isoformat()


def write_and_wait(stage):
    """Ben and Dana each write a task with a reminder half an hour before; it comes in seconds."""
    for reader in READERS:
        page = stage.page(reader)
        page.goto("/todo/new/")
        fill(page, title=TITLE, due_on=tomorrow(), due_time="15:00", notes="By bank. 振込で")
        fill(page, priority="high", reminds="chosen")
        for box in page.locator("input[name=leads]:checked").all():
            box.uncheck()
        page.locator("input[name=leads][value='30']").check()
        page.locator("#page form.card button.primary").click()
        page.locator("#messages .success").wait_for()
    stage.inside(let_it_fall_due)
    page.goto(page.url)
    return page


def let_it_fall_due():
    """The newest task of each is due in half an hour and two seconds."""
    for person in User.objects.filter(login_id__in=READERS):
        task = Task.objects.of(person.pk).open().latest("pk")
        terms = terms_of(person)
        moment = now() + timedelta(minutes=30, seconds=2)
        task.settle_due(Due.of(moment, terms.zone), terms.zone)
        plan(task, now=now(), terms=terms)
        task.save()


def give(stage):
    """Aiko gives a task to Dana, and another to Emi."""
    for reader in ("dana", "emi"):
        page = stage.page("aiko")
        page.goto("/todo/new/")
        fill(page, title=TITLE, notes="By bank. 振込で")
        pick(page, reader, field="assignee")
        page.locator("#page form.card button.primary").click()
        page.locator("#who-was-told").wait_for()
    return page


def one_for_each():
    """Aiko gave a task to Dana, Ben one to Emi."""
    return {"dana": given("aiko", "dana"), "emi": given("ben", "emi")}


def given(author, assignee):
    people = {each.login_id: each for each in User.objects.all()}
    draft = Draft(title=TITLE, assignee=people[assignee], notes="By bank.")
    return write(draft, by=people[author]).pk


def finish(stage):
    """Both are done with one click; the page of Aiko's task tells how she heard of it."""
    for reader, pk in stage.prepared.items():
        page = stage.page(reader)
        page.goto("/todo/?show=undated")
        page.locator(f"#task-{pk} button.tick").click()
        page.locator(f"#task-{pk}.done").wait_for()
    page = stage.page("aiko")
    page.goto(f"/todo/{stage.prepared['dana']}/")
    return page


ROWS = [
    Row(
        event="A task is due soon",
        who="Whose task it is",
        act=write_and_wait,
        to=READERS,
        subject={
            "en": Like(
                r"\[To-Do\] Due \d+ \w+ \d{4}, \d\d:\d\d: " + TITLE,
                f"[To-Do] Due 24 Nov 2026, 15:00: {TITLE}",
            ),
            "ja": Like(
                r"\[ToDo\] 期限 \d{4}/\d\d/\d\d \d?\d:\d\d: " + TITLE,
                f"[ToDo] 期限 2026/11/24 15:00: {TITLE}",
            ),
        },
        says={
            "en": ["By bank. 振込で", "Priority", "Done", "Remind me later"],
            "ja": ["By bank. 振込で", "優先度", "完了", "あとで再通知"],
        },
    ),
    Row(
        event="Somebody is given a task",
        who="Whoever is to do it",
        act=give,
        by="aiko",
        to=["dana", "emi"],
        subject={
            "en": f"[To-Do] To do for Aiko Mori: {TITLE}",
            "ja": f"[ToDo] Aiko Moriさんからの依頼：{TITLE}",
        },
        says={
            "en": ["Given by", "Aiko Mori", "By bank. 振込で"],
            "ja": ["依頼者", "Aiko Mori", "By bank. 振込で"],
        },
    ),
    Row(
        event="A task that one gave is done",
        who="Whoever gave it",
        prepare=one_for_each,
        act=finish,
        by={"aiko": "dana", "ben": "emi"},
        to=["aiko", "ben"],
        subject={"en": f"[To-Do] Done: {TITLE}", "ja": f"[ToDo] 完了：{TITLE}"},
        says={"en": ["Done by"], "ja": ["完了した人"]},
    ),
]
