"""Who will decide about a claim: asked before it is made."""

from kairan.apps.expense.models import Report
from kairan.attachments.models import Attachment, Content


def test_who_would_be_asked_is_shown_and_nothing_is_claimed(
    as_, aiko, approvers, spend, mail_server
):
    line = spend()
    form = {"line": line.pk, "title": "May", "then": "rehearse"}
    page = as_(aiko).post("/expense/claim/", form).content.decode()

    assert "1 by mail and in the app" in page
    assert "Sato Ben" in page
    assert not Report.objects.exists()
    assert not Attachment.objects.exists()
    assert not Content.objects.exists()
