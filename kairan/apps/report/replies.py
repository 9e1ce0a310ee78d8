"""Answers by mail: a yes confirms a report, any other words are a comment below it."""

from kairan.apps.report.models import Receipt, Report
from kairan.apps.report.notices import ReportCommented, ReportDelivered
from kairan.apps.report.operations.reports import Remark, comment, confirm
from kairan.mail.assent import assent
from kairan.people.models import User
from kairan.shell.feature import Reply, Taken

LONGEST_COMMENT = 5_000


def take(reply: Reply) -> Taken:
    """Confirm or comment the report that was mailed, as its page would let this person."""
    if len(reply.text) > LONGEST_COMMENT:
        return Taken.NO
    if reply.kind == ReportDelivered.kind and assent(reply.text).is_given:
        return _confirmed(reply)
    if reply.kind in {ReportDelivered.kind, ReportCommented.kind} and reply.text:
        return _commented(reply)
    return Taken.NO


def _confirmed(reply: Reply) -> Taken:
    receipts = Receipt.objects.filter(recipient_id=reply.person.pk, report=reply.number)
    mine = receipts.select_related("report__author", "recipient").first()
    if mine is None:
        return Taken.NO
    remark = Remark(text=assent(reply.text).besides, key=reply.key)
    confirm(mine.report, recipient=mine.recipient, remark=remark)
    return Taken.YES


def _commented(reply: Reply) -> Taken:
    author = User.objects.active().get(pk=reply.person.pk)
    visible = Report.objects.visible_to(author).delivered().select_related("author")
    report = visible.filter(pk=reply.number).first()
    if report is None:
        return Taken.NO
    comment(report, author=author, remark=Remark(text=reply.text, key=reply.key))
    return Taken.YES
