"""Every mail gets into the index by itself, and out of it again; a lost index is made anew."""

import pytest
from django.utils.timezone import now

from kairan.attachments import contents
from kairan.fulltext import shelving
from kairan.fulltext.finding import Span, find
from kairan.fulltext.models import Block, Identity, Text
from kairan.fulltext.seeking import Wanted, words_of
from kairan.webmail import operations
from kairan.webmail.models import Forgotten, Message
from kairan.webmail.searching import indexing
from kairan.webmail.searching.texts import FIELDS, FROM, Line, document, place
from kairan.webmail.tests.conftest import PLAIN

HTML = (
    "From: mori@example.jp\r\nSubject: =?utf-8?b?6KaL56mN?=\r\nMIME-Version: 1.0\r\n"
    "Content-Type: text/html; charset=utf-8\r\n\r\n<p>来週の<b>会</b>議<style>p {red: 1}</style>"
).encode()


@pytest.fixture
def index():
    return lambda: indexing.index_waiting(now())


@pytest.fixture
def found():
    """Return the mails of a person that have a word, as the index alone knows it."""

    def look(person, typed, within=""):
        wanted = Wanted((words_of(typed, within=within),))
        places = find(
            person.pk, wanted, Span(most=50), fields=FIELDS, keep=lambda numbers: numbers
        ).places
        return [each.number for each in places]

    return look


def test_a_mail_that_came_in_is_found_by_its_words_and_by_nobody_else(
    received, index, found, aiko, chidi
):
    mail = received(aiko)
    index()

    assert found(aiko, "here they are") == [mail.pk]
    assert found(aiko, "森", within=FROM) == [mail.pk]
    assert found(chidi, "here") == []


def test_the_words_of_a_formatted_mail_are_those_that_are_seen(received, index, found, aiko):
    mail = received(aiko, HTML)
    index()

    assert found(aiko, "会議") == [mail.pk]
    assert found(aiko, "見積") == [mail.pk]
    assert found(aiko, "red") == []


def test_mails_that_wait_are_indexed_once(received, index, aiko):
    received(aiko)
    index()
    index()

    assert Block.objects.count() == 1
    assert not Message.objects.filter(is_searchable=False).exists()


def test_a_moved_and_read_mail_is_not_indexed_again(received, index, aiko):
    mail = received(aiko)
    index()
    mine = Message.objects.visible_to(aiko)
    operations.move(mine, to=operations.make_folder("Later", by=aiko))
    operations.mark_read(mail)

    assert not Message.objects.filter(is_searchable=False).exists()


def test_a_mail_deleted_for_good_leaves_the_index(received, index, found, aiko):
    received(aiko)
    index()
    operations.throw_away(Message.objects.visible_to(aiko), by=aiko)
    operations.delete_from_trash(Message.objects.visible_to(aiko), by=aiko)
    index()

    assert found(aiko, "slides") == []
    assert not Text.objects.exists()
    assert not Forgotten.objects.exists()


def test_a_mail_deleted_while_it_is_indexed_leaves_no_words(received, aiko, monkeypatch, index):
    received(aiko)
    put = shelving.put

    def put_too_late(owner, texts):
        Message.objects.all().delete()
        put(owner, texts)

    monkeypatch.setattr(shelving, "put", put_too_late)
    index()

    assert not Text.objects.exists()


def test_a_lost_index_is_made_again(received, index, found, aiko):
    mail = received(aiko)
    index()
    shelving.take_out(aiko.pk, [mail.pk])
    Identity.objects.all().delete()
    assert found(aiko, "slides") == []

    index()
    assert found(aiko, "slides") == [mail.pk]


def test_people_search_while_the_index_is_made_again(received, index, found, aiko, ben):
    mail = received(aiko)
    received(ben)
    index()

    assert indexing.index_again([aiko]) == 1
    assert found(aiko, "slides") == [mail.pk]
    index()
    assert found(aiko, "slides") == [mail.pk]


def test_a_mail_without_its_bytes_is_found_by_its_line(received, index, found, aiko):
    mail = received(aiko)
    contents.discard([mail.content_id])
    index()

    assert found(aiko, "slides") == [mail.pk]


def test_a_mail_that_cannot_be_read_is_found_by_its_line(received, index, found, aiko, monkeypatch):
    mail = received(aiko)

    def broken(_raw):
        raise ValueError

    monkeypatch.setattr(indexing, "parse", broken)
    index()

    assert found(aiko, "slides") == [mail.pk]


def test_large_mails_are_not_all_held_at_once(received, index, found, aiko, monkeypatch):
    monkeypatch.setattr(indexing, "MOST_BYTES", len(PLAIN))
    monkeypatch.setattr(indexing, "MOST_CHARACTERS", 10)
    account = received(aiko).account
    for number in range(2, 5):
        received(aiko, uid=str(number), account=account)
    index()

    assert len(found(aiko, "slides")) == 4


def test_what_another_worker_is_at_is_left_to_it(received, index, found, aiko, ben):
    received(aiko)
    mail = received(ben)
    with shelving.claimed(aiko.pk, now()):
        index()

    assert found(aiko, "slides") == []
    assert found(ben, "slides") == [mail.pk]


def test_the_names_of_files_are_found(received, index, found, aiko, ben):
    raw = PLAIN.replace(
        b"\r\n\r\n",
        b"\r\nMIME-Version: 1.0\r\nContent-Type: application/pdf\r\n"
        b'Content-Disposition: attachment; filename="Quarter.pdf"\r\n\r\n',
    )
    mail = received(aiko, raw)
    index()

    assert found(aiko, "quarter", within="n") == [mail.pk]
    assert document(Line.of(mail), None).at == place(mail).at
