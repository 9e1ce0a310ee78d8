import pytest
from django.db import connection
from django.utils import timezone

from kairan.shell.waiting import waiting_for
from kairan.webmail import folders
from kairan.webmail.folders import folder
from kairan.webmail.models import Folder, Keeping, Message
from kairan.webmail.searching import indexing


@pytest.fixture
def unread(db):
    """Puts so many unread mails into a folder of somebody."""

    def put(person, number, kind=Folder.Kind.INBOX):
        inbox = folder(person, kind)
        mail = {"owner": person, "folder": inbox, "content_id": 1, "size": 1}
        Message.objects.bulk_create(
            Message(**mail, arranged_at=timezone.now()) for _number in range(number)
        )

    return put


def test_everybody_has_the_numbers_of_their_own(aiko, ben, chidi, unread):
    unread(ben, 3)
    unread(chidi, 1)

    asked = [waiting_for(person).counts["webmail"] for person in (aiko, ben, chidi, ben)]

    assert asked == [0, 3, 1, 3]


def test_more_than_a_thousand_are_said_to_be_more(as_, ben, unread):
    unread(ben, 999)
    assert ">999<" in as_(ben).get("/circulation/").content.decode()

    unread(ben, 2)
    assert ">999+<" in as_(ben).get("/circulation/").content.decode()


def test_folders_count_what_is_unread_of_their_own(as_, ben, chidi, unread):
    unread(ben, 2)
    unread(ben, 4, Folder.Kind.ARCHIVE)
    unread(ben, 5, Folder.Kind.TRASH)
    unread(chidi, 1)
    Message.objects.filter(owner=ben).first().delete()

    context = as_(ben).get("/webmail/").context

    assert {each.kind: context["unread"].get(each.pk) for each in context["folders"]} == {
        "inbox": "1",
        "archive": "4",
        "trash": None,
    }


def test_folders_say_what_the_menu_says_of_a_thousand(as_, ben, unread):
    unread(ben, 1_200)

    context = as_(ben).get("/webmail/").context

    assert list(context["unread"].values()) == ["999+"]


@pytest.mark.parametrize("is_one_line_each", [True, False])
def test_a_list_costs_the_same_few_questions_however_long_it_is(
    as_, ben, unread, is_one_line_each, django_assert_max_num_queries
):
    Keeping.objects.create(owner=ben, shows_conversations=not is_one_line_each)
    unread(ben, 1)
    client = as_(ben)
    client.get("/webmail/")
    with django_assert_max_num_queries(17) as few:
        client.get("/webmail/")

    unread(ben, 80)

    with django_assert_max_num_queries(len(few)):
        assert len(client.get("/webmail/").context["lines"]) == 50


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite counts nothing beforehand.")
def test_when_much_mail_has_come_the_database_knows_how_much(ben, unread, monkeypatch):
    """Or it would read a folder through, as it may while there are a few mails in it."""
    monkeypatch.setattr(indexing, "MANY", 100)
    unread(ben, 150)
    indexing.index_waiting(timezone.now())
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = 'webmail_message'")
        assert cursor.fetchone() == (150,)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has always used the index.")
def test_the_mail_of_others_is_not_read_through_for_an_empty_folder(ben, chidi, unread):
    unread(chidi, 3_000)
    folder(ben, Folder.Kind.INBOX)
    asked = folders._FOLDERS._worded[0]
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE webmail_message")
        cursor.execute(f"EXPLAIN {asked.sql}", asked.filled_in(ben))
        plan = "\n".join(line for (line,) in cursor.fetchall())

    assert "message_newest_unread" in plan
    assert "Seq Scan on webmail_message" not in plan
