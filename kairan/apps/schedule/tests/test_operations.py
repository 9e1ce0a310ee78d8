from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

import pytest

from kairan.apps.schedule.models import Event, Participation
from kairan.apps.schedule.operations import (
    Overtaken,
    Scope,
    cancel,
    change,
    choose_reminders,
    leave,
    register,
)
from kairan.apps.schedule.operations.plans import participants
from kairan.apps.schedule.tests.conftest import MONDAY
from kairan.notices.models import Announcement
from kairan.people.models import Group
from kairan.people.picker import Selection
from kairan.shell.refusals import Refused

WEEK = timedelta(weeks=1)


def told():
    """Kind and recipients of what was announced, in order, and not withdrawn or undone."""
    found = Announcement.objects.exclude(state__in=["withdrawn", "undone"]).order_by("pk")
    return [(each.kind.removeprefix("schedule."), each.recipients) for each in found]


def days(event, many=5):
    event.refresh_from_db()
    return [
        times.day
        for times, _ in zip(event.pattern.from_day(date(2030, 1, 1)), range(many), strict=False)
    ]


def again(series, plan, *people, **fields):
    return plan(*people, rule=series.rule, **fields)


def test_the_others_hear_of_a_new_event(aiko, ben, chidi, event):
    assert told() == [("registered", [ben.pk])]
    assert participants(event) == {aiko.pk, ben.pk}


def test_an_event_by_the_bell_announces_without_mail(clock, aiko, ben, plan):
    register(plan(aiko, ben, way=Event.Way.BELL), author=aiko)

    assert Announcement.objects.get().by_mail is False


def test_an_event_of_which_nobody_is_told(clock, aiko, ben, chidi, plan):
    silent = register(plan(aiko, ben, way=Event.Way.NONE), author=aiko)
    change(silent, plan(aiko, chidi, way=Event.Way.NONE, begins_at=time(9)), by=aiko)
    cancel(Event.objects.get(), by=aiko)

    assert told() == []


def test_an_event_needs_somebody(clock, aiko, plan):
    with pytest.raises(Refused):
        register(plan(), author=aiko)
    assert not Event.objects.exists()


def test_one_form_is_one_event(clock, aiko, ben, plan):
    planned = plan(aiko, ben, key=uuid4())

    assert register(planned, author=aiko) == register(planned, author=aiko)
    assert told() == [("registered", [ben.pk])]


def test_a_group_is_kept_as_chosen_and_resolved_when_saved(clock, aiko, ben, chidi, plan):
    group = Group.objects.create(name="Sales")
    group.members.set([ben])
    event = register(plan(to=Selection(people=(aiko.pk,), groups=(group.pk,))), author=aiko)
    group.members.set([ben, chidi])

    assert participants(event) == {aiko.pk, ben.pk}
    assert event.selection == Selection(people=(aiko.pk,), groups=(group.pk,))
    change(event, plan(to=event.selection), by=aiko)
    assert participants(event) == {aiko.pk, ben.pk, chidi.pk}


def test_the_first_day_is_one_of_the_rule(clock, aiko, plan):
    event = register(plan(aiko, rule="FREQ=WEEKLY;BYDAY=TH"), author=aiko)

    assert (event.first_day, event.last_day) == (MONDAY + timedelta(3), MONDAY + timedelta(3))


def test_a_rule_by_which_nothing_takes_place_is_refused(clock, aiko, plan):
    with pytest.raises(Refused):
        register(plan(aiko, rule="FREQ=WEEKLY;BYDAY=TH;UNTIL=20300514"), author=aiko)


def test_what_did_not_change_is_told_to_nobody(aiko, ben, event, plan):
    change(event, plan(aiko, ben, is_private=True, leads=(5,)), by=aiko)

    assert told() == [("registered", [ben.pk])]


def test_a_change_is_told_to_each_as_it_concerns_them(aiko, ben, chidi, event, plan, all_is_heard):
    all_is_heard()
    change(event, plan(aiko, ben, chidi, place="Room B"), by=aiko)
    all_is_heard()
    change(Event.objects.get(), plan(aiko, chidi, place="Room B"), by=aiko)

    assert told()[1:] == [
        ("registered", [chidi.pk]),
        ("changed", [ben.pk]),
        ("removed", [ben.pk]),
        ("changed", [chidi.pk]),
    ]


def test_of_two_who_save_at_once_the_second_is_told(aiko, ben, event, plan):
    change(event, plan(aiko, ben, title="First"), by=aiko, version=0)

    with pytest.raises(Overtaken):
        change(event, plan(aiko, ben, title="Second"), by=aiko, version=0)
    assert Event.objects.get().title == "First"


def test_cancelling_is_told_once_and_for_all(aiko, ben, event, all_is_heard):
    all_is_heard()
    cancel(event, by=aiko)

    with pytest.raises(Refused):
        cancel(event, by=aiko)
    assert told() == [("registered", [ben.pk]), ("cancelled", [ben.pk])]
    assert event.reminders.count() == 0


def test_what_nobody_has_heard_of_is_cancelled_in_silence(aiko, event):
    cancel(event, by=aiko)

    assert told() == []


def test_one_occurrence_changes_by_itself(aiko, ben, series, plan):
    day = MONDAY + WEEK
    alone = change(
        series,
        again(series, plan, aiko, ben, first_day=day + timedelta(1), title="Off-site"),
        by=aiko,
        day=day,
        scope=Scope.ONE,
    )

    assert days(series, 3) == [MONDAY, MONDAY + 2 * WEEK, MONDAY + 3 * WEEK]
    assert (alone.series, alone.series_day, alone.rule) == (series, day, "")
    assert days(alone) == [day + timedelta(1)]
    assert told()[1:] == [("changed", [ben.pk])]


def test_an_occurrence_that_was_changed_can_be_changed_again(aiko, ben, series, plan):
    day = MONDAY + WEEK
    moved = again(series, plan, aiko, ben, first_day=day + timedelta(1))
    alone = change(series, moved, by=aiko, day=day, scope=Scope.ONE)
    change(alone, plan(aiko, ben, first_day=day + timedelta(2)), by=aiko)

    assert days(alone) == [day + timedelta(2)]
    with pytest.raises(Refused):
        change(series, moved, by=aiko, day=day, scope=Scope.ONE)


def test_this_and_those_that_follow_change(aiko, ben, series, plan, all_is_heard):
    all_is_heard()
    day = MONDAY + 2 * WEEK
    tail = change(
        series,
        again(series, plan, aiko, ben, first_day=day, begins_at=time(9)),
        by=aiko,
        day=day,
        scope=Scope.FOLLOWING,
    )

    assert days(series) == [MONDAY, MONDAY + WEEK]
    assert days(tail, 2) == [day, day + WEEK]
    assert (tail.begins_at, Event.objects.get(pk=series.pk).begins_at) == (time(9), time(10))
    assert tail.uid != series.uid
    assert told()[1:] == [("changed", [ben.pk]), ("changed", [ben.pk])]


def test_what_follows_counts_on(clock, aiko, ben, plan):
    rule = "FREQ=WEEKLY;BYDAY=MO;COUNT=5"
    series = register(plan(aiko, ben, rule=rule), author=aiko)
    day = MONDAY + 2 * WEEK
    tail = change(
        series,
        plan(aiko, ben, rule=rule, first_day=day, title="New"),
        by=aiko,
        day=day,
        scope=Scope.FOLLOWING,
    )

    assert len(days(series, 9)) == 2
    assert len(days(tail, 9)) == 3


def test_all_move_when_one_is_moved_for_all(aiko, ben, series, plan):
    day = MONDAY + 2 * WEEK
    planned = plan(
        aiko, ben, rule="FREQ=WEEKLY;BYDAY=TU", first_day=day + timedelta(1), begins_at=time(9)
    )
    change(series, planned, by=aiko, day=day, scope=Scope.ALL)

    assert days(series, 2) == [MONDAY + timedelta(1), MONDAY + timedelta(8)]


def test_what_was_changed_alone_follows_in_words(aiko, ben, chidi, series, plan):
    day = MONDAY + WEEK
    one = again(series, plan, aiko, ben, first_day=day, place="Garden")
    alone = change(series, one, by=aiko, day=day, scope=Scope.ONE)
    everything = again(series, plan, aiko, chidi, title="Numbers", place="Room C")
    change(Event.objects.get(pk=series.pk), everything, by=aiko)

    alone.refresh_from_db()
    assert (alone.title, alone.place) == ("Numbers", "Garden")
    assert participants(alone) == {aiko.pk, chidi.pk}
    assert day not in days(series)


def test_what_was_changed_alone_is_given_up_when_the_days_change(aiko, ben, chidi, series, plan):
    one = again(series, plan, aiko, ben, chidi, first_day=MONDAY + WEEK, place="Garden")
    alone = change(series, one, by=aiko, day=MONDAY + WEEK, scope=Scope.ONE)
    cancel(Event.objects.get(pk=series.pk), by=aiko, day=MONDAY + 2 * WEEK, scope=Scope.ONE)
    everything = again(series, plan, aiko, ben, begins_at=time(9))
    change(Event.objects.get(pk=series.pk), everything, by=aiko)

    alone.refresh_from_db()
    assert alone.is_cancelled
    assert days(series, 3) == [MONDAY, MONDAY + WEEK, MONDAY + 3 * WEEK]
    # Chidi took part on that day alone.
    assert ("cancelled", [chidi.pk]) in told()


def test_lone_days_go_over_to_what_follows(aiko, ben, series, plan):
    one = again(series, plan, aiko, ben, first_day=MONDAY + 3 * WEEK, place="Garden")
    alone = change(series, one, by=aiko, day=MONDAY + 3 * WEEK, scope=Scope.ONE)
    tail = change(
        Event.objects.get(pk=series.pk),
        again(series, plan, aiko, ben, first_day=MONDAY + WEEK, title="Numbers"),
        by=aiko,
        day=MONDAY + WEEK,
        scope=Scope.FOLLOWING,
    )

    alone.refresh_from_db()
    assert (alone.series, alone.title, alone.place) == (tail, "Numbers", "Garden")
    assert days(tail, 3) == [MONDAY + WEEK, MONDAY + 2 * WEEK, MONDAY + 4 * WEEK]


def test_one_occurrence_is_cancelled(aiko, ben, series):
    cancel(series, by=aiko, day=MONDAY + WEEK, scope=Scope.ONE)

    assert days(series, 2) == [MONDAY, MONDAY + 2 * WEEK]
    assert told()[1:] == [("cancelled", [ben.pk])]
    with pytest.raises(Refused):
        cancel(series, by=aiko, day=MONDAY + WEEK, scope=Scope.ONE)


def test_the_rest_is_cancelled(aiko, ben, series, all_is_heard):
    all_is_heard()
    cancel(series, by=aiko, day=MONDAY + 2 * WEEK, scope=Scope.FOLLOWING)

    assert days(series) == [MONDAY, MONDAY + WEEK]
    assert series.participations.first().last_end < datetime(2030, 6, 1, tzinfo=UTC)
    assert told()[1:] == [("changed", [ben.pk])]


def test_cancelling_from_the_first_on_cancels_all(aiko, ben, series):
    assert cancel(series, by=aiko, day=MONDAY, scope=Scope.FOLLOWING).is_cancelled


def test_who_leaves_is_out_everywhere_and_the_author_hears(aiko, ben, series, plan):
    one = again(series, plan, aiko, ben, first_day=MONDAY + WEEK, place="Garden")
    alone = change(series, one, by=aiko, day=MONDAY + WEEK, scope=Scope.ONE)
    leave(series, person=ben)

    assert participants(series) == participants(alone) == {aiko.pk}
    assert told()[-1] == ("left", [aiko.pk])


def test_who_left_comes_back_by_name_only(clock, aiko, ben, plan):
    group = Group.objects.create(name="Sales")
    group.members.set([aiko, ben])
    event = register(plan(to=Selection(groups=(group.pk,))), author=aiko)
    leave(event, person=ben)

    change(event, plan(to=Selection(groups=(group.pk,)), title="Again"), by=aiko)
    assert participants(event) == {aiko.pk}
    change(event, plan(to=Selection(people=(ben.pk,), groups=(group.pk,))), by=aiko)
    assert participants(event) == {aiko.pk, ben.pk}


def test_leaving_overtakes_a_form_that_is_open(aiko, ben, event, plan):
    leave(event, person=ben)

    with pytest.raises(Overtaken):
        change(event, plan(aiko, ben), by=aiko, version=event.version)


def test_a_participant_keeps_their_reminders_when_the_event_changes(aiko, ben, event, plan):
    choose_reminders(event, person=ben, reminded=Participation.Reminded.NONE)
    change(event, plan(aiko, ben, title="Else"), by=aiko)

    assert event.participations.get(person=ben).reminded == "none"


def test_bounds_follow_the_event(aiko, event, plan):
    change(event, plan(aiko, rule="FREQ=DAILY"), by=aiko)

    part = event.participations.get()
    assert part.is_long
    assert part.last_end.year == 3001
    change(Event.objects.get(), plan(aiko), by=aiko)
    part.refresh_from_db()
    assert (part.is_long, part.first_start.isoformat()) == (False, "2030-05-13T09:00:00+00:00")


def test_days_that_were_skipped_stay_so_when_words_change(aiko, ben, series, plan):
    cancel(series, by=aiko, day=MONDAY + WEEK, scope=Scope.ONE)
    change(Event.objects.get(), again(series, plan, aiko, ben, title="Else"), by=aiko)

    assert days(series, 2) == [MONDAY, MONDAY + 2 * WEEK]
