"""Groups of contacts: who sees and fills them; nobody learns of members they do not see."""

import pytest
from django.core.exceptions import PermissionDenied

from kairan.addressbook.completing import groups_matching
from kairan.addressbook.details import Details, Labelled
from kairan.addressbook.models import Contact, ContactGroup
from kairan.addressbook.operations import join, make_group, own_book, write_all
from kairan.shell.refusals import Refused


@pytest.fixture
def fair(ours, mine, knows, aiko):
    """A group that Sales sees, with somebody of Sales' book and somebody of Aiko's own."""
    group = make_group("Spring fair 春", book=ours, by=aiko)
    members = [
        knows(ours, aiko, "ann@x.example ann@home.example", family="Ann"),
        knows(mine, aiko, "secret@x.example", family="Secret"),
        knows(ours, aiko, family="Nobody"),
    ]
    join(group, [each.pk for each in members], by=aiko)
    return group


def addresses(person, query="spring"):
    found = groups_matching(query, to=person, most=3)
    return [[member.address for member in each.members] for each in found]


def test_a_group_is_written_to_at_the_first_addresses_of_whom_one_sees(fair, aiko, ben, chidi):
    assert addresses(aiko) == [["ann@x.example", "secret@x.example"]]
    assert addresses(ben, "ＦＡＩＲ 春") == [["ann@x.example"]]
    assert addresses(chidi) == []
    assert addresses(aiko, " ") == []


def test_a_group_and_its_strange_members_do_not_exist_for_others(fair, as_, ben, chidi):
    url = f"/addressbook/groups/{fair.pk}/"

    assert as_(chidi).get(url).status_code == 404
    assert as_(chidi).post(f"{url}removal/").status_code == 404
    assert "Spring" not in as_(chidi).get("/addressbook/groups/").content.decode()
    page = as_(ben).get(url).content.decode()
    assert "Ann" in page
    assert "Secret" not in page
    assert as_(ben).get("/addressbook/groups/").context["page"].items[0].size == 2


def test_who_may_not_change_the_book_changes_no_group(everybodys, administrator, as_, ben, knows):
    group = make_group("All", book=everybodys, by=administrator)
    contact = knows(everybodys, administrator, "a@x.example", family="Ann")
    url = f"/addressbook/groups/{group.pk}/"

    with pytest.raises(PermissionDenied):
        join(group, [contact.pk], by=ben)
    with pytest.raises(PermissionDenied):
        make_group("Other", book=everybodys, by=ben)
    assert as_(ben).get(url).status_code == 200
    assert as_(ben).post(url, {"name": "Mine"}).status_code == 403
    assert as_(ben).post(f"{url}departures/", {"contact": contact.pk}).status_code == 403
    assert as_(ben).post(f"{url}removal/").status_code == 404
    assert ContactGroup.objects.get().name == "All"


def test_nobody_joins_whom_one_does_not_see(ours, mine, knows, aiko, ben):
    secret = knows(mine, aiko, family="Secret")
    group = make_group("Group", book=ours, by=ben)

    assert join(group, [secret.pk], by=ben) == 0


def test_a_group_is_made_filled_named_emptied_and_deleted(as_, aiko, mine, knows):
    ids = [knows(mine, aiko, f"{name}@x.example", family=name).pk for name in ("Ann", "Bob")]
    client = as_(aiko)
    made = client.post("/addressbook/groups/", {"name": "Fair", "into": mine.pk})
    group = ContactGroup.objects.get()
    assert made.url == f"/addressbook/groups/{group.pk}/"

    sent = {"contact": ids, "group": group.pk, "then": "join"}
    client.post("/addressbook/selection/", sent)
    assert set(group.members.values_list("pk", flat=True)) == set(ids)

    client.post(made.url, {"name": "Autumn"})
    client.post(f"{made.url}departures/", {"contact": ids[:1]})
    group.refresh_from_db()
    assert (group.name, group.words) == ("Autumn", "autumn")
    assert [each.family for each in group.members.all()] == ["Bob"]

    assert "Its members stay" in client.get(f"{made.url}removal/").content.decode()
    client.post(f"{made.url}removal/")
    assert not ContactGroup.objects.exists()
    assert Contact.objects.count() == 2


def test_a_name_is_taken_once_in_a_book(mine, ours, aiko, as_):
    make_group("Fair", book=mine, by=aiko)
    make_group("Fair", book=ours, by=aiko)

    with pytest.raises(Refused):
        make_group("Fair", book=mine, by=aiko)
    page = as_(aiko).post("/addressbook/groups/", {"name": "Fair", "into": mine.pk})
    assert page.context["form"].errors["name"]


def test_a_group_has_an_end(mine, aiko):
    write_all([Details(family=f"N{n}") for n in range(501)], book=mine, by=aiko)
    group = make_group("All", book=mine, by=aiko)
    ids = list(mine.contacts.values_list("pk", flat=True))

    join(group, ids[:500], by=aiko)
    with pytest.raises(Refused):
        join(group, ids[500:], by=aiko)
    assert group.members.count() == 500


@pytest.mark.parametrize("sent", [{}, {"group": "9" * 30}, {"group": "x"}])
def test_a_strange_group_is_refused_with_a_sentence(sent, as_, aiko, mine, knows):
    contact = knows(mine, aiko, family="Ann")

    answer = as_(aiko).post(
        "/addressbook/selection/", {"contact": contact.pk, "then": "join", **sent}
    )
    assert answer.status_code == 409


def test_groups_cost_the_same_however_many(ben, asked_by, django_assert_num_queries):
    book = own_book(ben)
    write_all(
        [Details(family=f"N{n}", addresses=(Labelled(f"n{n}@x.example"),)) for n in range(200)],
        book=book,
        by=ben,
    )
    ids = list(book.contacts.values_list("pk", flat=True))
    pages = ["/addressbook/groups/", f"/addressbook/groups/{_group('G0', book, ids[:2], ben).pk}/"]
    before = [asked_by(ben, url) for url in pages]
    for number in range(1, 60):
        _group(f"G{number}", book, ids, ben)
    join(ContactGroup.objects.get(name="G0"), ids, by=ben)

    assert [asked_by(ben, url) for url in pages] == before
    assert max(before) <= 9
    with django_assert_num_queries(3):
        assert [len(each.members) for each in groups_matching("g", to=ben, most=3)] == [200] * 3


def _group(name, book, ids, person):
    group = make_group(name, book=book, by=person)
    join(group, ids, by=person)
    return group
