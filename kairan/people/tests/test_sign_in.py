import pytest
from django.core.cache import cache

from kairan.people.models import Address, Company, User

SETUP = {
    "company": "Mori & Sons",
    "first_name": "Aiko",
    "last_name": "Mori",
    "login_id": "aiko",
    "address": "aiko@example.test",
    "password": "tidy horse staple",
    "repeated": "tidy horse staple",
    "language": "ja",
    "time_zone": "Asia/Tokyo",
}


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()


def sign_in(client, login, password="correct horse battery"):
    return client.post("/account/login/", {"login": login, "password": password})


@pytest.mark.parametrize("login", ["ben", "BEN"])
def test_people_sign_in_with_login_id_and_password(client, aiko, ben, login):
    assert sign_in(client, login).status_code == 302
    assert client.get("/people/me/").status_code == 200


def test_a_wrong_password_is_answered_like_an_unknown_login_id(client, aiko, ben):
    wrong = sign_in(client, "ben", "wrong")
    unknown = sign_in(client, "nobody", "wrong")

    for answer in [wrong, unknown]:
        assert "do not belong together" in answer.content.decode()


def test_guessing_ends_with_a_sentence(client, aiko, ben):
    for _ in range(5):
        sign_in(client, "ben", "wrong")

    answer = sign_in(client, "ben")

    assert "That was wrong too often" in answer.content.decode()
    assert client.get("/people/me/").status_code == 302


def test_signing_out_needs_a_post(as_, aiko):
    client = as_(aiko)

    client.get("/account/logout/")
    assert client.get("/people/").status_code == 200
    client.post("/account/logout/")
    assert client.get("/people/").status_code == 302


def test_who_has_left_cannot_sign_in(client, aiko, ben):
    User.objects.filter(pk=ben.pk).update(is_active=False)

    sign_in(client, "ben")

    assert client.get("/people/me/").status_code == 302


def test_nobody_signs_up(client, aiko):
    for path in ["signup", "email", "reauthenticate", "password/set", "confirm-email"]:
        assert client.get(f"/account/{path}/").status_code == 404


def test_the_password_is_changed_and_one_stays_signed_in(as_, ben):
    client = as_(ben)
    answer = client.post(
        "/account/password/change/",
        {
            "oldpassword": "correct horse battery",
            "password1": "tidy horse staple",
            "password2": "tidy horse staple",
        },
        follow=True,
    )

    assert answer.redirect_chain[-1][0] == "/people/me/"
    ben.refresh_from_db()
    assert ben.check_password("tidy horse staple")


@pytest.mark.parametrize("typed", ["ben", "BEN", "ben@example.test", "ben@home.example"])
def test_a_forgotten_password_is_mailed_to_the_company_address(
    client, aiko, ben, mailoutbox, typed
):
    Address.objects.create(user=ben, kind="home", address="ben@home.example")

    answer = client.post("/account/password/reset/", {"email": typed})

    assert answer.url == "/account/password/reset/done/"
    [mail] = mailoutbox
    assert mail.to == ["ben@example.test"]
    assert mail.subject == "新しいパスワードの設定"
    assert "https://kairan.example.test/account/password/reset/key/" in mail.body


@pytest.mark.parametrize("typed", ["nobody", "nobody@example.test", "chidi"])
def test_the_answer_does_not_tell_who_exists(client, aiko, chidi, mailoutbox, typed):
    User.objects.filter(pk=chidi.pk).update(is_active=False)

    answer = client.post("/account/password/reset/", {"email": typed})

    assert answer.url == "/account/password/reset/done/"
    assert mailoutbox == []


def test_a_link_works_once(client, aiko, ben, mailoutbox):
    client.post("/account/password/reset/", {"email": "ben"})
    [link] = [
        line.removeprefix("https://kairan.example.test")
        for line in mailoutbox[0].body.splitlines()
        if "/key/" in line
    ]
    page = client.get(link, follow=True)
    new = {"password1": "tidy horse staple", "password2": "tidy horse staple"}
    assert client.post(page.request["PATH_INFO"], new).url.endswith("/key/done/")

    assert client.get("/account/password/reset/key/done/").status_code == 200
    assert "no longer works" in client.get(link, follow=True).content.decode()


def test_somebody_without_any_address_gets_no_mail(client, aiko, ben, mailoutbox):
    ben.addresses.all().delete()

    client.post("/account/password/reset/", {"email": "ben"})

    assert mailoutbox == []


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/people/", "/account/login/", "/nowhere/"])
def test_every_page_leads_to_the_setup_of_a_new_office(client, path):
    assert client.get(path).url == "/people/setup/"


@pytest.mark.django_db
def test_an_office_is_founded_once(client, django_user_model):
    answer = client.post("/people/setup/", SETUP)

    assert answer.url == "/"
    aiko = User.objects.get()
    assert aiko.is_administrator
    assert aiko.check_password("tidy horse staple")
    assert aiko.addresses.get().takes_notifications
    assert Company.current_name() == "Mori & Sons"
    assert client.get("/people/me/").status_code == 200
    client.logout()
    assert client.get("/people/setup/").status_code == 404
    assert client.post("/people/setup/", {**SETUP, "login_id": "thief"}).status_code == 404
    assert User.objects.get() == aiko


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"repeated": "another horse"}, "The two passwords differ"),
        ({"password": "short", "repeated": "short"}, "This password is too short"),
        ({"address": "nonsense"}, "Write the whole address"),
        ({"company": ""}, "This field is required"),
    ],
)
def test_the_setup_says_what_is_wrong(client, changed, sentence):
    assert sentence in client.post("/people/setup/", {**SETUP, **changed}).content.decode()
    assert not User.objects.exists()


def test_the_page_speaks_the_persons_language(as_, ben, client, aiko):
    assert as_(ben).get("/people/").headers["Content-Language"] == "ja"
    answer = client.get("/account/login/", headers={"Accept-Language": "ja"})
    assert "ログインID" in answer.content.decode()
