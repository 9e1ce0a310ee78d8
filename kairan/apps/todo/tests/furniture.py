"""One of everything that To-Do has, for the journeys through every page."""

from datetime import time, timedelta
from typing import Any

from django.utils import timezone

from kairan.apps.todo.models import Task
from kairan.apps.todo.notices import TaskReminder
from kairan.apps.todo.operations.finishing import complete
from kairan.apps.todo.operations.writing import Draft, write
from kairan.notices import tokens
from kairan.people.models import User


def furnish(author: User, reader: User) -> None:
    """Write tasks down for every section, give two away, and be done with some."""
    today = timezone.localdate()
    for days, title in [
        (-2, "Answer the customs office 税関への回答"),
        (0, "Book the hall 会場の予約"),
        (1, "Order paper 用紙の注文"),
        (9, "Renew the lease 契約更新"),
    ]:
        due = today + timedelta(days=days)
        write(Draft(title=title, assignee=author, due_on=due, leads=[0, 1440]), by=author)
    write(Draft(title="Tidy the shelf 棚の整理", assignee=author, priority="low"), by=author)
    given = Draft(
        title="Fire drill 避難訓練",
        assignee=reader,
        due_on=today + timedelta(days=3),
        due_time=time(15),
        priority="high",
        repeat="monthly",
        notes="計画 https://example.com/plan",
    )
    write(given, by=author)
    report = Draft(title="Count the stock 棚卸し", assignee=reader, due_on=today, repeat="weekly")
    complete(write(report, by=author), by=reader)


def doors(viewer: User, other: User) -> dict[str, dict[str, Any]]:
    """Return how the tasks of ``viewer`` are reached, also by the link in a mail to them."""
    task = Task.objects.open().get(assignee=viewer, author=other, due_time__isnull=False)
    token = tokens.make(person_id=viewer.pk, purpose=TaskReminder.kind, about=task.about)
    return {
        "todo:show": {"pk": task.pk},
        "todo:edit": {"pk": task.pk},
        "todo:answer": {"deed": "done", "token": token},
    }
