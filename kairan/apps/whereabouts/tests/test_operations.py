from datetime import timedelta
from uuid import uuid4

import pytest

from kairan.apps.whereabouts.models import Copy, Message, Preference, Standing
from kairan.apps.whereabouts.operations.lists import strike
from kairan.apps.whereabouts.operations.messages import MOST_RECIPIENTS, leave, open_message
from kairan.apps.whereabouts.operations.standings import prefer
from kairan.notices.models import Announcement
from kairan.people.models import Group, User
from kairan.people.picker import Selection
from kairan.shell.refusals import Refused


def told(*, by_mail):
    found = Announcement.objects.filter(kind="whereabouts.message-left", by_mail=by_mail)
    return [each.recipients for each in found.order_by("pk")]


def test_saying_something_new_forgets_what_was_said_before(ben, stands, moment):
    later = moment + timedelta(hours=2)
    stands(ben, "Out", place="Yokohama", until=later, note="By train")
    stands(ben, "In")

    standing = Standing.objects.get(person=ben)
    assert (standing.presence.name_en, standing.place, standing.until, standing.note) == (
        "In",
        "",
        None,
        "",
    )


def test_it_is_on_record_who_said_it(aiko, ben, stands):
    assert stands(ben, "Off", by=aiko).is_said_by_another
    assert not stands(ben, "In").is_said_by_another


def test_a_time_that_is_over_is_refused(ben, stands, moment):
    with pytest.raises(Refused, match="over already"):
        stands(ben, "Out", until=moment - timedelta(minutes=1))

    assert not Standing.objects.exists()


def test_what_is_out_of_the_list_is_kept_but_not_chosen_anew(aiko, ben, stands, presence):
    stands(ben, "Visitors")
    gone = presence("Visitors")
    gone.is_offered = False
    gone.save()

    stands(ben, "Visitors", place="Room 2")
    with pytest.raises(Refused, match="not be chosen"):
        stands(aiko, "Visitors")


def test_a_message_waits_for_everybody_chosen_but_its_writer(aiko, ben, chidi, taken):
    group = Group.objects.create(name="Sales")
    group.members.add(aiko, chidi)
    wanted = taken(to=Selection(people=(ben.pk,), groups=(group.pk,)))

    message = leave(wanted, writer=aiko)

    assert set(message.copies.values_list("recipient_id", flat=True)) == {ben.pk, chidi.pk}
    assert message.recipients_total == 2
    assert told(by_mail=True) == [sorted([ben.pk, chidi.pk])]
    assert told(by_mail=False) == []


def test_a_message_needs_somebody_besides_its_writer(aiko, taken):
    with pytest.raises(Refused, match="besides yourself"):
        leave(taken(aiko), writer=aiko)

    assert not Message.objects.exists()


def test_a_crowd_is_refused(aiko, taken):
    crowd = User.objects.bulk_create(
        User(login_id=f"p{number}", first_name=f"P{number}", password="!")
        for number in range(MOST_RECIPIENTS + 1)
    )
    with pytest.raises(Refused, match="at most 100"):
        leave(taken(*crowd), writer=aiko)


def test_one_form_is_one_message_however_often_it_is_sent(aiko, ben, taken):
    typed = taken(ben, key=uuid4())

    assert leave(typed, writer=aiko) == leave(typed, writer=aiko)
    assert Copy.objects.count() == 1
    assert told(by_mail=True) == [[ben.pk]]


def test_leaving_for_many_costs_the_same(aiko, taken, django_assert_max_num_queries):
    people = User.objects.bulk_create(
        User(login_id=f"p{number}", first_name=f"P{number}", password="!") for number in range(90)
    )
    with django_assert_max_num_queries(14):
        leave(taken(*people), writer=aiko)


def test_the_first_opening_is_the_one_that_counts(message, ben):
    open_message(message, reader=ben)
    first = message.copies.get().opened_at
    open_message(message, reader=ben)

    message.refresh_from_db()
    assert message.copies.get().opened_at == first
    assert message.opened_total == 1


def test_somebody_else_opens_nothing(message, chidi):
    open_message(message, reader=chidi)

    message.refresh_from_db()
    assert (message.opened_total, message.copies.get().opened_at) == (0, None)


def test_the_message_of_somebody_on_the_list_is_not_torn_apart(message, request_of, presence):
    with pytest.raises(Refused, match="in use"):
        strike(request_of("Please call back"))
    strike(request_of("Called"))
    strike(presence("Visitors"))


def test_wishes_are_kept_once_for_each_person(ben):
    prefer(ben, mails_when="out", follows_schedule=True)
    prefer(ben, mails_when="never", follows_schedule=False)

    assert Preference.objects.get(person=ben).mails_when == "never"
