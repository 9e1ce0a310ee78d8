import pytest
from django.db import connection
from django.utils.timezone import now

from kairan.delivery.models import Envelope, Reason, State
from kairan.notices.models import Notification
from kairan.notices.operations import announce
from kairan.notices.tests.parade import ParadePlanned

Way = Notification.Way


def tell(person, *, way=Way.BELL, opened_at=None, **words):
    announcement = announce(ParadePlanned(**words), to=[person])
    return Notification.objects.create(
        announcement=announcement, person=person, way=way, created_at=now(), opened_at=opened_at
    )


def test_the_bell_counts_what_is_not_opened(aiko, ben, django_assert_num_queries):
    tell(ben)
    tell(ben)
    tell(ben, opened_at=now())
    tell(aiko)
    tell(ben, way=Way.NONE)

    with django_assert_num_queries(1):
        assert Notification.objects.unopened_by(ben.pk).count() == 2


def test_every_page_shows_the_count(as_, ben):
    tell(ben)
    tell(ben)

    assert '<span class="count">2</span>' in as_(ben).get("/notices/").content.decode()


def test_the_list_shows_the_persons_own_notices_only(as_, ben, chidi):
    tell(ben, subject="Lanterns")

    assert "Planned: Lanterns" in as_(ben).get("/notices/").content.decode()
    assert "Planned: Lanterns" not in as_(chidi).get("/notices/").content.decode()


def test_looking_at_the_list_marks_nothing(as_, ben):
    told = tell(ben)

    as_(ben).get("/notices/")
    as_(ben).head("/notices/")
    assert as_(ben).get(f"/notices/{told.pk}/opening/").status_code == 405

    told.refresh_from_db()
    assert told.opened_at is None


def test_opening_a_notice_marks_it_and_leads_to_its_record(as_, ben):
    told = tell(ben, parade_id=9)

    response = as_(ben).post(f"/notices/{told.pk}/opening/")

    assert (response.status_code, response.url) == (302, "/notices/#parade-9")
    told.refresh_from_db()
    assert told.opened_at is not None


def test_a_notice_of_somebody_else_does_not_exist(as_, ben, chidi):
    told = tell(ben)

    assert as_(chidi).post(f"/notices/{told.pk}/opening/").status_code == 404
    told.refresh_from_db()
    assert told.opened_at is None


def test_the_page_of_a_record_marks_what_it_told_by_a_post(as_, ben):
    tell(ben, parade_id=1)
    tell(ben, parade_id=2)

    response = as_(ben).post(
        "/notices/openings/", {"about": "parade:1"}, headers={"HX-Request": "true"}
    )

    assert response.status_code == 204
    assert Notification.objects.unopened_by(ben.pk).count() == 1


def test_all_can_be_marked_at_once_but_only_ones_own(as_, ben, chidi):
    tell(ben)
    tell(ben)
    tell(chidi)

    response = as_(ben).post("/notices/openings/")

    assert response.url == "/notices/"
    assert Notification.objects.unopened_by(ben.pk).count() == 0
    assert Notification.objects.unopened_by(chidi.pk).count() == 1


def test_unread_notices_can_be_listed_alone(as_, ben):
    tell(ben, subject="Old", opened_at=now())
    tell(ben, subject="New")

    page = as_(ben).get("/notices/?show=unread").content.decode()

    assert "Planned: New" in page
    assert "Planned: Old" not in page


def test_a_notice_whose_words_are_lost_does_not_break_the_list(as_, ben):
    tell(ben, breaks=True)
    tell(ben, subject="Still here")

    assert "Still here" in as_(ben).get("/notices/").content.decode()


@pytest.mark.parametrize("count", [5, 60])
def test_the_list_costs_the_same_however_long(ben, count, asked_by):
    for _each in range(count):
        tell(ben)

    assert asked_by(ben, "/notices/") <= 6


def test_a_long_list_has_pages(as_, ben):
    for each in range(60):
        tell(ben, subject=f"No {each:02}.")

    first = as_(ben).get("/notices/")
    second = as_(ben).get(f"/notices/?{first.context['page'].next}")

    assert "No 59." in first.content.decode()
    assert "No 00." in second.content.decode()


def test_strangers_are_led_to_the_sign_in(client, db):
    assert client.get("/notices/").status_code == 302
    assert client.post("/notices/openings/").status_code == 302


@pytest.mark.skipif(
    connection.vendor != "sqlite", reason="PostgreSQL reads a table this small as a whole."
)
def test_an_index_answers_how_many_are_unread(ben):
    plan = Notification.objects.filter(person_id=ben.pk).unread().explain()

    assert "notification_unread" in plan


def test_a_record_named_in_no_readable_way_marks_nothing(as_, ben):
    told = tell(ben)

    assert as_(ben).post("/notices/openings/", {"about": "parade\0:1"}).status_code == 302

    told.refresh_from_db()
    assert told.opened_at is None


def open_page_of(parade, client):
    client.post("/notices/openings/", {"about": f"parade:{parade}"})


def fates():
    """What became of each envelope, by recipient and parade."""
    rows = Envelope.objects.values_list("recipient", "letter__about", "state", "reason")
    return {(recipient, about): (state, reason) for recipient, about, state, reason in rows}


def test_who_has_read_of_it_gets_no_mail_of_it_any_more_and_nobody_else_loses_one(
    as_, ben, chidi, word
):
    announce(ParadePlanned(parade_id=1), to=[ben, chidi])
    announce(ParadePlanned(parade_id=2), to=[ben])
    word()

    open_page_of(1, as_(ben))

    waiting = (State.WAITING, "")
    assert fates() == {
        ("ben@example.test", "parade:1"): (State.CANCELLED, Reason.READ),
        ("chidi@example.test", "parade:1"): waiting,
        ("ben@example.test", "parade:2"): waiting,
    }


def test_a_mail_that_is_leaving_is_not_taken_back_from_who_reads_of_it(as_, ben, word):
    announce(ParadePlanned(parade_id=1), to=[ben])
    word()
    Envelope.objects.update(state=State.SENDING, next_try_at=None)

    open_page_of(1, as_(ben))

    assert fates() == {("ben@example.test", "parade:1"): (State.SENDING, "")}
