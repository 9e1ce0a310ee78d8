"""Who will hear of an event, or of its change: asked before it is saved."""

from kairan.apps.schedule.models import Event
from kairan.notices.models import Announcement

MEETING = {
    "title": "Budget review",
    "first_day": "2030-05-13",
    "last_day": "2030-05-13",
    "span": "hours",
    "begins_at": "10:00",
    "ends_at": "11:00",
    "way": "mail",
    "repeats": "",
}


def typed(*people, **fields):
    return {**MEETING, "to": [f"person:{each.pk}" for each in people], **fields}


def test_who_is_invited_is_shown_and_nothing_is_registered(as_, aiko, ben, clock, mail_server):
    page = as_(aiko).post("/schedule/new/", typed(aiko, ben, then="rehearse")).content.decode()

    assert "1 by mail and in the app" in page
    assert "Budget review: Mon, 13 May 2030" in page
    assert not Event.objects.exists()
    assert not Announcement.objects.exists()


def test_a_change_shows_who_comes_who_goes_and_who_stays(
    as_, aiko, ben, chidi, event, mail_server, post_round
):
    post_round()
    form = typed(aiko, chidi, title="Numbers", then="rehearse", version="0")
    page = as_(aiko).post(f"/schedule/{event.pk}/change/", form).content.decode()

    assert "[Schedule] Numbers: Mon, 13 May 2030" in page
    assert "[Schedule] You no longer take part: Budget review" in page
    assert "together with what you change until then" in page
    event.refresh_from_db()
    assert (event.title, event.version) == ("Budget review", 0)
