import pytest
from django.urls import reverse

from kairan.apps.whereabouts.models import Message, Preference, Presence, Request, Standing
from kairan.apps.whereabouts.notices import MessageLeft
from kairan.apps.whereabouts.operations.messages import leave
from kairan.notices import preferences, tokens
from kairan.people.models import Group

TYPED = {"caller": "Mr Suzuki", "company": "Nitto", "details": "About the order."}


def link(message, person):
    token = tokens.make(person_id=person.pk, purpose=MessageLeft.kind, about=message.about)
    return reverse("whereabouts:answer", args=[token])


def body(response):
    return response.content.decode()


def test_one_leaves_a_message(as_, aiko, ben):
    response = as_(aiko).post("/whereabouts/messages/new/", {**TYPED, "to": f"person:{ben.pk}"})

    message = Message.objects.get()
    assert response["Location"] == message.get_absolute_url()
    assert [each.recipient for each in message.copies.all()] == [ben]


def test_the_board_fills_in_for_whom(as_, aiko, ben):
    page = as_(aiko).get(f"/whereabouts/messages/new/?to={ben.pk}")

    assert page.context["form"]["to"].value().people == (ben.pk,)
    assert f'value="person:{ben.pk}"' in body(page)


@pytest.mark.parametrize("nonsense", ["x", "-1", "999999999999999999999", "²"])
def test_nonsense_fills_in_nobody(as_, aiko, nonsense):
    assert as_(aiko).get("/whereabouts/messages/new/", {"to": nonsense}).status_code == 200


def test_a_message_that_says_nothing_is_refused_and_the_rest_stays(as_, aiko, ben):
    page = as_(aiko).post("/whereabouts/messages/new/", {"to": f"person:{ben.pk}"})

    assert set(page.context["form"].errors) == {"caller"}
    assert f'value="person:{ben.pk}"' in body(page)


def test_two_requests_in_one_are_refused(as_, aiko, ben, request_of):
    typed = {"to": f"person:{ben.pk}", "request": request_of("Called").pk, "own_words": "Cake"}

    page = as_(aiko).post("/whereabouts/messages/new/", typed)

    assert set(page.context["form"].errors) == {"own_words"}


def test_oneself_alone_is_nobody_to_leave_a_message_for(as_, aiko):
    page = as_(aiko).post("/whereabouts/messages/new/", {**TYPED, "to": f"person:{aiko.pk}"})

    assert "besides yourself" in body(page)


def test_one_form_is_one_message_however_often_it_is_sent(as_, aiko, ben):
    client = as_(aiko)
    key = client.get("/whereabouts/messages/new/").context["form"]["key"].value()
    typed = {**TYPED, "to": f"person:{ben.pk}", "key": str(key)}

    first = client.post("/whereabouts/messages/new/", typed)
    second = client.post("/whereabouts/messages/new/", typed)

    assert Message.objects.count() == 1
    assert second["Location"] == first["Location"]


@pytest.mark.parametrize("is_confidential", [True, False])
def test_a_message_does_not_exist_for_others(as_, client, aiko, ben, chidi, taken, is_confidential):
    message = leave(taken(ben, is_confidential=is_confidential), writer=aiko)
    url = message.get_absolute_url()

    assert as_(chidi).get(url).status_code == 404
    assert as_(chidi).post(f"{url}opening/").status_code == 404
    assert client.get(link(message, chidi)).status_code == 404
    assert client.post(link(message, chidi)).status_code == 404
    for page in ("", "?group=all", "messages/", "messages/?show=all", "messages/left/"):
        assert "Suzuki" not in body(as_(chidi).get(f"/whereabouts/{page}"))


def test_an_administrator_reads_no_message_of_others(as_, aiko, ben, chidi, taken):
    message = leave(taken(chidi), writer=ben)

    assert as_(aiko).get(message.get_absolute_url()).status_code == 404


def test_the_writer_is_no_recipient(as_, aiko, message):
    assert as_(aiko).post(f"{message.get_absolute_url()}opening/").status_code == 404


def test_looking_opens_nothing(as_, client, aiko, ben, message):
    for person in (aiko, ben):
        assert as_(person).get(message.get_absolute_url()).status_code == 200
        assert as_(person).get(f"{message.get_absolute_url()}opening/").status_code == 405
    for look in (client.get, client.head):
        assert look(link(message, ben)).status_code == 200

    assert message.copies.get().opened_at is None


def test_the_opened_page_says_so_by_itself_and_the_writer_sees_when(as_, aiko, ben, message):
    url = message.get_absolute_url()
    assert f'hx-post="{url}opening/" hx-trigger="load, submit"' in body(as_(ben).get(url))

    answer = as_(ben).post(f"{url}opening/", headers={"HX-Request": "true"})

    assert answer.content.strip().startswith(b'<section class="card" id="opened">')
    page = body(as_(aiko).get(url))
    assert message.copies.get().opened_at.strftime("%Y-%m-%dT%H:%M") in page
    assert "1 of 1" in page


def test_opening_works_without_javascript(as_, ben, message):
    response = as_(ben).post(f"{message.get_absolute_url()}opening/", follow=True)

    assert message.copies.get().opened_at
    assert response.redirect_chain[-1][0] == message.get_absolute_url()


def test_the_link_opens_only_when_it_is_posted_and_speaks_the_language_of_its_reader(
    client, ben, message
):
    page = client.get(link(message, ben))
    assert 'lang="ja"' in body(page)
    assert page["Referrer-Policy"] == "same-origin"
    assert page["Cache-Control"] == "private, no-store"

    client.post(link(message, ben))
    first = message.copies.get().opened_at
    client.post(link(message, ben))

    assert first == message.copies.get().opened_at is not None


def test_no_link_opens_a_confidential_message(client, aiko, ben, taken):
    message = leave(taken(ben, is_confidential=True), writer=aiko)

    assert client.get(link(message, ben)).status_code == 404
    assert client.post(link(message, ben)).status_code == 404
    assert message.copies.get().opened_at is None


def test_a_link_of_somebody_who_left_is_dead_and_a_forged_one_never_lived(client, ben, message):
    assert client.get(link(message, ben)[:-4] + "AAA/").status_code == 404
    ben.is_active = False
    ben.save()

    assert client.post(link(message, ben)).status_code == 404


def test_recipients_of_a_confidential_message_do_not_see_each_other(as_, aiko, ben, chidi, taken):
    openly = leave(taken(ben, chidi), writer=aiko)
    secretly = leave(taken(ben, chidi, is_confidential=True), writer=aiko)

    assert "Chidi Obi" in body(as_(ben).get(openly.get_absolute_url()))
    assert "Chidi Obi" not in body(as_(ben).get(secretly.get_absolute_url()))
    assert "Sato Ben" in body(as_(aiko).get(secretly.get_absolute_url()))


def test_who_was_told_is_for_the_writer(as_, aiko, ben, message):
    url = message.get_absolute_url()

    assert "Who was told" in body(as_(aiko).get(url))
    assert "通知された人" not in body(as_(ben).get(url))


def test_the_messages_for_me_show_first_what_is_unread(as_, aiko, ben, taken):
    old = leave(taken(ben, caller="Old friend"), writer=aiko)
    leave(taken(ben, caller="New client"), writer=aiko)
    as_(ben).post(f"{old.get_absolute_url()}opening/")

    unread = body(as_(ben).get("/whereabouts/messages/"))
    everything = body(as_(ben).get("/whereabouts/messages/?show=all"))

    assert ("New client" in unread, "Old friend" in unread) == (True, False)
    assert ("New client" in everything, "Old friend" in everything) == (True, True)


@pytest.mark.parametrize("url", ["/whereabouts/messages/?show=all", "/whereabouts/messages/left/"])
def test_a_list_of_messages_costs_the_same_however_long(
    as_, aiko, ben, taken, request_of, url, cost
):
    def leave_some(count):
        for number in range(count):
            leave(taken(ben, request=request_of("Called"), details=f"No. {number}"), writer=aiko)
            leave(taken(aiko, details=f"No. {number}"), writer=ben)

    leave_some(1)
    few = cost(as_(ben), url)
    leave_some(5)

    assert cost(as_(ben), url) == few


def test_settings_are_each_person_s_own(as_, ben):
    response = as_(ben).post(
        "/whereabouts/settings/", {"mails_when": "out", "follows_schedule": "on"}
    )

    assert response.status_code == 302
    mine = Preference.objects.get()
    assert (mine.person, mine.mails_when, mine.follows_schedule) == (ben, "out", True)


def test_settings_say_when_the_mails_are_switched_off_elsewhere(as_, chidi):
    preferences.choose(chidi, by_mail={MessageLeft.kind: False})

    assert "switched these mails off" in body(as_(chidi).get("/whereabouts/settings/"))


LISTS = ["lists/", "lists/presences/new/", "lists/requests/new/", "lists/presences/{pk}/"]


@pytest.mark.parametrize("url", LISTS)
def test_the_lists_are_kept_by_administrators(as_, aiko, ben, presence, url):
    url = "/whereabouts/" + url.format(pk=presence("In").pk)

    assert as_(aiko).get(url).status_code == 200
    assert as_(ben).get(url).status_code == 403
    assert as_(ben).post(url).status_code in {403, 405}


def test_an_administrator_adds_changes_and_deletes_a_line(as_, aiko, ben):
    client, typed = as_(aiko), {"name_en": "Lunch", "name_ja": "昼食", "position": "5"}
    client.post("/whereabouts/lists/presences/new/", {**typed, "tone": "amber", "is_offered": "on"})
    lunch = Presence.objects.get(name_en="Lunch")
    assert Presence.objects.first() == lunch
    assert "昼食" in body(as_(ben).get("/whereabouts/"))

    client.post(f"/whereabouts/lists/presences/{lunch.pk}/", {**typed, "tone": "red"})
    lunch.refresh_from_db()
    assert (lunch.tone, lunch.is_offered) == ("red", False)
    assert "昼食" not in body(as_(ben).get("/whereabouts/"))

    client.post(f"/whereabouts/lists/presences/{lunch.pk}/removal/")
    assert not Presence.objects.filter(pk=lunch.pk).exists()


def test_a_line_has_a_name_in_one_language_at_least(as_, aiko, request_of):
    page = as_(aiko).post("/whereabouts/lists/requests/new/", {"position": "5"})
    assert set(page.context["form"].errors) == {"name_en"}

    as_(aiko).post("/whereabouts/lists/requests/new/", {"position": "5", "name_ja": "ＦＡＸ"})
    assert Request.objects.get(name_ja="ＦＡＸ").name == "ＦＡＸ"


def test_what_is_in_use_is_not_deleted(as_, aiko, ben, stands, presence):
    stands(ben, "Off")

    response = as_(aiko).post(f"/whereabouts/lists/presences/{presence('Off').pk}/removal/")

    assert response.status_code == 409
    assert "in use" in body(response)
    assert Standing.objects.get().presence.name_en == "Off"


def test_a_list_that_does_not_exist_is_not_found(as_, aiko):
    for url in ("nothing/new/", "nothing/1/"):
        assert as_(aiko).get(f"/whereabouts/lists/{url}").status_code == 404


def test_the_office_counts_and_shows_what_waits(as_, aiko, ben, chidi, message):
    feature = message._meta.app_config if hasattr(message._meta, "app_config") else None
    assert feature is not None
    assert feature.waiting_for(ben) == 1
    assert feature.waiting_for(chidi) == 0
    [waiting] = feature.waiting(ben, 5)
    assert (waiting.url, waiting.detail) == (message.get_absolute_url(), "Aiko Mori")
    as_(ben).post(f"{message.get_absolute_url()}opening/")
    assert feature.waiting(ben, 5) == []


def test_everybody_is_shown_the_group_they_ask_for(as_, aiko, ben, chidi):
    sales = Group.objects.create(name="Sales")
    sales.members.add(ben)

    own = as_(ben).get("/whereabouts/")
    everybody = as_(ben).get("/whereabouts/?group=all")

    assert [line.person for line in own.context["lines"]] == [ben]
    assert {line.person for line in everybody.context["lines"]} == {aiko, ben, chidi}
