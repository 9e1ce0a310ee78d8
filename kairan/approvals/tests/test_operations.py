import pytest
from django.db import transaction

from kairan.approvals import operations
from kairan.approvals.models import Course, Seat
from kairan.approvals.outcomes import Follows
from kairan.approvals.planning import PlannedStep
from kairan.people.testing import hire
from kairan.shell.refusals import Refused

ABOUT = "workflow:12"


def step(*people, needs_all=False, title="Section"):
    return PlannedStep(title=title, approvers=[each.pk for each in people], needs_all=needs_all)


def begin(applicant, *steps):
    return operations.begin(ABOUT, list(steps), by=applicant)


def turns(course):
    asked = course.seats.filter(state=Seat.State.ASKED)
    return {seat.person.login_id for seat in asked.select_related("person")}


def test_the_first_step_is_asked_and_nobody_else(aiko, ben, chidi):
    outcome = begin(aiko, step(ben), step(chidi))

    assert (outcome.follows, outcome.turn) == (Follows.TURN, (ben.pk,))
    assert turns(outcome.course) == {"ben"}
    assert list(Seat.objects.turns_of(chidi)) == []


def test_the_next_turn_comes_once_a_step_is_approved(aiko, ben, chidi):
    course = begin(aiko, step(ben), step(chidi)).course

    outcome = operations.approve(course, by=ben, comment=" Fine. ")

    assert (outcome.follows, outcome.turn, outcome.step.number) == (Follows.TURN, (chidi.pk,), 2)
    assert course.seats.get(person=ben).comment == "Fine."


def test_the_last_approval_ends_the_course(aiko, ben):
    course = begin(aiko, step(ben)).course

    outcome = operations.approve(course, by=ben)

    assert (outcome.follows, outcome.turn) == (Follows.APPROVED, ())
    course.refresh_from_db()
    assert (course.state, course.ended_at is None) == ("approved", False)


def test_one_of_several_is_enough_and_the_others_are_passed_over(aiko, ben, chidi, dana):
    course = begin(aiko, step(ben, chidi), step(dana)).course

    outcome = operations.approve(course, by=ben)

    assert outcome.turn == (dana.pk,)
    assert outcome.passed_over == (chidi.pk,)
    with pytest.raises(Refused, match="A colleague has decided"):
        operations.approve(course, by=chidi)


def test_all_of_several_are_waited_for(aiko, ben, chidi):
    course = begin(aiko, step(ben, chidi, needs_all=True)).course

    assert operations.approve(course, by=ben).follows is Follows.WAITING
    assert turns(course) == {"chidi"}
    assert operations.approve(course, by=chidi).follows is Follows.APPROVED


@pytest.mark.parametrize(
    ("verb", "follows"),
    [(operations.deny, Follows.DENIED), (operations.send_back, Follows.RETURNED)],
)
def test_one_who_says_no_ends_it_for_all(aiko, ben, chidi, dana, verb, follows):
    course = begin(aiko, step(ben, chidi, needs_all=True), step(dana)).course

    outcome = verb(course, by=chidi, comment="Too expensive.")

    assert (outcome.follows, outcome.passed_over) == (follows, (ben.pk,))
    assert turns(course) == set()
    with pytest.raises(Refused, match="nothing is left to decide"):
        operations.approve(course, by=ben)


@pytest.mark.parametrize("verb", [operations.deny, operations.send_back])
def test_who_says_no_says_why(aiko, ben, verb):
    course = begin(aiko, step(ben)).course

    with pytest.raises(Refused, match="Say why"):
        verb(course, by=ben, comment="  ")


def test_nobody_decides_out_of_turn_or_twice(aiko, ben, chidi, dana):
    course = begin(aiko, step(ben), step(chidi)).course

    for person in (aiko, chidi, dana):
        with pytest.raises(Refused, match="not your turn"):
            operations.approve(course, by=person)
    operations.approve(course, by=ben)
    with pytest.raises(Refused, match="decided this already"):
        operations.approve(course, by=ben)


def test_only_the_applicant_withdraws_and_only_while_it_is_under_way(aiko, ben):
    course = begin(aiko, step(ben)).course
    with pytest.raises(Refused, match="Only the applicant"):
        operations.withdraw(course, by=ben)

    outcome = operations.withdraw(course, by=aiko)

    assert (outcome.follows, outcome.passed_over) == (Follows.WITHDRAWN, (ben.pk,))
    with pytest.raises(Refused, match="withdrawn"):
        operations.withdraw(course, by=aiko)


def test_nobody_decides_about_their_own_record(aiko, ben):
    assert begin(aiko, step(aiko, ben, needs_all=True)).turn == (ben.pk,)


@pytest.mark.parametrize("who", ["applicant", "gone", "nobody"])
def test_a_step_that_nobody_could_decide_is_refused(aiko, ben, who):
    gone = hire("gone", first_name="Gone", is_active=False)
    people = {"applicant": [aiko], "gone": [gone], "nobody": []}[who]

    with pytest.raises(Refused, match="Nobody is left to decide at “Board”"):
        begin(aiko, step(ben), step(*people, title="Board"))
    assert not Course.objects.exists()


def test_a_course_has_steps(aiko):
    with pytest.raises(Refused, match="no step yet"):
        begin(aiko)


def test_a_record_is_on_one_course_at_a_time(aiko, ben):
    first = begin(aiko, step(ben)).course
    with pytest.raises(Refused, match="sent already"):
        begin(aiko, step(ben))

    operations.send_back(first, by=ben, comment="Which day?")
    second = begin(aiko, step(ben)).course

    assert list(Course.objects.of(ABOUT)) == [second, first]


def test_who_left_meanwhile_is_not_asked(aiko, ben, chidi, dana):
    course = begin(aiko, step(ben), step(chidi, dana, needs_all=True)).course
    chidi.is_active = False
    chidi.save()

    outcome = operations.approve(course, by=ben)

    assert outcome.turn == (dana.pk,)
    assert operations.approve(course, by=dana).follows is Follows.APPROVED


def test_who_leaves_during_their_turn_is_not_waited_for(aiko, ben, chidi):
    course = begin(aiko, step(ben, chidi, needs_all=True)).course
    chidi.is_active = False
    chidi.save()

    assert operations.approve(course, by=ben).follows is Follows.APPROVED


def test_where_nobody_is_left_the_record_comes_back(aiko, ben, chidi):
    course = begin(aiko, step(ben), step(chidi, title="Board")).course
    chidi.is_active = False
    chidi.save()

    outcome = operations.approve(course, by=ben)

    assert (outcome.follows, outcome.nobody_left) == (Follows.RETURNED, True)
    assert outcome.step.title == "Board"


def test_a_seat_is_handed_over_with_its_turn(aiko, ben, chidi, dana):
    course = begin(aiko, step(ben), step(chidi)).course

    outcome = operations.hand_over(course.seats.get(person=ben), to=dana)

    assert (outcome.turn, outcome.passed_over) == ((dana.pk,), (ben.pk,))
    assert turns(course) == {"dana"}
    assert operations.approve(course, by=dana).turn == (chidi.pk,)


def test_a_seat_ahead_is_handed_over_in_silence(aiko, ben, chidi, dana):
    course = begin(aiko, step(ben), step(chidi)).course

    outcome = operations.hand_over(course.seats.get(person=chidi), to=dana)

    assert (outcome.turn, outcome.passed_over) == ((), ())
    assert operations.approve(course, by=ben).turn == (dana.pk,)


def test_a_seat_is_handed_to_somebody_who_can_decide(aiko, ben, chidi):
    course = begin(aiko, step(ben, chidi)).course
    seat = course.seats.get(person=ben)

    with pytest.raises(Refused, match="besides the applicant"):
        operations.hand_over(seat, to=aiko)
    with pytest.raises(Refused, match="sits at this step already"):
        operations.hand_over(seat, to=chidi)
    operations.approve(course, by=chidi)
    with pytest.raises(Refused, match="nothing is left"):
        operations.hand_over(seat, to=hire("erin", first_name="Erin"))


@pytest.mark.django_db(transaction=True)
def test_a_decision_needs_the_transaction_of_its_announcement(aiko, ben):
    with pytest.raises(RuntimeError):
        begin(aiko, step(ben))
    with transaction.atomic():
        course = begin(aiko, step(ben)).course
    with pytest.raises(RuntimeError):
        operations.approve(course, by=ben)
