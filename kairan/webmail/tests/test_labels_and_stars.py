"""Labels and stars: put on, taken off, listed; and nobody else's."""

import pytest

from kairan.webmail.models import Folder, Label, Labelled, Message
from kairan.webmail.sorting.labels import make_label


@pytest.fixture
def label(ben):
    return make_label("Suppliers", "green", by=ben)


def do(client, then, *messages, **more):
    numbers = [each.pk for each in messages]
    return client.post("/webmail/selection/", {"message": numbers, "then": then, **more})


def test_a_label_is_put_on_mail_listed_and_taken_off(as_, ben, received, label):
    message = received(ben)
    client = as_(ben)

    do(client, f"label-{label.pk}", message)
    do(client, f"label-{label.pk}", message)

    assert "Slides" in client.get(f"/webmail/labels/{label.pk}/").content.decode()
    assert '<span class="badge label green">Suppliers</span>' in (
        client.get("/webmail/").content.decode()
    )
    assert Labelled.objects.count() == 1

    do(client, f"unlabel-{label.pk}", message)
    assert "Slides" not in client.get(f"/webmail/labels/{label.pk}/").content.decode()


def test_the_page_of_a_mail_sets_exactly_the_ticked_labels(as_, ben, received, label):
    message = received(ben)
    other = make_label("Urgent", "red", by=ben)
    do(as_(ben), f"label-{label.pk}", message)

    as_(ben).post(f"/webmail/messages/{message.pk}/labels/", {"label": [other.pk]})

    assert list(message.labels.all()) == [other]


def test_a_label_is_made_renamed_and_removed_while_its_mail_stays(as_, ben, received):
    message = received(ben)
    client = as_(ben)
    client.post("/webmail/labels/", {"name": "取引先", "colour": "teal"})
    made = Label.objects.get()
    do(client, f"label-{made.pk}", message)

    client.post(f"/webmail/labels/{made.pk}/change/", {"name": "Urgent", "colour": "red"})
    made.refresh_from_db()
    assert (made.name, made.colour) == ("Urgent", "red")

    client.post(f"/webmail/labels/{made.pk}/removal/")
    assert not Label.objects.exists()
    assert Message.objects.get() == message


def test_two_labels_of_one_person_differ_by_name(as_, ben, chidi, label):
    again = {"name": "Suppliers", "colour": "red"}
    assert as_(ben).post("/webmail/labels/", again).context["form"].errors["name"]
    as_(chidi).post("/webmail/labels/", again)
    assert Label.objects.filter(owner=chidi).exists()


def test_nobody_reaches_anothers_label_or_labels_their_mail(as_, ben, chidi, received, label):
    message = received(ben)
    client = as_(chidi)
    theirs = make_label("Mine", "grey", by=chidi)

    assert client.get(f"/webmail/labels/{label.pk}/").status_code == 404
    for url in ("change/", "removal/"):
        assert client.post(f"/webmail/labels/{label.pk}/{url}", {"name": "x"}).status_code == 404
    assert do(client, f"label-{label.pk}", message).status_code == 409
    do(client, f"label-{theirs.pk}", message)
    do(client, "star", message)

    assert client.post(f"/webmail/messages/{message.pk}/star/").status_code == 404
    assert client.post(f"/webmail/messages/{message.pk}/labels/").status_code == 404
    assert not Labelled.objects.exists()
    message.refresh_from_db()
    assert not message.is_starred


def test_a_star_is_given_in_place_and_found_again(as_, ben, received):
    message = received(ben)
    client = as_(ben)
    url = f"/webmail/messages/{message.pk}/star/"

    answer = client.post(url, {"star": "yes"}, headers={"HX-Request": "true"})

    assert 'aria-pressed="true"' in answer.content.decode()
    assert "<html" not in answer.content.decode()
    assert "Slides" in client.get("/webmail/starred/").content.decode()
    client.post(url, {"star": "no"})
    assert "Slides" not in client.get("/webmail/starred/").content.decode()


@pytest.mark.parametrize("then", ["trash", "spam"])
def test_what_is_thrown_away_stands_under_no_label_and_no_star(as_, ben, received, label, then):
    message = received(ben)
    client = as_(ben)
    do(client, f"label-{label.pk}", message)
    do(client, "star", message)

    do(client, then, message)

    assert "Slides" not in client.get("/webmail/starred/").content.decode()
    assert "Slides" not in client.get(f"/webmail/labels/{label.pk}/").content.decode()


def test_all_of_the_page_are_changed_without_ticking_one(as_, ben, received, account_of):
    account = account_of(ben)
    first, second = (received(ben, uid=uid, account=account) for uid in "12")
    listed = f"{first.pk},{second.pk}"

    answer = do(as_(ben), "archive", scope="page", listed=listed, listing="starred", place="a=b")

    assert answer["Location"] == "/webmail/starred/?a=b"
    archive = Folder.objects.get(owner=ben, kind="archive")
    assert Message.objects.filter(folder=archive).count() == 2


@pytest.mark.parametrize("then", ["", "burn", "move-²", "label-99999999999999999999", "move-0"])
def test_what_cannot_be_done_is_refused_in_a_sentence(as_, ben, received, then):
    assert do(as_(ben), then, received(ben)).status_code == 409


@pytest.mark.parametrize("path", ["starred/", "labels/{}/", "folders/{}/"])
def test_a_list_costs_the_same_however_long(asked_by, ben, received, account_of, label, path):
    account = account_of(ben)
    inbox = Folder.objects.get(owner=ben, kind="inbox")
    number = inbox.pk if "folders" in path else label.pk

    def more(start):
        for uid in range(start, start + 30):
            message = received(ben, uid=str(uid), account=account)
            Message.objects.filter(pk=message.pk).update(is_starred=True)
            Labelled.objects.create(label=label, message=message, arranged_at=message.arranged_at)

    more(0)
    few = asked_by(ben, "/webmail/" + path.format(number))
    more(30)
    assert asked_by(ben, "/webmail/" + path.format(number)) == few <= 16


def test_the_list_of_a_label_goes_on_where_its_page_ends(as_, ben, received, account_of, label):
    account = account_of(ben)
    for uid in range(60):
        message = received(ben, uid=str(uid), account=account)
        Labelled.objects.create(label=label, message=message, arranged_at=message.arranged_at)
    client, url = as_(ben), f"/webmail/labels/{label.pk}/"

    first = client.get(url).context
    second = client.get(f"{url}?{first['page'].next}").context

    shown = [line.pk for line in [*first["lines"], *second["lines"]]]
    assert len(set(shown)) == 60
    assert shown == sorted(shown, reverse=True)


def test_a_page_asks_for_the_counts_and_gets_them_only_when_they_have_changed(
    as_, ben, received, django_assert_max_num_queries
):
    message = received(ben)
    client = as_(ben)
    state = client.get("/webmail/").context["state"]
    url = f"/webmail/counts/?listing=starred&state={state}"
    with django_assert_max_num_queries(9):
        assert client.get(url).status_code == 204

    do(client, "read", message)

    answer = client.get(url)
    assert answer.status_code == 200
    assert f"state={answer.context['state']}" in answer.content.decode()
    assert answer.content.decode().lstrip().startswith("<nav")


def test_beside_a_list_only_the_mail_itself_is_answered(as_, ben, received):
    message = received(ben)
    beside = {"HX-Request": "true", "HX-Target": "pane"}
    page = as_(ben).get(f"/webmail/messages/{message.pk}/", headers=beside).content.decode()
    assert "Here they are." in page
    assert "<nav" not in page
    assert f"/webmail/messages/{message.pk}/reading/" in page
