"""Who will get a report: asked before it is delivered."""

from kairan.apps.report.models import Report


def test_who_would_get_the_report_is_shown_and_nothing_is_delivered(as_, aiko, ben, mail_server):
    form = {"to": f"person:{ben.pk}", "subject": "Visit to Osaka", "then": "rehearse"}
    page = as_(aiko).post("/report/new/general/", form).content.decode()

    assert "1 by mail and in the app" in page
    assert "[Report] Visit to Osaka" in page
    assert not Report.objects.exists()
