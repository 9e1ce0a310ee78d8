import pytest
from django import forms
from django.http import QueryDict

from kairan.people.models import Group, User
from kairan.people.picker import PeopleField, Selection


class Round(forms.Form):
    readers = PeopleField(label="Readers")


def sent(query: str) -> Round:
    return Round(QueryDict(query))


def test_people_and_groups_are_chosen(ben, chidi):
    sales = Group.objects.create(name="Sales")
    sales.members.add(chidi, ben)

    form = sent(f"readers=person:{ben.pk}&readers=group:{sales.pk}")

    assert form.is_valid()
    assert form.cleaned_data["readers"] == Selection((ben.pk,), (sales.pk,))
    assert form.cleaned_data["readers"].ids() == sorted([ben.pk, chidi.pk])


def test_the_field_is_drawn(aiko, ben):
    assert "Ben" not in str(Round())
    assert f'value="person:{ben.pk}" checked' in str(
        Round(initial={"readers": Selection.of([ben])})
    )


def test_whoever_has_left_is_never_chosen(aiko, ben, chidi):
    sales = Group.objects.create(name="Sales")
    sales.members.add(ben, chidi)
    User.objects.filter(pk=ben.pk).update(is_active=False)

    form = sent(f"readers=person:{ben.pk}&readers=person:{aiko.pk}&readers=group:{sales.pk}")

    assert form.is_valid()
    assert form.cleaned_data["readers"].people == (aiko.pk,)
    assert form.cleaned_data["readers"].ids() == sorted([aiko.pk, chidi.pk])


@pytest.mark.parametrize(
    "typed",
    ["ben", "BEN", "Sato Ben", "ben sato", "satoben", "ben@example.test", " ben ;", "ben,ben"],
)
def test_a_typed_name_counts_when_it_means_one_person(aiko, ben, typed):
    form = Round({"readers-typed": typed})

    assert form.is_valid(), form.errors
    assert form.cleaned_data["readers"] == Selection.of([ben])


def test_a_typed_group_counts_as_a_whole(ben):
    sales = Group.objects.create(name="営業部")

    sales.members.add(ben)
    form = Round({"readers": [], "readers-typed": "営業部"})

    assert form.is_valid(), form.errors
    assert form.cleaned_data["readers"].groups == (sales.pk,)


def test_a_name_of_several_people_asks_which(ben):
    User.objects.create_user("bea", first_name="Bea", last_name="Sato")
    form = Round({"readers-typed": "sato"})

    assert not form.is_valid()
    assert "may mean several people" in str(form.errors)
    assert f'value="person:{ben.pk}"' in str(form)
    assert "checked" not in str(form["readers"])


def test_an_unknown_name_stays_typed_and_is_told(ben):
    form = Round({"readers-typed": "ben, nobody"})

    assert not form.is_valid()
    assert "Nobody is found for “nobody”" in str(form.errors)
    assert 'value="nobody"' in str(form["readers"])
    assert f'value="person:{ben.pk}" checked' in str(form["readers"])


def test_the_search_button_never_sends_the_form(ben):
    form = Round({"readers-typed": "ben", "readers-search": "1"})

    assert not form.is_valid()
    assert f'value="person:{ben.pk}" checked' in str(form["readers"])


@pytest.mark.django_db
@pytest.mark.parametrize(
    "values", ["", "person:999", "person:x", "group:7", "person:-1", f"person:{'9' * 30}", "ben"]
)
def test_nobody_is_no_selection(values):
    form = sent(f"readers={values}")

    assert not form.is_valid()
    assert form.errors["readers"] == ["Choose at least one person or group."]


@pytest.mark.django_db
def test_an_empty_group_is_no_selection():
    form = sent(f"readers=group:{Group.objects.create(name='Empty').pk}")

    assert form.errors["readers"] == [
        "Nobody is in the groups you chose. Choose somebody else as well."
    ]


@pytest.mark.django_db
def test_a_field_that_may_stay_empty_gives_an_empty_selection():
    class Optional(forms.Form):
        readers = PeopleField(required=False)

    form = Optional({})

    assert form.is_valid()
    assert form.cleaned_data["readers"].ids() == []


def test_thousands_are_chosen_in_three_queries(db, django_assert_max_num_queries):
    everybody = User.objects.bulk_create(
        User(login_id=f"p{n:05}", first_name=f"P{n}", words="") for n in range(3000)
    )
    group = Group.objects.create(name="All")
    group.members.set(everybody[:2000])

    selection = Selection(tuple(each.pk for each in everybody[1000:]), (group.pk,))

    with django_assert_max_num_queries(3):
        assert len(selection.ids()) == 3000
    assert "p01234" in User.objects.get(login_id="p01234").words


def test_the_search_finds_groups_and_people(as_, aiko, ben):
    group = Group.objects.create(name="Sato family")
    group.members.add(ben)

    found = as_(aiko).get("/people/picker/", {"q": "sato"}).json()["found"]

    assert [(each["value"], each["whole"], each["size"]) for each in found] == [
        (f"group:{group.pk}", True, 1),
        (f"person:{ben.pk}", False, 1),
    ]


def test_the_likeliest_comes_first(as_, aiko):
    for login, first, last in [("xaiko", "Zoe", "A"), ("a2", "Aikona", "B"), ("z", "Bo", "Aiko")]:
        User.objects.create_user(login, first_name=first, last_name=last)

    found = as_(aiko).get("/people/picker/", {"q": "aiko"}).json()["found"]

    assert [each["detail"] for each in found] == ["aiko", "z", "a2", "xaiko"]


def test_the_search_is_bounded_and_cheap(as_, aiko, django_assert_max_num_queries):
    User.objects.bulk_create(User(login_id=f"p{n}", first_name="Pat") for n in range(100))
    client = as_(aiko)

    with django_assert_max_num_queries(5):
        found = client.get("/people/picker/", {"q": "pat"}).json()["found"]

    assert len(found) == 20


def test_nobody_is_counted_twice(as_, aiko, ben):
    group = Group.objects.create(name="Sales")
    group.members.add(ben)

    sent = {"value": [f"group:{group.pk}", f"person:{ben.pk}", f"person:{aiko.pk}"]}
    answer = as_(aiko).post("/people/picker/count/", sent)

    assert answer.json() == {"sentence": "2 people chosen"}


def test_strangers_search_nobody(client, aiko):
    assert client.get("/people/picker/", {"q": "aiko"}).status_code == 302
    assert client.post("/people/picker/count/").status_code == 302


def test_a_name_without_an_end_finds_nobody(as_, aiko, ben):
    assert not sent(f"readers-typed={'x' * 70_000}").is_valid()


@pytest.mark.parametrize("typed", ["a%00b", "a%00b%2C+ben", "%00"])
def test_control_characters_among_names_find_nobody_and_break_nothing(aiko, ben, typed):
    assert not sent(f"readers-typed={typed}").is_valid()
    chosen = sent("readers-typed=ben%00")
    assert chosen.is_valid()
    assert chosen.cleaned_data["readers"] == Selection((ben.pk,))
