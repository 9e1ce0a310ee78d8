"""Who will get a message about an item: asked before it is sent."""

from kairan.apps.inventory.models import Message


def test_who_would_get_the_message_is_shown_and_none_is_sent(as_, chidi, paper, mail_server):
    form = {"item": paper.pk, "subject": "Paper", "text": "More?", "then": "rehearse"}
    page = as_(chidi).post(f"/inventory/{paper.pk}/messages/new/", form).content.decode()

    assert "1 by mail and in the app" in page
    assert "Sato Ben" in page
    assert not Message.objects.exists()
