"""Who will get an application: asked before it is sent."""

from kairan.apps.workflow.models import Paper


def test_who_would_have_to_decide_is_shown_and_nothing_is_sent(
    as_, emi, ben, form_for, mail_server
):
    form = form_for([ben])
    typed = {"subject": "Osaka", "answer-f1": "Osaka", "then": "rehearse"}
    page = as_(emi).post(f"/workflow/new/{form.pk}/", typed).content.decode()

    assert "1 by mail and in the app" in page
    assert "Sato Ben" in page
    assert not Paper.objects.exists()
