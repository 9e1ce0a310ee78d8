"""The benchmark of WebMail measures pages that show what they should."""

import pytest

from bench import webmail
from bench.office import Office
from bench.webmail import inside
from bench.webmail.copying import copy_mail
from bench.webmail.mails import FREQUENT_JA, PHRASE
from bench.webmail.mails import Office as Mails
from bench.webmail.requests import Browser, PageFailed
from kairan.mail.parse import parse
from kairan.webmail.models import Message
from kairan.webmail.searching.queries import read
from kairan.webmail.searching.results import search
from tests.servers.process import free_port


def test_the_mails_are_the_same_on_every_machine():
    one, other = Mails(), Mails()

    assert one.raw(7) == other.raw(7)
    assert parse(one.raw(0)).subject == f"{FREQUENT_JA} 0"
    assert PHRASE in parse(one.raw(3)).subject
    assert one.when(1) < one.when(0)


def test_a_page_that_does_not_come_is_no_figure():
    with pytest.raises((PageFailed, OSError)):
        Browser(f"http://127.0.0.1:{free_port()}", "").get("/")


def test_a_million_is_shared_among_forty_people():
    first, each, others = webmail._shares(1_000_000)

    assert (first // 1_000, 1 + others, first + each * others) == (300, 40, 1_000_000)


def test_an_office_is_filled_and_indexed():
    with Office("sqlite") as office:
        answer = office.call("bench.webmail.inside", "fill", 30, 5, 2)

    assert len(answer["open"]) == 30


@pytest.mark.django_db(databases="__all__")
def test_a_copy_of_somebodys_mail_is_found_and_leaves_its_own_alone(aiko, ben, chidi):
    mails = inside.Kept(Mails())
    mails.give(aiko, 3)
    mails.give(ben, 8)

    copy_mail(ben, [chidi])
    mails.give(aiko, 1)

    assert [found(person, f"subject:{FREQUENT_JA}") for person in (aiko, ben, chidi)] == [
        [f"{FREQUENT_JA} 0", f"{FREQUENT_JA} 0"],
        [f"{FREQUENT_JA} 0", f"{FREQUENT_JA} 4"],
        [f"{FREQUENT_JA} 0", f"{FREQUENT_JA} 4"],
    ]
    copied, original = (Message.objects.filter(owner=each).order_by("pk") for each in (chidi, ben))
    alike = ("subject", "preview", "arranged_at", "content_id", "is_read")
    assert list(copied.values_list(*alike)) == list(original.values_list(*alike))
    assert {each.folder.owner for each in copied} == {chidi}


def found(person, query):
    return [each.subject for each in search(read(query, person), query).items]
