"""What applicants do: write, send, withdraw, throw away."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from kairan.approvals import operations as approvals
from kairan.approvals.models import Seat
from kairan.approvals.outcomes import Outcome
from kairan.approvals.routes import plan
from kairan.apps.workflow.answers import sheet
from kairan.apps.workflow.fields import Answer, Kind, held_files, missing
from kairan.apps.workflow.models import Paper, Submission, Version
from kairan.apps.workflow.notices import ApplicationDelivered, ApplicationWithdrawn
from kairan.attachments.operations import attach, forget
from kairan.notices.models import Notification
from kairan.notices.operations import announce
from kairan.notices.operations import withdraw as take_back
from kairan.people.models import User
from kairan.people.picker import Selection
from kairan.shell.refusals import Refused

Files = Mapping[str, "Sequence[UploadedFile[Any]]"]


@dataclass(frozen=True, kw_only=True)
class Written:
    """What an applicant has written so far; files by the key of their field."""

    version: Version
    subject: str
    answers: Mapping[str, Answer] = field(default_factory=dict)
    attached: Files = field(default_factory=dict)
    without: frozenset[int] = frozenset()
    instead: Mapping[int, Selection] = field(default_factory=dict)
    key: UUID | None = None


@transaction.atomic
def save_draft(written: Written, *, author: User, paper: Paper | None = None) -> Paper:
    """Keep what ``author`` has written: a new draft, or a paper that is theirs to write on.

    What comes with one ``key`` is one paper, however often its form was sent.
    """
    paper = paper or _begun(written, author)
    _lock_editable(paper)
    paper.version, paper.subject = written.version, written.subject
    paper.chosen = {
        str(number): {"people": list(who.people), "groups": list(who.groups)}
        for number, who in written.instead.items()
    }
    paper.answers = _with_files(paper, written, author)
    paper.save()
    _forget_unused(paper)
    return paper


@transaction.atomic
def send(written: Written, *, author: User, paper: Paper | None = None) -> Paper:
    """Send a paper, or send it again: its approvers get it one step after the other."""
    paper = save_draft(written, author=author, paper=paper)
    form = paper.version.form
    if not (form.is_active and form.route.is_active):
        raise Refused(
            _("This form is not in use any more. Keep a draft, and ask for another form.")
        )
    gaps = missing(paper.version.fields, paper.answers)
    if gaps:
        labels = ", ".join(each.label for each in gaps)
        raise Refused(_("Answer this before you send it: %(fields)s.") % {"fields": labels})
    steps = plan(form.route, paper.instead if form.lets_choose else None)
    outcome = approvals.begin(paper.about, steps, by=author)
    moment = now()
    paper.state, paper.sent_at, paper.settled_at = Paper.State.RUNNING, moment, None
    paper.save(update_fields=["state", "sent_at", "settled_at"])
    submission = Submission.objects.create(
        paper=paper,
        course=outcome.course,
        version=paper.version,
        subject=paper.subject,
        answers=paper.answers,
    )
    deliver(submission, outcome)
    return paper


@transaction.atomic
def withdraw(paper: Paper, *, by: User) -> None:
    """Take a paper back; approvers who have heard of it hear that too."""
    submission = lock_under_way(paper)
    approvals.withdraw(submission.course, by=by)
    paper.state, paper.settled_at = Paper.State.WITHDRAWN, now()
    paper.save(update_fields=["state", "settled_at"])
    heard = _who_heard(submission)
    take_back(about=paper.about, notice=ApplicationDelivered)
    announce(ApplicationWithdrawn.of(submission, applicant=by), to=heard, by=by)


@transaction.atomic
def discard(paper: Paper) -> None:
    """Throw a draft away that was never sent."""
    if not Paper.objects.drafts().select_for_update().filter(pk=paper.pk).exists():
        raise Refused(_("This application was sent once; it stays on record."))
    forget(paper.files.all())
    paper.delete()


def deliver(submission: Submission, outcome: Outcome) -> None:
    """Tell exactly those whose turn has come, once for each turn, in the caller's transaction.

    It is the applicant who asks them, also when the approver before them has just decided.
    """
    step = outcome.step
    if step is None or not outcome.turn:
        return
    people = "-".join(map(str, outcome.turn))
    announce(
        ApplicationDelivered.of(submission, step=step, sheet=sheet_of(submission)),
        to=outcome.turn,
        by=submission.paper.author,
        key=f"workflow:turn:{step.pk}:{people}"[:200],
    )


def sheet_of(submission: Submission) -> str:
    """Return fields and answers of what was sent, as a notice carries them."""
    files = {each.pk: each for each in submission.paper.files.all()}
    return sheet(submission.version.fields, submission.answers, files)


def lock_under_way(paper: Paper) -> Submission:
    """Lock the paper and return what its approvers have; refuse when it is not under way."""
    fresh = Paper.objects.select_for_update().get(pk=paper.pk)
    paper.state = fresh.state
    if not paper.is_under_way:
        raise Refused(_("This application is not under way any more."))
    sent = paper.submissions.select_related("course", "version__form", "paper__author")
    return sent.latest("pk")


def _begun(written: Written, author: User) -> Paper:
    if written.key is None:
        return Paper(author=author, version=written.version)
    start = {"version": written.version, "subject": written.subject}
    return Paper.objects.get_or_create(author=author, key=written.key, defaults=start)[0]


def _lock_editable(paper: Paper) -> None:
    """Refuse what is with its approvers, whatever this copy of the row believes."""
    if not paper.pk:
        return
    fresh = Paper.objects.select_for_update().get(pk=paper.pk)
    if not fresh.can_be_edited:
        raise Refused(_("This application has been sent already and cannot be changed."))
    paper.state, paper.sent_at, paper.answers = fresh.state, fresh.sent_at, fresh.answers


def _with_files(paper: Paper, written: Written, author: User) -> dict[str, Answer]:
    """Return the answers with the ids of files: those kept, and those that came with the form."""
    answers = dict(written.answers)
    if not paper.pk:
        paper.save()
    for each in written.version.fields:
        if each.kind is not Kind.FILE:
            continue
        kept = [pk for pk in paper.answers.get(each.key) or () if pk not in written.without]
        new = [attach(file, by=author) for file in written.attached.get(each.key, ())]
        paper.files.add(*new)
        answers[each.key] = kept + [file.pk for file in new]
    return answers


def _forget_unused(paper: Paper) -> None:
    """Forget files that neither the paper nor anything once sent holds."""
    used = held_files(paper.version.fields, paper.answers)
    for submission in paper.submissions.select_related("version"):
        used |= submission.file_ids
    forget(paper.files.exclude(pk__in=used))


def _who_heard(submission: Submission) -> set[int]:
    """Return the approvers who know of this sending: they decided, or the bell told them."""
    seats = Seat.objects.filter(course=submission.course, asked_at__isnull=False)
    asked = set(seats.values_list("person_id", flat=True))
    told = Notification.objects.filter(
        person_id__in=asked,
        announcement__about=submission.paper.about,
        announcement__kind=ApplicationDelivered.kind,
    )
    decided = seats.filter(decided_at__isnull=False)
    return set(told.values_list("person_id", flat=True)) | set(
        decided.values_list("person_id", flat=True)
    )
