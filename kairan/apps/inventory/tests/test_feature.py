from django.apps import apps
from django.utils.timezone import now

from kairan.apps.inventory import demo
from kairan.apps.inventory.models import Item, Movement
from kairan.notices.models import Announcement
from kairan.people.models import Group
from kairan.people.testing import hire


def test_what_runs_low_waits_for_those_who_answer_for_it(
    aiko, ben, chidi, add, django_assert_num_queries
):
    feature = apps.get_app_config("inventory")
    with django_assert_num_queries(1):
        assert feature.waiting_for(ben) == 0
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


def test_the_demo_company_takes_and_orders_for_weeks(db):
    people = Company()
    for name in {each.group for each in demo.KEPT if each.group}:
        Group.objects.create(name=name)

    demo.past(people, now())
    Announcement.objects.all().delete()
    demo.today(people, now())

    assert Item.objects.low().count() == 2
    assert Movement.objects.filter(at__gt=now()).count() == 0
    kinds = Announcement.objects.order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["inventory.stock-low"] * 2 + ["inventory.message"]


class Company(dict):
    """People by login ID, hired when somebody asks for them."""

    def __missing__(self, login_id):
        kind = "administrator" if login_id == "aoki" else "user"
        self[login_id] = hire(login_id, first_name=login_id, kind=kind)
        return self[login_id]
