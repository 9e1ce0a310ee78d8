from datetime import time

import pytest
from django.test import Client

from kairan.notices import preferences, tokens, unsubscribing
from kairan.notices.models import MailTimes, Preference
from kairan.notices.operations import announce
from kairan.notices.planning import Choice, Mail
from kairan.notices.preferences import Rule
from kairan.notices.tests.parade import ParadePlanned

KIND = ParadePlanned.kind
PAGE, OFFICE = "/notices/preferences/", "/notices/office/"

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


def filled_in(client, path="/notices/preferences/", **changes):
    """What a browser would send: the page as it is, but for ``changes``."""
    context = client.get(path).context
    data = {}
    for form in filter(None, (context.get("matrix"), context.get("times"))):
        for field in form:
            value = field.value()
            if value not in (None, False) and not field.field.disabled:
                data[field.html_name] = "on" if value is True else value
    for name, value in changes.items():
        data.pop(name, None)
        if value is not None:
            data[name] = value
    return data


def test_what_is_chosen_holds_for_that_kind_and_that_person(as_, ben, chidi):
    client = as_(ben)

    response = client.post(PAGE, filled_in(client, **{KIND: "off"}))
    assert response.url == PAGE
    assert preferences.switched_off(ben) == {KIND}
    assert preferences.switched_off(chidi) == set()

    client.post(PAGE, filled_in(client, **{KIND: "bundle", f"{KIND}.bell": None}))
    assert preferences.choices_of(ben)[KIND] == Choice(Mail.BUNDLE, rings=False)
    assert Preference.objects.filter(person=ben).exclude(mail="").count() == 1


def test_times_are_kept_and_what_waits_leaves_by_them(as_, ben):
    client = as_(ben)
    changes = {
        "quiet_from": "22:00",
        "quiet_until": "07:00",
        "weekdays": ["0", "1"],
        "country": "JP",
        "window_minutes": "240",
        "paused_from": "2030-01-01",
        "paused_until": "2030-01-05",
    }

    assert client.post(PAGE, filled_in(client, **changes)).status_code == 302

    times = MailTimes.objects.get(person=ben)
    assert (times.quiet_from, times.quiet_until, times.weekdays) == (time(22), time(7), [0, 1])
    assert (times.country, times.window_minutes) == ("JP", 240)
    assert filled_in(client)["quiet_from"] == "22:00"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"quiet_from": "22:00"}, "両方"),
        ({"quiet_from": "22:00", "quiet_until": "22:00"}, "開始と異なる"),
        ({"weekdays": None}, "曜日"),
        ({"paused_from": "2030-01-05"}, "両方"),
        ({"paused_from": "2030-01-05", "paused_until": "2030-01-01"}, "初日"),
        ({"paused_from": "2030-01-05", "paused_until": "2036-01-01"}, "1年"),
        ({KIND: "sometimes"}, "保存されていません"),
    ],
)
def test_what_cannot_be_gets_a_sentence_and_loses_nothing(as_, ben, changes, sentence):
    client = as_(ben)

    response = client.post(PAGE, filled_in(client, **{f"{KIND}.bell": None, **changes}))

    page = response.content.decode()
    assert response.status_code == 200
    assert sentence in page
    assert not response.context["matrix"][f"{KIND}.bell"].value()
    assert not MailTimes.objects.exists()


def test_a_kind_goes_to_the_address_chosen_on_the_page(as_, ben, chidi):
    home = ben.addresses.create(kind="home", address="ben@home.test")
    client = as_(ben)

    client.post(PAGE, filled_in(client, **{f"{KIND}.to": str(home.pk)}))
    assert preferences.addresses_of(ben, KIND) == {home.pk}

    stranger = chidi.addresses.get().pk
    answer = client.post(PAGE, filled_in(client, **{f"{KIND}.to": str(stranger)}))
    assert answer.status_code == 200
    client.post(PAGE, filled_in(client, **{f"{KIND}.to": ""}))
    assert preferences.addresses_of(ben, KIND) is None


@pytest.mark.parametrize(
    ("preset", "asked", "other"),
    [
        ("at-once", Mail.NOW, Mail.NOW),
        ("bundled", Mail.BUNDLE, Mail.BUNDLE),
        ("daily", Mail.DAILY, Mail.DAILY),
        ("asked", Mail.NOW, Mail.DAILY),
    ],
)
def test_a_preset_chooses_for_all_kinds_but_reminders(as_, ben, preset, asked, other):
    as_(ben).post(PAGE, {"preset": preset})

    found = preferences.choices_of(ben)
    assert found["circulation.delivered"].mail is asked
    assert found[KIND].mail is other
    assert found["reminders.reminder"].mail is Mail.NOW


def test_the_organisation_settles_and_locks_and_the_page_says_so(as_, aiko, ben):
    office = as_(aiko)
    changes = {KIND: "daily", f"{KIND}.open": None}

    assert office.post(OFFICE, filled_in(office, OFFICE, **changes)).url == OFFICE

    assert preferences.rule_for(KIND) == Rule(Choice(Mail.DAILY), is_locked=True)
    client = as_(ben)
    assert "組織で設定済み" in client.get(PAGE).content.decode()
    client.post(PAGE, filled_in(client) | {KIND: "off"})
    assert preferences.switched_off(ben) == set()


def test_only_administrators_settle_for_everybody(as_, ben):
    assert as_(ben).get(OFFICE).status_code == 403
    assert as_(ben).post(OFFICE, {}).status_code == 403


def test_what_is_locked_cannot_be_switched_off_by_the_link_in_a_mail(client, link, ben):
    preferences.settle_rules({KIND: Rule(Choice(), is_locked=True)})

    page = client.get(link).content.decode()
    assert "One-Click" not in page
    assert client.post(link, {"List-Unsubscribe": "One-Click"}).status_code == 409
    assert preferences.switched_off(ben) == set()


def test_mails_of_a_locked_kind_offer_no_way_out(ben, word):
    preferences.settle_rules({KIND: Rule(Choice(), is_locked=True)})
    announce(ParadePlanned(), to=[ben])

    mail = word()["ben@example.test"]

    assert "List-Unsubscribe" not in mail.mail
    assert "/subscription/" not in mail.text + mail.html


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
