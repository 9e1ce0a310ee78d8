"""Who types an address is offered whom they wrote to, and who works here; and nobody else."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from kairan.people.models import Address
from kairan.webmail.tests.letters import post
from kairan.webmail.writing.correspondents import suggestions
from kairan.webmail.writing.recipients import parse_recipients, typed


@pytest.fixture
def desk(aiko, writes, mail_server):
    return writes(aiko, mail_server)


def offered(client, query):
    found = client.get("/webmail/addresses/", {"q": query}).json()["found"]
    return [each["typed"] for each in found]


def test_whom_one_wrote_to_is_offered_by_name_and_by_address(as_, aiko, desk):
    post(as_(aiko), desk)

    yui = '"森 結衣" <yui@example.jp>'
    assert offered(as_(aiko), "結衣") == [yui]
    assert offered(as_(aiko), "YUI@ex") == [yui]
    assert offered(as_(aiko), "nobody at all") == []
    assert offered(as_(aiko), " ") == []


def test_what_one_wrote_to_is_nobody_elses(as_, aiko, ben, desk):
    post(as_(aiko), desk)

    assert offered(as_(ben), "結衣") == []


def test_colleagues_are_offered_with_addresses_that_are_shown_to_everybody(aiko, ben, chidi):
    Address.objects.filter(user=ben).update(is_public=True)
    Address.objects.filter(user=chidi).update(is_public=False)

    assert [each.name for each in suggestions("ben", to=aiko)] == [str(ben)]
    assert suggestions("chidi", to=aiko) == []


def test_whom_one_wrote_to_last_comes_first_and_once(as_, aiko, desk, time_machine):
    client = as_(aiko)
    for minute, name in enumerate(["Ann <ann@example.jp>", "Bob <bob@example.jp>"]):
        time_machine.move_to(now() + timedelta(minutes=minute + 1), tick=False)
        post(client, desk, to=name, cc="", bcc="")
    time_machine.move_to(now() + timedelta(minutes=1), tick=False)
    post(client, desk, to="Ann Lee <ANN@example.jp>", cc="", bcc="")

    assert offered(client, "example.jp") == [
        '"Ann Lee" <ann@example.jp>',
        '"Bob" <bob@example.jp>',
    ]


def test_a_letter_and_what_is_offered_cost_the_same_however_many_there_are(
    as_, aiko, desk, django_assert_max_num_queries
):
    crowd = ", ".join(f"p{number}@example.test" for number in range(300))
    post(as_(aiko), desk, to=crowd, heeded="crowd")

    with django_assert_max_num_queries(6):
        assert len(suggestions("example", to=aiko)) == 8


@pytest.mark.parametrize("name", ["", "Mori", "Mori, Aiko", 'Aiko "A" Mori', "back\\slash", "森"])
def test_what_is_offered_is_read_back_as_the_same_address(name):
    [address] = parse_recipients(typed(name, "aiko@example.jp"))

    assert (str(address.name), address.addr) == (name, "aiko@example.jp")
