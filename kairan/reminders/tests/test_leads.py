from datetime import time, timedelta

from kairan.reminders.leads import event_leads, task_leads, terms, terms_of
from kairan.reminders.models import ReminderSettings


def test_who_never_said_anything_has_the_defaults(aiko, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert event_leads([aiko.pk]) == {aiko.pk: (timedelta(minutes=10),)}
    with django_assert_num_queries(1):
        assert task_leads([aiko.pk]) == {aiko.pk: (timedelta(hours=1),)}


def test_leads_are_each_persons_own_the_longest_first(aiko, ben):
    ReminderSettings.objects.create(person=ben, event_leads=[0, 1440], task_leads=[])

    assert event_leads([aiko.pk, ben.pk])[ben.pk] == (timedelta(days=1), timedelta())
    assert task_leads([aiko.pk, ben.pk]) == {aiko.pk: (timedelta(hours=1),), ben.pk: ()}


def test_everybody_has_terms(aiko, ben, django_assert_num_queries):
    ReminderSettings.objects.create(person=ben, daily_at=None)

    with django_assert_num_queries(1):
        found = terms([aiko.pk, ben.pk])

    assert found[ben.pk].daily is None
    assert found[aiko.pk].daily.at == time(8)
    assert str(found[ben.pk].zone) == "Asia/Tokyo"
    assert terms_of(aiko) == found[aiko.pk]
