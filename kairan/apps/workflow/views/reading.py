"""What a page shows of a paper: what was sent, each time, and the way it went."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kairan.approvals.models import Course
from kairan.approvals.seals import Stage, drawn
from kairan.apps.workflow.answers import Line, lines
from kairan.apps.workflow.models import Paper, Submission
from kairan.attachments.models import Attachment


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One answered question with the addresses of its files."""

    line: Line
    links: Sequence[tuple[Attachment, str]]


@dataclass(frozen=True, kw_only=True)
class Sending:
    """One sending as a page shows it."""

    submission: Submission
    lines: Sequence[Shown]
    stages: Sequence[Stage]


def sendings(paper: Paper, *, address: Callable[[Attachment], str]) -> list[Sending]:
    """Return every sending of ``paper``, the latest first, at the same cost however many.

    ``address`` gives the URL at which the reader gets a file.
    """
    files = {each.pk: each for each in paper.files.all()}
    return [
        Sending(
            submission=each,
            lines=[
                Shown(line=line, links=[(file, address(file)) for file in line.files])
                for line in lines(each.version.fields, each.answers, files)
            ],
            stages=drawn(each.course),
        )
        for each in _with_courses(paper)
    ]


def last_way(paper: Paper) -> Sequence[Stage]:
    """Return the way that the latest sending of ``paper`` went, with what was said on it."""
    latest = paper.submissions.order_by("-pk").values("course_id")[:1]
    return [
        stage for each in Course.objects.with_seats().filter(pk=latest) for stage in drawn(each)
    ]


def sent_file(paper: Paper, pk: int) -> Attachment | None:
    """Return a file that was sent with ``paper``, or None: what is only being written is secret."""
    sent = {
        each
        for submission in paper.submissions.select_related("version")
        for each in submission.file_ids
    }
    return paper.files.filter(pk=pk).first() if pk in sent else None


def _with_courses(paper: Paper) -> list[Submission]:
    submissions = list(paper.submissions.select_related("version__form").order_by("-pk"))
    courses = {
        each.pk: each
        for each in Course.objects.with_seats().filter(
            pk__in=[each.course_id for each in submissions]
        )
    }
    for each in submissions:
        each.course = courses[each.course_id]
    return submissions
