import pytest
from django.test import Client

from kairan.notices import preferences, tokens, unsubscribing
from kairan.notices.tests.parade import ParadePlanned

KIND = ParadePlanned.kind

pytestmark = pytest.mark.usefixtures("aiko")


@pytest.fixture
def link(ben):
    return unsubscribing.path(person_id=ben.pk, kind=KIND)


def test_every_kind_is_mailed_until_somebody_says_otherwise(ben):
    assert preferences.switched_off(ben) == set()
    assert preferences.without_mail(KIND, [ben.pk]) == set()


def test_the_page_lists_every_kind_under_its_app(as_, ben):
    page = as_(ben).get("/notices/preferences/").content.decode()

    assert "<h2>Parade</h2>" in page
    assert "A parade is planned" in page


def test_what_is_not_ticked_is_switched_off_and_can_be_switched_on(as_, ben, chidi):
    client = as_(ben)

    client.post("/notices/preferences/", {})
    assert KIND in preferences.switched_off(ben)
    assert preferences.switched_off(chidi) == set()

    response = client.post("/notices/preferences/", {KIND: "on"})
    assert response.url == "/notices/preferences/"
    assert KIND not in preferences.switched_off(ben)


def test_preferences_are_for_those_who_sign_in(client, db):
    assert client.get("/notices/preferences/").status_code == 302


def test_the_link_in_a_mail_only_explains(client, link, ben):
    for ask in (client.get, client.head):
        assert ask(link).status_code == 200

    page = client.get(link).content.decode()
    assert "何も変更されていません" in page
    assert "Parade: A parade is planned" in page
    assert preferences.switched_off(ben) == set()


def test_one_click_switches_that_kind_off_without_a_cookie(link, ben, chidi):
    robot = Client(enforce_csrf_checks=True)

    response = robot.post(
        link, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded"
    )

    assert response.status_code == 200
    assert preferences.switched_off(ben) == {KIND}
    assert preferences.switched_off(chidi) == set()


def test_one_click_may_come_as_multipart(link, ben):
    Client(enforce_csrf_checks=True).post(link, {"List-Unsubscribe": "One-Click"})

    assert preferences.switched_off(ben) == {KIND}


def test_a_post_that_says_nothing_changes_nothing(link, ben):
    assert Client(enforce_csrf_checks=True).post(link).status_code == 400
    assert preferences.switched_off(ben) == set()


def test_the_page_after_it_offers_the_way_back(client, link, ben):
    page = client.post(link, {"List-Unsubscribe": "One-Click"}).content.decode()
    assert 'value="Undo"' in page

    client.post(link, {"List-Unsubscribe": "Undo"})
    assert preferences.switched_off(ben) == set()


def test_who_comes_back_sees_that_it_is_off_already(client, link):
    client.post(link, {"List-Unsubscribe": "One-Click"})

    page = client.get(link).content.decode()
    assert 'value="Undo"' in page
    assert 'value="One-Click"' not in page


def test_the_page_shows_whom_it_is_for_which_mails_and_what_stays(client, link, ben):
    page = client.get(link, headers={"Accept-Language": "en"}).content.decode()

    for said in (str(ben), "Parade: A parade is planned", "<q>[Parade] Planned: Lanterns</q>"):
        assert said in page
    assert "アプリのベルで確認でき、ほかのメールはこれまでどおり届きます" in page
    assert page.count("<button") == 1
    assert 'href="/notices/preferences/"' in page


def test_a_dead_link_says_so(client, db):
    page = client.get("/notices/subscription/nonsense/", headers={"Accept-Language": "en"})

    assert "This link does not work any more" in page.content.decode()


def test_the_page_is_in_the_language_of_the_person_not_of_the_browser(client, link):
    response = client.get(link, headers={"Accept-Language": "en"})

    assert response.headers["Content-Language"] == "ja"


def test_a_link_of_somebody_who_left_is_dead(client, link, ben):
    ben.is_active = False
    ben.save()

    assert client.post(link, {"List-Unsubscribe": "One-Click"}).status_code == 404
    assert preferences.switched_off(ben) == set()


@pytest.mark.parametrize("token", ["nonsense", "W10:1uX:abc", "x" * 3000])
def test_a_link_that_nobody_made_is_dead(client, db, token):
    assert client.get(f"/notices/subscription/{token}/").status_code == 404


def test_a_secret_for_something_else_does_not_unsubscribe(client, ben):
    token = tokens.make(person_id=ben.pk, purpose=KIND, about=KIND)

    assert client.get(f"/notices/subscription/{token}/").status_code == 404
