"""Who will be mailed of a message: asked before it is left."""

from kairan.apps.whereabouts.models import Message


def test_who_would_be_mailed_is_shown_and_no_message_is_left(as_, aiko, ben, mail_server):
    form = {"to": f"person:{ben.pk}", "caller": "Tanaka", "then": "rehearse"}
    page = as_(aiko).post("/whereabouts/messages/new/", form).content.decode()

    assert "Sato Ben" in page
    assert "Nothing has been sent or saved yet." in page
    assert not Message.objects.exists()
