from django.apps import apps

from kairan.apps.workflow.operations.decisions import approve
from kairan.apps.workflow.operations.papers import send


def test_the_house_hears_what_waits_for_whom(emi, ben, dana, form_for, written):
    feature = apps.get_app_config("workflow")
    form = form_for([ben], [dana])
    papers = [send(written(form, subject=f"Trip {n}"), author=emi) for n in range(3)]

    assert [feature.waiting_for(each) for each in (emi, ben, dana)] == [0, 3, 0]
    assert [(each.title, each.detail) for each in feature.waiting(ben, 2)] == [
        ("Trip 0", "Emi Hara"),
        ("Trip 1", "Emi Hara"),
    ]
    assert feature.waiting(ben, 1)[0].url == papers[0].get_absolute_url()

    approve(papers[0], course=papers[0].submissions.get().course_id, by=ben)
    assert [feature.waiting_for(each) for each in (emi, ben, dana)] == [0, 2, 1]


def test_asking_costs_one_query(ben, paper, django_assert_num_queries):
    feature = apps.get_app_config("workflow")

    with django_assert_num_queries(1):
        feature.waiting_for(ben)
    with django_assert_num_queries(1):
        assert len(feature.waiting(ben, 5)) == 1
