"""Runs jobs: a piece and the note that it is done are one commit, so none is done twice."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from kairan import clock
from kairan.people.models import User
from kairan.shell.refusals import Refused
from kairan.webmail.models import Job

log = logging.getLogger(__name__)

ROUND = "webmail-jobs"
CLAIM = timedelta(minutes=2)

# Does one piece, notes in the job how far it came, and returns whether the job is over.
Step = Callable[[Job], bool]


@transaction.atomic
def begin(
    kind: Job.Kind, about: str, *, by: User, total: int, settled: Mapping[str, object]
) -> Job:
    """Have the worker do a job of ``by`` as soon as it can; the page does not wait for it."""
    job = Job.objects.create(
        kind=kind, about=about[:200], owner=by, total=total, settled=dict(settled)
    )
    clock.wake(ROUND)
    return job


@transaction.atomic
def stop(job: Job) -> None:
    """End a job where it is; what it has done stays done."""
    Job.objects.under_way().filter(pk=job.pk).update(ended_at=timezone.now())


def run_all(steps: Mapping[str, Step], *, stopping: Callable[[], bool]) -> None:
    """Do the jobs that wait, oldest first, until none is left or the worker is about to end."""
    while not stopping() and (job := _claim(timezone.now())) is not None:
        while not stopping() and _piece(job, steps[job.kind]):
            pass
        Job.objects.filter(pk=job.pk).update(claimed_until=None)


def _claim(now: datetime) -> Job | None:
    for job in Job.objects.unclaimed(now).order_by("pk")[:10]:
        if Job.objects.unclaimed(now).filter(pk=job.pk).update(claimed_until=now + CLAIM):
            return job
    return None


def _piece(job: Job, step: Step) -> bool:
    """Do one piece; return whether there is more to do."""
    try:
        with transaction.atomic():
            if not Job.objects.select_for_update().under_way().filter(pk=job.pk).exists():
                return False
            if step(job):
                job.ended_at = timezone.now()
            _write_down(job)
    except Refused as refusal:
        _fail(job, str(refusal))
    except Exception:
        log.exception("The job %s of WebMail failed.", job.pk)
        _fail(job, "")
        raise
    return job.ended_at is None


def _fail(job: Job, trouble: str) -> None:
    job.ended_at, job.trouble = timezone.now(), (trouble or "failed")[:300]
    Job.objects.filter(pk=job.pk).update(
        ended_at=job.ended_at, trouble=job.trouble, claimed_until=None
    )


def _write_down(job: Job) -> None:
    job.claimed_until = timezone.now() + CLAIM
    job.save(
        update_fields=["place", "total", "done", "changed", "claimed_until", "ended_at", "settled"]
    )
