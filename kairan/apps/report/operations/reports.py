"""Write a report, deliver it, confirm it, comment on it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import F
from django.utils.timezone import now
from django.utils.translation import gettext as _

from kairan.apps.report.answers import Answer, to_json
from kairan.apps.report.meetings import Meeting
from kairan.apps.report.models import Comment, Kind, Report
from kairan.apps.report.notices import ReportCommented, ReportDelivered
from kairan.apps.report.receipts import hand_out
from kairan.attachments.models import Attachment
from kairan.attachments.operations import attach, forget
from kairan.notices.operations import announce, withdraw
from kairan.people.models import User
from kairan.people.picker import Selection
from kairan.shell.refusals import Refused


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What an author has written so far; without a kind it is a report of the general sort."""

    subject: str
    body: str = ""
    to: Selection = field(default_factory=Selection)
    kind: Kind | None = None
    answers: Sequence[Answer] = ()
    meeting: Meeting = field(default_factory=Meeting)
    attached: Sequence["UploadedFile[Any]"] = ()
    without: Sequence[Attachment] = ()
    key: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class Remark:
    """What somebody says below a report; one ``key`` makes one comment, however often it comes."""

    text: str
    key: UUID | None = None


@transaction.atomic
def save_draft(draft: Draft, *, author: User, report: Report | None = None) -> Report:
    """Keep what ``author`` has written, as a new draft or in place of an earlier state of it.

    What comes with one ``key`` is one report, however often its form was sent.
    """
    if report is None and draft.kind is not None and draft.kind.is_retired:
        raise Refused(_("This kind takes no new reports. Write a general one instead."))
    report = report or _begun(draft, author)
    _lock_draft(report)
    report.kind = draft.kind
    report.kind_name = draft.kind.name if draft.kind else ""
    report.subject, report.body = draft.subject, draft.body
    report.answers_given = to_json(draft.answers)
    report.addressees = {"people": list(draft.to.people), "groups": list(draft.to.groups)}
    _note_meeting(report, draft.meeting)
    report.save()
    if draft.without:
        forget(draft.without)
    if draft.attached:
        report.files.add(*(attach(file, by=author) for file in draft.attached))
    return report


@transaction.atomic
def discard(report: Report) -> None:
    """Throw a draft away."""
    _lock_draft(report)
    forget(report.files.all())
    report.delete()


@transaction.atomic
def deliver(draft: Draft, *, author: User, report: Report | None = None) -> Report:
    """Deliver a report: everybody chosen, less the author, gets it and is told."""
    recipients = [pk for pk in draft.to.ids() if pk != author.pk]
    if not recipients:
        raise Refused(_("Choose at least one recipient besides yourself."))
    report = save_draft(draft, author=author, report=report)
    report.state, report.delivered_at = Report.State.DELIVERED, now()
    report.recipients_total = len(recipients)
    report.save(update_fields=["state", "delivered_at", "recipients_total"])
    hand_out(report.pk, recipients)
    announce(ReportDelivered.of(report), to=recipients, by=author)
    return report


@transaction.atomic
def mark_opened(report: Report, *, recipient: User) -> None:
    """Note the moment at which ``recipient`` first saw the report."""
    report.receipts.filter(recipient=recipient, opened_at=None).update(opened_at=now())


@transaction.atomic
def confirm(report: Report, *, recipient: User, remark: Remark | None = None) -> None:
    """Set the seal of ``recipient``, and keep what they said with it as a comment."""
    moment = now()
    receipts = report.receipts.of(recipient)
    if receipts.unconfirmed().update(confirmed_at=moment):
        receipts.filter(opened_at=None).update(opened_at=moment)
        Report.objects.filter(pk=report.pk).update(confirmed_total=F("confirmed_total") + 1)
        withdraw(about=report.about, notice=ReportDelivered, person=recipient)
        report.refresh_from_db(fields=["confirmed_total"])
    if remark is not None and remark.text:
        comment(report, author=recipient, remark=remark)


@transaction.atomic
def comment(report: Report, *, author: User, remark: Remark) -> Comment:
    """Say something below a report; its author and all who commented before hear of it."""
    said, is_new = _said(report, author, remark)
    if is_new:
        others = report.comments.values_list("author_id", flat=True).distinct()
        announce(
            ReportCommented.of(report, said=said),
            to={report.author_id, *others.order_by()},
            by=author,
            key=f"{report.about}:comment:{said.pk}",
        )
    return said


def _said(report: Report, author: User, remark: Remark) -> tuple[Comment, bool]:
    if remark.key is None:
        return Comment.objects.create(report=report, author=author, text=remark.text), True
    return Comment.objects.get_or_create(
        report=report, author=author, key=remark.key, defaults={"text": remark.text}
    )


def _begun(draft: Draft, author: User) -> Report:
    if draft.key is None:
        return Report(author=author)
    return Report.objects.get_or_create(author=author, key=draft.key)[0]


def _note_meeting(report: Report, meeting: Meeting) -> None:
    report.meeting_on = meeting.on
    report.meeting_from, report.meeting_until = meeting.begins, meeting.ends
    report.meeting_place, report.meeting_with = meeting.place, meeting.company


def _lock_draft(report: Report) -> None:
    """Refuse what was delivered, whatever this copy of the row believes: two tabs may hold it."""
    drafts = Report.objects.drafts().select_for_update()
    if report.pk and not drafts.filter(pk=report.pk).exists():
        raise Refused(_("This report was delivered already and cannot be changed."))
