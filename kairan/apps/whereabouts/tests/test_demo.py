"""The demo company uses all of it, and nothing of the past is mailed late."""

from django.utils.timezone import now

from kairan.apps.whereabouts import demo
from kairan.apps.whereabouts.models import Copy, Message, Standing
from kairan.people.testing import hire


def test_the_demo_company_is_out_and_about(db):
    everybody = {
        *(login_id for login_id, *_rest in demo.STANDINGS),
        *(person for told in [*demo.PAST, *demo.TODAY] for person in (told.writer, *told.to)),
    }
    people = {each: hire(each, first_name=each, language="ja") for each in sorted(everybody)}

    demo.past(people, now())
    assert Standing.objects.count() == len(demo.STANDINGS)
    assert not Copy.objects.unread().exists()
    demo.today(people, now())

    assert Message.objects.count() == len(demo.PAST) + len(demo.TODAY)
    assert Copy.objects.unread().count() == sum(len(told.to) for told in demo.TODAY)
