import pytest
from django.urls import reverse

from kairan.people.models import Address, Group, User

ADMINISTRATION = [
    "/people/new/",
    "/people/groups/",
    "/people/import/",
    "/people/export/",
]


@pytest.fixture
def sales(ben):
    group = Group.objects.create(name="Sales")
    group.members.add(ben)
    return group


def test_the_directory_shows_everybody_who_works_here(as_, aiko, ben, chidi):
    User.objects.filter(pk=ben.pk).update(is_active=False)

    page = as_(chidi).get("/people/").content.decode()

    assert "Aiko Mori" in page
    assert "aiko@example.test" in page
    assert "Sato" not in page


@pytest.mark.parametrize("typed", ["sato", "BEN", "sato ben", "ben sato", "satoben", "ben@example"])
def test_people_are_found_in_any_order_and_case(as_, aiko, ben, chidi, typed):
    page = as_(chidi).get("/people/", {"q": typed}).content.decode()

    assert "Sato Ben" in page
    assert "Aiko Mori</a>" not in page


@pytest.mark.parametrize(
    "typed", ["森", "森愛子", "愛子 森", "愛子　森", "営業", "ｴｲｷﾞｮｳ", "えいぎょう"]
)
def test_japanese_names_and_widths_are_found(as_, chidi, typed):
    User.objects.create_user(
        "mori", last_name="森", first_name="愛子", department="営業部 エイギョウ", language="ja"
    )

    assert "森 愛子" in as_(chidi).get("/people/", {"q": typed}).content.decode()


def test_the_directory_is_narrowed_to_a_group(as_, aiko, ben, sales):
    page = as_(aiko).get("/people/", {"group": str(sales.pk)}).content.decode()

    assert "Sato Ben" in page
    assert f'href="/people/{aiko.pk}/"' not in page


def test_a_private_address_is_shown_to_its_owner_and_administrators_alone(as_, aiko, ben, chidi):
    Address.objects.create(user=ben, kind="home", address="secret@home.example")
    url = f"/people/{ben.pk}/"

    assert "secret@home.example" in as_(ben).get(url).content.decode()
    assert "secret@home.example" in as_(aiko).get(url).content.decode()
    assert "secret@home.example" not in as_(chidi).get(url).content.decode()


def test_searching_does_not_reveal_a_private_address(as_, aiko, ben, chidi):
    Address.objects.create(user=ben, kind="home", address="secret@home.example")

    for url in ["/people/", "/people/picker/"]:
        page = as_(chidi).get(url, {"q": "secret@home"}).content.decode()
        assert "Sato Ben" not in page


@pytest.mark.parametrize("url", ADMINISTRATION)
def test_only_administrators_come_in(as_, aiko, chidi, client, url):
    assert as_(aiko).get(url).status_code == 200
    assert as_(chidi).get(url).status_code == 403
    assert client.get(url).status_code == 302


@pytest.mark.parametrize("name", ["edit", "password", "invitation", "deactivation", "reactivation"])
def test_chidi_cannot_change_others(as_, aiko, ben, chidi, name):
    answer = as_(chidi).post(reverse(f"people:{name}", args=[ben.pk]), {"password": "x" * 12})

    assert answer.status_code == 403
    ben.refresh_from_db()
    assert ben.is_active
    assert ben.check_password("correct horse battery")


@pytest.mark.parametrize("name", ["name", "members", "departures", "deletion"])
def test_chidi_cannot_change_groups(as_, aiko, chidi, sales, name):
    answer = as_(chidi).post(reverse(f"people:group-{name}", args=[sales.pk]), {"name": "Mine"})

    assert answer.status_code == 403
    assert Group.objects.get().name == "Sales"


def test_opening_a_page_changes_nothing(as_, aiko, ben, sales):
    client = as_(aiko)
    for name in ["password", "invitation", "deactivation", "reactivation"]:
        assert client.get(reverse(f"people:{name}", args=[ben.pk])).status_code == 405
    for name in ["group-name", "group-members", "group-departures", "group-deletion"]:
        assert client.get(reverse(f"people:{name}", args=[sales.pk])).status_code == 405
    assert client.get("/people/import/confirmed/").status_code == 405
    assert client.get("/account/logout/").status_code == 200
    assert client.get("/people/").status_code == 200
    assert Group.objects.get().members.get() == ben


def test_who_has_left_exists_for_administrators_alone(as_, aiko, ben, chidi):
    User.objects.filter(pk=ben.pk).update(is_active=False)

    assert as_(chidi).get(f"/people/{ben.pk}/").status_code == 404
    assert as_(aiko).get(f"/people/{ben.pk}/").status_code == 200
    assert "Sato Ben" in as_(aiko).get("/people/?left=on").content.decode()
    assert "Sato Ben" not in as_(chidi).get("/people/?left=on").content.decode()


def test_whoever_is_let_go_is_signed_out(as_, aiko, ben):
    his = as_(ben)
    assert his.get("/people/").status_code == 200

    as_(aiko).post(f"/people/{ben.pk}/deactivation/")

    assert his.get("/people/").status_code == 302


def test_a_person_is_added_with_a_password(as_, aiko, client):
    answer = as_(aiko).post("/people/new/", person(password="tidy horse staple"))

    assert answer.status_code == 302, answer.context["form"].errors
    dana = User.objects.get(login_id="dana")
    assert dana.check_password("tidy horse staple")
    [address] = dana.addresses.all()
    assert (address.address, address.is_public, address.takes_notifications) == (
        "dana@example.test",
        True,
        True,
    )


def test_a_person_without_a_password_is_invited_by_mail(as_, aiko, mailoutbox, client):
    as_(aiko).post("/people/new/", person(language="ja"))

    [mail] = mailoutbox
    assert mail.to == ["dana@example.test"]
    link = next(line for line in mail.body.splitlines() if "/password/reset/key/" in line)
    assert link.startswith("https://kairan.example.test/account/password/reset/key/")
    form = client.get(link.removeprefix("https://kairan.example.test"), follow=True)
    client.post(
        form.request["PATH_INFO"],
        {"password1": "tidy horse staple", "password2": "tidy horse staple"},
    )
    assert User.objects.get(login_id="dana").check_password("tidy horse staple")


def test_a_person_without_password_and_address_is_not_added(as_, aiko):
    answer = as_(aiko).post("/people/new/", person(company=""))

    assert "an address to which the invitation can go" in answer.content.decode()
    assert not User.objects.filter(login_id="dana").exists()


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("login_id", "BEN", "Somebody has this login ID already"),
        ("login_id", "two words", "A login ID has no blanks"),
        ("company", "nonsense", "Write the whole address"),
        ("company", "a@-b-", "is no name of a mail server"),
        ("home", "dana@example.test", "This address stands here already"),
        ("password", "short", "This password is too short"),
        ("first_name", "Da\nna", "Write this in one line"),
    ],
)
def test_bad_input_gets_a_sentence(as_, aiko, ben, field, typed, sentence):
    answer = as_(aiko).post("/people/new/", person(**{field: typed}))

    assert sentence in answer.content.decode()
    assert not User.objects.filter(first_name__startswith="Da").exists()


def test_addresses_as_the_world_has_them_are_taken(as_, ben):
    sent = {"first_name": "Ben", "language": "ja", "time_zone": "Asia/Tokyo", "first_weekday": "6"}

    answer = as_(ben).post("/people/me/", {**sent, "mobile": "", "company": "a..b.@docomo.ne.jp"})

    assert answer.status_code == 302
    assert [each.address for each in ben.addresses.all()] == ["a..b.@docomo.ne.jp"]


def test_people_change_their_own_details_and_not_their_rights(as_, ben):
    sent = {"first_name": "Benno", "language": "en", "time_zone": "UTC", "first_weekday": "6"}

    as_(ben).post("/people/me/", {**sent, "kind": "administrator", "login_id": "root"})

    ben.refresh_from_db()
    assert (ben.first_name, ben.language, ben.first_weekday) == ("Benno", "en", 6)
    assert (ben.kind, ben.login_id) == ("user", "ben")
    assert "benno" in ben.words


def test_the_last_administrator_stays_one(as_, aiko):
    sent = person(login_id="aiko", kind="user")

    answer = as_(aiko).post(f"/people/{aiko.pk}/details/", sent)

    assert "This is the last administrator" in answer.content.decode()
    assert as_(aiko).post(f"/people/{aiko.pk}/deactivation/").status_code == 409
    assert User.objects.administrators().get() == aiko


def test_groups_are_made_filled_named_emptied_and_deleted(as_, aiko, ben, chidi):
    client = as_(aiko)
    client.post("/people/groups/", {"name": "Sales"})
    group = Group.objects.get()
    client.post(f"/people/groups/{group.pk}/members/", {"people": [f"person:{ben.pk}"]})
    client.post(f"/people/groups/{group.pk}/members/", {"people-typed": "chidi"})
    assert set(group.members.all()) == {ben, chidi}
    client.post(f"/people/groups/{group.pk}/departures/", {"person": [str(ben.pk)]})
    assert set(group.members.all()) == {chidi}
    client.post(f"/people/groups/{group.pk}/name/", {"name": "営業"})
    assert "営業" in client.get("/people/groups/").content.decode()
    assert "営業" in client.get(f"/people/groups/{group.pk}/").content.decode()
    client.post(f"/people/groups/{group.pk}/deletion/")
    assert not Group.objects.exists()
    assert User.objects.filter(pk=chidi.pk).exists()


def test_two_groups_of_one_name_are_refused(as_, aiko, sales):
    answer = as_(aiko).post("/people/groups/", {"name": "Sales"})

    assert "There is a group of this name already" in answer.content.decode()


def test_the_directory_costs_the_same_however_many(as_, aiko, asked_by):
    bulk = [User(login_id=f"p{n:05}", first_name=f"P{n}", last_name="Q") for n in range(200)]
    User.objects.bulk_create(bulk)

    # Six of them ask what an administrator is warned of.
    assert asked_by(aiko, "/people/") <= 14
    assert "?after=" in as_(aiko).get("/people/").content.decode()


def person(**changed):
    """What a browser sends for a new person."""
    return {
        "login_id": "dana",
        "first_name": "Dana",
        "language": "en",
        "time_zone": "UTC",
        "first_weekday": "0",
        "kind": "user",
        "company": "dana@example.test",
        "company_public": "on",
        "company_notified": "on",
        **changed,
    }


@pytest.mark.parametrize("page", ["/people/", "/people/picker/"])
def test_a_nul_in_what_is_searched_parts_words(as_, chidi, ben, page):
    found = as_(chidi).get(page, {"q": "sato\0ben"}).content.decode()

    assert "Sato Ben" in found


@pytest.mark.parametrize("number", ["9" * 5000, "²", "-1"])
def test_a_number_that_is_nobody_takes_nobody_out_of_a_group(as_, aiko, ben, sales, number):
    answer = as_(aiko).post(f"/people/groups/{sales.pk}/departures/", {"person": number})

    assert answer.status_code == 302
    assert list(sales.members.all()) == [ben]
