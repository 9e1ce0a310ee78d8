from kairan.people.addresses import account_addresses, company_address, notification_addresses
from kairan.people.models import Address, User
from kairan.people.testing import hire


def test_notifications_go_where_people_want_them(aiko, ben, chidi):
    Address.objects.create(user=ben, kind="mobile", address="ben@m.test", takes_notifications=True)
    Address.objects.create(user=ben, kind="home", address="ben@home.test")
    chidi.addresses.update(takes_notifications=False)

    assert notification_addresses([ben.pk, chidi.pk]) == {
        ben.pk: ["ben@example.test", "ben@m.test"]
    }


def test_whoever_has_left_gets_no_mail(aiko, ben):
    User.objects.filter(pk=ben.pk).update(is_active=False)

    assert notification_addresses([ben.pk]) == {}


def test_addresses_of_thousands_cost_a_query_per_500(db, django_assert_num_queries):
    people = [hire(f"p{n}", first_name="P") for n in range(3)]
    ids = [*(person.pk for person in people), *range(1_000_000, 1_001_000)]

    with django_assert_num_queries(3):
        assert len(notification_addresses(ids)) == 3


def test_mail_about_the_account_falls_back(ben):
    assert company_address(ben) == "ben@example.test"
    ben.addresses.all().delete()
    assert (company_address(ben), account_addresses(ben)) == (None, [])
    Address.objects.create(user=ben, kind="home", address="ben@home.test")
    Address.objects.create(user=ben, kind="other", address="ben@o.test", takes_notifications=True)

    assert account_addresses(ben) == ["ben@o.test"]
