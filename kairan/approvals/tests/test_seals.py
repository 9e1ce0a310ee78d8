from django.template.loader import render_to_string

from kairan.approvals import operations
from kairan.approvals.models import Course
from kairan.approvals.planning import PlannedStep
from kairan.approvals.seals import drawn, foreseen


def steps(*approvers):
    return [PlannedStep(title=f"Step {n}", approvers=who) for n, who in enumerate(approvers, 1)]


def seals_of(stages):
    return [[(seal.name, str(seal.state)) for seal in stage.seals] for stage in stages]


def test_a_course_is_drawn_as_it_stands(aiko, ben, chidi, dana, django_assert_num_queries):
    course = operations.begin(
        "expense:1", steps([ben.pk, chidi.pk], [dana.pk], [ben.pk]), by=aiko
    ).course
    operations.approve(course, by=ben, comment="Fine.")

    with django_assert_num_queries(3):
        stages = drawn(Course.objects.with_seats().get(pk=course.pk))

    assert seals_of(stages) == [
        [("Sato Ben", "approved"), ("Chidi Obi", "passed")],
        [("Dana Ito", "asked")],
        [("Sato Ben", "ahead")],
    ]
    assert [stage.is_current for stage in stages] == [False, True, False]
    assert stages[0].seals[0].comment == "Fine."


def test_what_is_foreseen_leaves_the_applicant_out(aiko, ben, django_assert_num_queries):
    with django_assert_num_queries(1):
        stages = foreseen(steps([ben.pk, aiko.pk], [ben.pk]), applicant=aiko)

    assert seals_of(stages) == [[("Sato Ben", "ahead")], [("Sato Ben", "ahead")]]


def test_the_seals_say_in_words_what_they_show(aiko, ben, chidi):
    course = operations.begin("expense:1", steps([ben.pk], [chidi.pk]), by=aiko).course
    operations.approve(course, by=ben)
    operations.deny(course, by=chidi, comment="No budget <b>.")

    stages = drawn(Course.objects.with_seats().get(pk=course.pk))
    seals = render_to_string("approvals/_seals.html", {"stages": stages})
    comments = render_to_string("approvals/_comments.html", {"stages": stages})

    assert "approved" in seals
    assert "denied" in seals
    assert "No budget &lt;b&gt;." in comments
