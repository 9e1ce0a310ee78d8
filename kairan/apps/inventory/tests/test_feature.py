from django.apps import apps


def test_what_runs_low_waits_for_those_who_answer_for_it(
    aiko, ben, chidi, add, django_assert_num_queries
):
    feature = apps.get_app_config("inventory")
    add(ben, name="Toner", on_hand=1, warning_level=2)
    add(ben, name="Ink", on_hand=0, warning_level=2, unit="本")
    add(name="Pens", on_hand=0, warning_level=2)
    add(ben, name="Paper", on_hand=9, warning_level=2)

    with django_assert_num_queries(1):
        assert feature.waiting_for(ben) == 2
    assert (feature.waiting_for(aiko), feature.waiting_for(chidi)) == (1, 0)
    with django_assert_num_queries(1):
        waiting = feature.waiting(ben, 5)
    assert [(each.title, each.detail) for each in waiting] == [
        ("Ink", "low: 0本 on hand"),
        ("Toner", "low: 1 boxes on hand"),
    ]
    assert len(feature.waiting(ben, 1)) == 1
