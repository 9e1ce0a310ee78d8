from datetime import timedelta

import pytest
from django.utils.timezone import now

from kairan.apps.whereabouts.board import contact_of, lines
from kairan.apps.whereabouts.models import Standing
from kairan.apps.whereabouts.operations.messages import leave
from kairan.apps.whereabouts.operations.standings import prefer
from kairan.people.models import Group
from kairan.people.testing import hire

LATER = timedelta(hours=2)


@pytest.fixture
def line_of(aiko):
    """Return the line of somebody on the board, as Aiko sees it."""

    def one(person, viewer=None):
        [line] = lines([person], viewer=viewer or aiko, now=now())
        return line

    return one


@pytest.fixture
def sales(ben):
    """A group with Ben and a colleague of his."""
    group = Group.objects.create(name="Sales")
    dana = hire("dana", first_name="Dana")
    group.members.add(ben, dana)
    return dana


def body(response):
    return response.content.decode()


@pytest.mark.parametrize(
    ("numbers", "is_in", "shown"),
    [
        ({"extension": "12", "mobile": "090-1", "phone": "03-1"}, True, "12"),
        ({"extension": "12", "mobile": "090-1", "phone": "03-1"}, False, "090-1"),
        ({"mobile": "090-1", "phone": "03-1"}, True, "03-1"),
        ({"extension": "12", "phone": "03-1"}, False, "03-1"),
        ({"extension": "12"}, False, "12"),
        ({}, True, None),
    ],
)
def test_the_contact_fits_the_presence(ben, numbers, is_in, shown):
    for name, number in numbers.items():
        setattr(ben, name, number)

    contact = contact_of(ben, is_in=is_in)

    assert (contact.number if contact else None) == shown


@pytest.mark.parametrize(
    ("number", "dial"),
    [("+81 (3) 5555-0100", "tel:+81355550100"), ("090-5555-0100", "tel:09055550100"), ("123", "")],
)
def test_a_telephone_can_dial_what_is_no_extension(ben, number, dial):
    ben.mobile = number

    assert contact_of(ben, is_in=False).dial == dial


def test_one_click_says_where_i_am(as_, ben, presence):
    response = as_(ben).post(
        f"/whereabouts/people/{ben.pk}/presence/",
        {"presence": presence("Out").pk, "group": "all"},
    )

    assert response["Location"] == "/whereabouts/?group=all"
    standing = Standing.objects.get()
    assert (standing.person, standing.presence, standing.said_by) == (ben, presence("Out"), ben)


def test_the_form_says_all_of_it_in_my_own_time_zone(as_, ben, presence):
    typed = {"presence": presence("Out").pk, "place": "横浜", "note": "電車で"}
    as_(ben).post(f"/whereabouts/people/{ben.pk}/", {**typed, "until": "2130-05-17T15:00"})

    standing = Standing.objects.get()
    assert standing.until.isoformat() == "2130-05-17T06:00:00+00:00"
    page = body(as_(ben).get("/whereabouts/?group=all"))
    assert "横浜" in page
    assert "電車で" in page


def test_what_was_typed_stays_when_the_time_is_over(as_, ben, presence):
    typed = {"presence": presence("Out").pk, "place": "横浜", "until": "2020-05-17T15:00"}

    page = as_(ben).post(f"/whereabouts/people/{ben.pk}/", typed)

    assert "横浜" in body(page)
    assert page.context["form"].non_field_errors()
    assert not Standing.objects.exists()


@pytest.mark.parametrize("moment", ["9999-12-31T23:59", "0001-01-01T00:00"])
def test_a_time_at_the_end_of_the_calendar_is_refused(as_, aiko, presence, moment):
    typed = {"presence": presence("Out").pk, "until": moment}

    page = as_(aiko).post(f"/whereabouts/people/{aiko.pk}/", typed)

    assert "between 2000 and 2999" in body(page)


def test_a_presence_out_of_the_list_is_refused_with_a_sentence(as_, aiko, presence):
    gone = presence("Out")
    gone.is_offered = False
    gone.save()

    response = as_(aiko).post(f"/whereabouts/people/{aiko.pk}/presence/", {"presence": gone.pk})

    assert response.status_code == 409
    assert "not be chosen any more" in body(response)


def test_a_colleague_of_the_same_group_says_it_and_the_board_says_who(
    as_, aiko, ben, sales, presence
):
    typed = {"presence": presence("Off").pk, "note": "Has a cold"}
    assert as_(sales).post(f"/whereabouts/people/{ben.pk}/", typed).status_code == 302

    assert "said by Dana" in body(as_(aiko).get("/whereabouts/?group=all"))


def test_nobody_else_but_an_administrator_says_where_somebody_is(
    as_, aiko, ben, chidi, sales, presence
):
    typed = {"presence": presence("Off").pk}
    for url in (f"/whereabouts/people/{ben.pk}/", f"/whereabouts/people/{ben.pk}/presence/"):
        assert as_(chidi).post(url, typed).status_code == 404
    assert as_(chidi).get(f"/whereabouts/people/{ben.pk}/").status_code == 404
    assert not Standing.objects.exists()

    assert as_(aiko).post(f"/whereabouts/people/{ben.pk}/", typed).status_code == 302


def test_of_somebody_who_left_nobody_says_anything(as_, aiko, ben, presence):
    ben.is_active = False
    ben.save()

    url = f"/whereabouts/people/{ben.pk}/presence/"
    assert as_(aiko).post(url, {"presence": presence("In").pk}).status_code == 404
    assert "Sato Ben" not in body(as_(aiko).get("/whereabouts/?group=all"))


def test_looking_says_nothing(as_, ben):
    assert as_(ben).get(f"/whereabouts/people/{ben.pk}/presence/").status_code == 405
    assert as_(ben).get("/whereabouts/").status_code == 200
    assert not Standing.objects.exists()


def test_what_is_over_says_so_and_counts_as_out(line_of, ben, stands):
    stands(ben, "In", until=now() + LATER)
    assert line_of(ben).is_in

    Standing.objects.update(until=now() - timedelta(minutes=1))
    line = line_of(ben)
    assert line.is_over
    assert "over" in line.until
    assert not line.is_in


def test_the_presence_is_named_in_the_language_of_the_reader(as_, aiko, ben, stands):
    stands(ben, "Business trip")

    assert "Business trip" in body(as_(aiko).get("/whereabouts/?group=all"))
    assert "出張" in body(as_(ben).get("/whereabouts/?group=all"))


def test_the_schedule_stands_below_what_was_said(as_, line_of, aiko, ben, stands, busy):
    stands(ben, "In")
    busy(ben, "Budget", place="Room A", until=now() + LATER)

    assert line_of(ben).is_in
    page = body(as_(aiko).get("/whereabouts/?group=all"))
    assert "In the schedule:" in page
    assert "Room A" in page
    assert "Engaged" not in page


def test_the_schedule_speaks_for_those_who_let_it(as_, line_of, aiko, ben, stands, busy):
    ben.mobile, ben.extension = "090-5555-0100", "12"
    prefer(ben, mails_when="always", follows_schedule=True)
    stands(ben, "In")
    assert line_of(ben).is_in

    busy(ben, "Budget", place="Room A", until=now() + LATER)

    line = line_of(ben)
    assert (line.is_in, line.contact.number) == (False, "090-5555-0100")
    assert "Engaged" in body(as_(aiko).get("/whereabouts/?group=all"))


def test_colleagues_count_what_waits_but_nothing_confidential(line_of, aiko, ben, chidi, taken):
    leave(taken(ben), writer=aiko)
    leave(taken(ben, is_confidential=True), writer=aiko)

    assert line_of(ben, viewer=chidi).waiting == 1
    assert line_of(ben, viewer=aiko).waiting == 1
    assert line_of(ben, viewer=ben).waiting == 2


def test_the_board_has_a_door_to_a_message_beside_every_name_but_mine(as_, aiko, ben):
    page = body(as_(aiko).get("/whereabouts/?group=all"))

    assert f"/whereabouts/messages/new/?to={ben.pk}" in page
    assert f"/whereabouts/messages/new/?to={aiko.pk}" not in page


def test_a_name_is_found_and_a_group_is_kept_through_pages(as_, aiko, sales):
    for number in range(60):
        hire(f"p{number}", first_name=f"P{number:02}", last_name="Zeta")

    client = as_(aiko)
    found = client.get("/whereabouts/?group=all&q=dana")
    assert [line.person for line in found.context["lines"]] == [sales]
    first = client.get("/whereabouts/?group=all")
    second = client.get(f"/whereabouts/?{first.context['page'].next}")
    assert len(first.context["lines"]) == 50
    assert "group=all" in first.context["page"].next
    shown = [line.person.pk for page in (first, second) for line in page.context["lines"]]
    assert len(shown) == len(set(shown)) == 63


@pytest.mark.parametrize("group", ["x", "999999", "99999999999999999999999", "²", ""])
def test_a_group_that_is_none_shows_a_page(as_, aiko, group):
    assert as_(aiko).get("/whereabouts/", {"group": group}).status_code == 200


def test_the_board_costs_the_same_however_many_are_on_it(
    as_, aiko, ben, chidi, taken, stands, busy, cost
):
    def place(*people):
        for person in people:
            stands(person, "Out", by=aiko, until=now() + LATER)
            busy(person, "Budget", until=now() + LATER)
            leave(taken(person), writer=aiko)

    place(ben, chidi)
    few = cost(as_(ben), "/whereabouts/?group=all")
    place(*(hire(f"p{number}", first_name="P") for number in range(8)))

    assert cost(as_(ben), "/whereabouts/?group=all") == few
