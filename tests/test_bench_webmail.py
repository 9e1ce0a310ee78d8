"""The benchmark of WebMail measures pages that show what they should."""

import pytest

from bench import webmail
from bench.office import Office
from bench.webmail.mails import FREQUENT_JA, PHRASE
from bench.webmail.mails import Office as Mails
from bench.webmail.requests import Browser, PageFailed
from kairan.mail.parse import parse
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
    shares = webmail._shares(quick=False)

    assert (len(shares), shares[0], sum(shares)) == (40, 300_000, 1_000_000)


def test_an_office_is_filled_and_indexed():
    with Office("sqlite") as office:
        answer = office.call("bench.webmail.inside", "fill", "[30, 5]")

    assert len(answer["open"]) == 30
