"""Labels, rules and jobs, for the journeys through every page; mail itself is received there."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import now

from kairan.people.models import User
from kairan.webmail.accounts import new_account, save_account
from kairan.webmail.jobs.mailboxes import begin_export
from kairan.webmail.jobs.selections import apply_rule
from kairan.webmail.models import Account, InlinePicture, Job, Label, Rule
from kairan.webmail.reading.listings import Listing
from kairan.webmail.rounds import do_jobs
from kairan.webmail.rules.stored import save_rule
from kairan.webmail.sorting.labels import make_label
from kairan.webmail.tests.rich import png
from kairan.webmail.writing.attached import add_picture
from kairan.webmail.writing.beginnings import blank
from kairan.webmail.writing.drafts import Written, save_draft


def furnish(author: User, reader: User) -> None:
    """Make labels, and a rule that is applied to the mail that is there."""
    make_label("Suppliers 取引先", "green", by=author)
    urgent = make_label("Urgent 至急", "red", by=author)
    conditions = [["subject", "contains", "至急"], ["size", "smaller", "500"]]
    rule = save_rule(
        Rule(owner=author, name="Urgent 至急", conditions=conditions, label=urgent, stars=True)
    )
    apply_rule(rule, by=author)
    if not Account.objects.visible_to(author).exists():
        _give_an_account(author)
    _write_richly(author)
    begin_export(Listing(author), by=author)
    do_jobs(now())


def _give_an_account(author: User) -> None:
    """Let somebody of a test write mail, who has no mailbox."""
    save_account(
        new_account(author),
        about={"name": "Minato", "sender_address": f"{author.login_id}@kairan.test"},
        incoming={"host": "127.0.0.1", "port": 9},
        outgoing={"host": "127.0.0.1", "port": 9},
    )


def _write_richly(author: User) -> None:
    """Begin a letter with formatting, and a picture in it."""
    draft = blank(author)
    chart = add_picture(draft, SimpleUploadedFile("chart.png", png("navy", (120, 40))))
    words = f'<div><b>Office move 移転</b> <img src="cid:{chart.content_id}" alt="chart.png"></div>'
    written = Written(identity=draft.identity, subject="Office move 移転", html=words, is_rich=True)
    save_draft(written, draft=draft)


def doors(viewer: User, other: User) -> dict[str, dict[str, Any]]:
    """Return how the labels of ``viewer`` are reached."""
    return {
        "webmail:label": {"pk": Label.objects.visible_to(viewer).earliest("pk").pk},
        "webmail:letter-picture": {
            "key": str(InlinePicture.objects.visible_to(viewer).earliest("pk").key)
        },
        "webmail:rule": {"pk": Rule.objects.visible_to(viewer).earliest("pk").pk},
        "webmail:job": {"pk": Job.objects.visible_to(viewer).earliest("pk").pk},
        "webmail:job-file": {"pk": Job.objects.visible_to(viewer).latest("pk").pk},
    }
