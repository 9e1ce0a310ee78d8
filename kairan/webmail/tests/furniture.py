"""Labels, rules and jobs, for the journeys through every page; mail itself is received there."""

from typing import Any

from django.utils.timezone import now

from kairan.people.models import User
from kairan.webmail.jobs.mailboxes import begin_export
from kairan.webmail.jobs.selections import apply_rule
from kairan.webmail.models import Job, Label, Rule
from kairan.webmail.reading.listings import Listing
from kairan.webmail.rounds import do_jobs
from kairan.webmail.rules.stored import save_rule
from kairan.webmail.sorting.labels import make_label


def furnish(author: User, reader: User) -> None:
    """Make labels, and a rule that is applied to the mail that is there."""
    make_label("Suppliers 取引先", "green", by=author)
    urgent = make_label("Urgent 至急", "red", by=author)
    conditions = [["subject", "contains", "至急"], ["size", "smaller", "500"]]
    rule = save_rule(
        Rule(owner=author, name="Urgent 至急", conditions=conditions, label=urgent, stars=True)
    )
    apply_rule(rule, by=author)
    begin_export(Listing(author), by=author)
    do_jobs(now())


def doors(viewer: User, other: User) -> dict[str, dict[str, Any]]:
    """Return how the labels of ``viewer`` are reached."""
    return {
        "webmail:label": {"pk": Label.objects.visible_to(viewer).earliest("pk").pk},
        "webmail:rule": {"pk": Rule.objects.visible_to(viewer).earliest("pk").pk},
        "webmail:job": {"pk": Job.objects.visible_to(viewer).earliest("pk").pk},
        "webmail:job-file": {"pk": Job.objects.visible_to(viewer).latest("pk").pk},
    }
