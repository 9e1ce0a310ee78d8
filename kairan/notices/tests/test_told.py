"""The panel "Who was told": exact words, for those who may ask, as quick for all as for one."""

from datetime import timedelta

import pytest
import time_machine
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation
from django.utils.timezone import now

from kairan.delivery.models import Envelope, Letter, State
from kairan.notices import panel_tokens, preferences
from kairan.notices.models import Notification, Wording
from kairan.notices.operations import announce, withdraw
from kairan.notices.tests.parade import ParadePlanned
from kairan.people.models import Address, User


def drawn_for(viewer, about="parade:7"):
    """The panel as the page of a record draws it."""
    request = RequestFactory().get("/parade/7/?after=theirs&state=refused")
    request.user = viewer
    page = Template("{% load told %}{% who_was_told about %}")
    return page.render(Context({"request": request, "about": about}))


def link(viewer, about="parade:7"):
    return f"/notices/told/{panel_tokens.make(viewer=viewer, about=about)}/"


def settle(recipient, state, *, code=None, words=""):
    Envelope.objects.filter(recipient=recipient).update(
        state=state, code=code, words=words, settled_at=now(), next_try_at=None
    )


@pytest.fixture
def parade(aiko, ben, chidi, word):
    announce(ParadePlanned(), to=[ben, chidi], by=aiko)
    word()


def test_the_words_are_those_of_the_server(aiko, parade):
    settle("ben@example.test", State.ACCEPTED, code=250, words="2.0.0 Ok: queued as 4F2A")
    settle("chidi@example.test", State.REFUSED, code=550, words="5.1.1 <chidi> unknown")

    panel = drawn_for(aiko)

    assert "1 accepted by the server" in panel
    assert "1 refused" in panel
    assert "250 2.0.0 Ok: queued as 4F2A" in panel
    assert "550 5.1.1 &lt;chidi&gt; unknown" in panel
    assert "delivered" not in panel


def test_refused_and_bounced_are_two_things(aiko, parade):
    settle("ben@example.test", State.REFUSED)
    settle("chidi@example.test", State.BOUNCED)

    panel = drawn_for(aiko)

    assert "1 refused" in panel
    assert "1 came back" in panel


@pytest.mark.parametrize("state", list(State))
def test_every_state_has_its_badge(aiko, parade, state):
    settle("ben@example.test", state)
    settle("chidi@example.test", state)

    with translation.override("en"):
        assert f"2 {state.label}" in drawn_for(aiko)


def test_who_was_not_mailed_stands_there_with_the_reason(aiko, ben, chidi, word):
    preferences.choose(ben, by_mail={ParadePlanned.kind: False})
    chidi.addresses.all().delete()
    announce(ParadePlanned(), to=[ben, chidi])
    word()

    panel = drawn_for(aiko)

    assert "Sato Ben" in panel
    assert "in the app only: has switched these mails off" in panel
    assert "in the app only: has no address for notifications" in panel


def test_the_panel_asks_again_while_letters_leave_and_then_rests(aiko, parade):
    moving = drawn_for(aiko)
    assert 'hx-trigger="every 2s"' in moving
    assert "0 of 2 letters are settled." in moving

    settle("ben@example.test", State.ACCEPTED)
    settle("chidi@example.test", State.UNCERTAIN)

    assert "every 2s" not in drawn_for(aiko)


def test_before_the_words_are_found_the_panel_counts_who_is_to_be_told(aiko, ben, chidi):
    announce(ParadePlanned(), to=[ben, chidi])

    panel = drawn_for(aiko)

    assert "2 about to be written to" in panel
    assert "every 2s" in panel


def test_what_is_announced_for_later_says_when(aiko, ben):
    announce(ParadePlanned(), to=[ben], at=now() + timedelta(days=2))

    panel = drawn_for(aiko)

    assert "1 person will be told at" in panel
    assert "every 2s" not in panel


def test_a_record_that_nobody_heard_of_says_so(aiko, settings_page):
    assert "Nobody has been told yet." in drawn_for(aiko, about="parade:99")


def test_a_badge_leads_to_its_people(as_, aiko, parade):
    settle("chidi@example.test", State.REFUSED, code=550, words="no")

    page = as_(aiko).get(f"{link(aiko)}?state=refused").content.decode()

    assert "chidi@example.test" in page
    assert "ben@example.test" not in page


def test_a_reason_leads_to_its_people(as_, aiko, ben, chidi, word):
    preferences.choose(ben, by_mail={ParadePlanned.kind: False})
    announce(ParadePlanned(), to=[ben, chidi])
    word()

    page = as_(aiko).get(f"{link(aiko)}?reason=preference").content.decode()

    assert "Sato Ben" in page
    assert "Chidi Obi" not in page


@pytest.mark.parametrize("query", ["state=nonsense", "reason=nonsense", "after=x", "before=%00"])
def test_a_query_that_makes_no_sense_shows_everybody(as_, aiko, parade, query):
    assert "ben@example.test" in as_(aiko).get(f"{link(aiko)}?{query}").content.decode()


def test_htmx_gets_the_panel_alone(as_, aiko, parade):
    page = as_(aiko).get(link(aiko), headers={"HX-Request": "true"}).content.decode()

    assert page.strip().startswith('<section class="card" id="who-was-told"')
    assert "<html" in as_(aiko).get(link(aiko)).content.decode()


def test_the_link_of_one_viewer_opens_nothing_for_another(as_, aiko, chidi, client, parade):
    assert as_(chidi).get(link(aiko)).status_code == 404
    assert client.get(link(aiko)).status_code == 302
    assert as_(chidi).get("/notices/told/W10:1uX:abc/").status_code == 404
    assert as_(chidi).get("/notices/told/parade:7/").status_code == 404


def test_the_link_lasts_for_two_hours(as_, aiko, parade):
    address = link(aiko)

    with time_machine.travel(now() + timedelta(hours=2, minutes=1)):
        assert as_(aiko).get(address).status_code == 404


def test_a_private_address_is_shown_to_administrators_and_its_owner_alone(aiko, ben, chidi, parade):
    Address.objects.filter(user=chidi).update(is_public=False)
    settle("chidi@example.test", State.REFUSED, code=550, words="<Chidi@example.test> unknown")

    assert "chidi@example.test" in drawn_for(aiko)
    assert "chidi@example.test" in drawn_for(chidi)
    with translation.override("en"):
        hidden = drawn_for(ben)
    assert "chidi@example.test" not in hidden.lower()
    assert "a private address" in hidden
    assert "550 &lt;…&gt; unknown" in hidden


def test_letters_purged_by_age_leave_an_honest_line(aiko, parade):
    Letter.objects.all().delete()

    assert "mailed; what became of it has been deleted by age" in drawn_for(aiko)


def test_the_japanese_panel(ben, parade):
    with translation.override("ja"):
        panel = drawn_for(ben)

    assert "通知の状況" in panel
    assert "2通のうち0通の処理が済みました。" in panel


def test_five_thousand_cost_as_few_questions_as_one(as_, aiko, settings_page, asked_by):
    announced = announce(ParadePlanned(), to=range(1_000_000, 1_005_000))
    crowd = User.objects.bulk_create(
        User(login_id=f"u{n}", first_name=f"U{n}", password="!") for n in range(5000)
    )
    letter = Letter.objects.create(
        template=b"", subject="x", purpose="notification", kind="parade.planned", about="parade:7",
        created_at=now(), expires_at=now(), when_uncertain="ask", has_message_id=True,
    )  # fmt: skip
    wording = Wording.objects.create(announcement=announced, letter=letter)
    Envelope.objects.bulk_create(
        Envelope(
            letter=letter, person_id=each.pk, recipient=f"{each.login_id}@example.test",
            search_key="", slots="{}", rank=1, state="accepted", settled_at=now(),
        )
        for each in crowd
    )  # fmt: skip
    Notification.objects.bulk_create(
        Notification(
            announcement=announced, person=each, wording=wording, way="mail", created_at=now()
        )
        for each in crowd
    )
    client = as_(aiko)

    assert asked_by(aiko, link(aiko)) <= 18
    first = client.get(link(aiko))
    assert "5000 accepted by the server" in first.content.decode()
    assert "u49@example.test" in first.content.decode()
    assert "u50@example.test" not in first.content.decode()

    following = f"{link(aiko)}?{first.context['panel'].next}"
    assert asked_by(aiko, following) <= 18
    second = client.get(following)
    assert "u50@example.test" in second.content.decode()
    assert "u49@example.test" not in second.content.decode()


def test_the_hint_is_silent_while_mails_go_out(aiko, ben, settings_page):
    hint = Template("{% load mail_hint %}{% mail_hint %}")
    assert hint.render(Context({"user": ben})).strip() == ""

    settings_page.uses_notifications = False
    settings_page.save()

    assert "do not use" in hint.render(Context({"user": ben}))
    assert "/mail-servers/" not in hint.render(Context({"user": ben}))
    assert "/mail-servers/" in hint.render(Context({"user": aiko}))


def test_a_page_marks_itself_opened_only_where_something_is_unread(ben, chidi, parade):
    page = Template("{% load bell %}{% mark_opened 'parade:7' %}")
    request = RequestFactory().get("/parade/7/")
    request.user = ben
    assert 'hx-trigger="load"' in page.render(Context({"request": request, "csrf_token": "x"}))

    Notification.objects.filter(person=ben).update(opened_at=now())
    assert page.render(Context({"request": request})).strip() == ""


def test_what_was_set_aside_or_withdrawn_is_not_passed_over_in_silence(aiko, ben, chidi, word):
    announce(ParadePlanned(breaks=True), to=[ben, chidi])
    word()
    assert "2 people have not been told" in drawn_for(aiko)

    announce(ParadePlanned(parade_id=8), to=[ben])
    withdraw(about="parade:8")
    assert "1 person was not told any more: it was withdrawn." in drawn_for(aiko, "parade:8")


def test_a_letter_that_was_withdrawn_says_so(aiko, parade):
    withdraw(about="parade:7")

    with translation.override("en"):
        assert "It was withdrawn before it left." in drawn_for(aiko)


def test_it_says_when_each_opened_it_in_the_app(as_, aiko, ben, parade):
    with time_machine.travel("2030-05-16T10:20:00Z", tick=False):
        as_(ben).post("/notices/openings/", {"about": ParadePlanned().about()})

    assert drawn_for(aiko).count("opened in the app") == 1
    for query in ("", "?state=cancelled"):
        page = as_(aiko).get(f"{link(aiko)}{query}").content.decode()
        assert 'opened in the app <time datetime="2030-05-16T10:20:00' in page
