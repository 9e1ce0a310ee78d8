"""What people type finds the mails they mean, theirs only, newest first."""

from datetime import timedelta
from email.message import EmailMessage

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from kairan.fulltext import finding
from kairan.webmail import operations
from kairan.webmail.folders import folder
from kairan.webmail.models import Folder, Label, Labelled, Message
from kairan.webmail.receiving.arrived import Fetched
from kairan.webmail.receiving.keeping import keep
from kairan.webmail.searching import indexing, results
from kairan.webmail.searching.days import day
from kairan.webmail.searching.queries import read
from kairan.webmail.searching.reading import take_apart

URL = "/webmail/search/"


def written(subject, text="", *, sender="森 結衣 <yui@example.jp>", date=None, file=""):
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, "aiko@example.test", subject
    mail["Date"] = date or now()
    mail.set_content(text)
    if file:
        mail.add_attachment(b"x", maintype="application", subtype="pdf", filename=file)
    return mail.as_bytes()


@pytest.fixture
def office(account_of, aiko):
    """Four mails of Aiko: of May, June and July, and one without words in common."""
    account = account_of(aiko)
    begin = now() - timedelta(days=100)
    mails = [
        written("会議室の予約", "来週の会議は 10:30 から。", date=begin, file="議事録.pdf"),
        written(
            "Budget meeting", "The budget of the meeting room.", date=begin + timedelta(days=30)
        ),
        written("経費精算", "Straße & Café <b>room</b>", date=begin + timedelta(days=60)),
        written("Hello", "Nothing of that.", sender="Ben Sato <ben@example.test>"),
    ]
    keep(account, [Fetched(str(n), raw) for n, raw in enumerate(mails)], now=now())
    indexing.index_waiting(now())
    return {each.subject: each for each in Message.objects.visible_to(aiko)}


@pytest.fixture
def subjects(office, aiko):
    """Return the subjects of what a query of Aiko finds."""

    def look(query, person=aiko, **place):
        asked = read(query, person)
        return [each.subject for each in results.search(asked, query, **place).items]

    return look


FOUND = [
    ("会議", ["会議室の予約"]),
    ("室", ["会議室の予約"]),
    ("meet", ["Budget meeting"]),
    ("budget room", ["Budget meeting"]),
    ('"meeting room"', ["Budget meeting"]),
    ('"budget room"', []),
    ("“meeting　room”", ["Budget meeting"]),
    ('"meet"', []),
    ("room -budget", ["経費精算"]),
    ("ＣＡＦＥ", ["経費精算"]),
    ("strasse", ["経費精算"]),
    ("from:森", ["経費精算", "Budget meeting", "会議室の予約"]),
    ("差出人：sato", ["Hello"]),
    ("from:ben@example.test", ["Hello"]),
    ("-from:yui to:aiko", ["Hello"]),
    ("subject:room", []),
    ("件名:会議", ["会議室の予約"]),
    ('subject:"budget meeting"', ["Budget meeting"]),
    ("has:attachment", ["会議室の予約"]),
    ("file:議事録", ["会議室の予約"]),
    ("-has:attachment from:森", ["経費精算", "Budget meeting"]),
    ("10:30", ["会議室の予約"]),
    ("is:unread from:ben", ["Hello"]),
    ("is:read", []),
    ("in:inbox hello", ["Hello"]),
    ("in:sent hello", []),
    ("-in:inbox hello", []),
    ("状態:未読 hello", ["Hello"]),
    ("cafe -経費", []),
]


@pytest.mark.parametrize(("query", "found"), FOUND)
def test_a_query_finds_what_is_meant(subjects, query, found):
    assert subjects(query) == found


def test_nobody_finds_the_mail_of_others(subjects, chidi):
    assert subjects("会議 OR", chidi) == []
    assert subjects("-hello", chidi) == []


def test_days_bound_what_is_found(subjects, office, aiko):
    on = office["Budget meeting"].arranged_at.date()

    assert subjects(f"from:森 before:{on}") == ["会議室の予約"]
    assert subjects(f"from:森 after:{on}") == ["経費精算", "Budget meeting"]
    assert subjects(f"from:森 after:{on} before:{on + timedelta(days=1)}") == ["Budget meeting"]
    assert subjects(f"from:森 -before:{on}") == ["経費精算", "Budget meeting"]


def test_a_day_begins_when_it_begins_where_the_reader_is(account_of, ben, settings, as_):
    account = account_of(ben)
    keep(account, [Fetched("1", written("夜", date=now().replace(2026, 5, 3, 16)))], now=now())
    indexing.index_waiting(now())

    # 16:00 in London is the next day in Tokyo.
    assert b"/messages/" in as_(ben).get(URL, {"q": "夜 after:2026-05-04"}).content
    assert b"/messages/" not in as_(ben).get(URL, {"q": "夜 before:2026-05-04"}).content


def test_stars_and_labels_are_asked_for(subjects, office, aiko):
    label = Label.objects.create(owner=aiko, name="重要")
    mail = office["Hello"]
    Labelled.objects.create(label=label, message=mail, arranged_at=mail.arranged_at)
    Message.objects.filter(pk=mail.pk).update(is_starred=True)

    assert subjects("label:重要") == ["Hello"]
    assert subjects("ラベル：重要 is:starred") == ["Hello"]
    assert "Hello" not in subjects("-label:重要")
    assert subjects("会議 is:starred") == []


def test_the_trash_is_found_only_where_it_is_asked_for(subjects, office, aiko):
    operations.throw_away(Message.objects.filter(pk=office["Hello"].pk), by=aiko)

    assert subjects("hello") == []
    assert subjects("hello in:trash") == ["Hello"]
    assert subjects("hello in:anywhere") == ["Hello"]


def test_a_moved_mail_is_found_in_its_new_folder(subjects, office, aiko):
    to = operations.make_folder("Later", by=aiko)
    operations.move(Message.objects.filter(pk=office["Hello"].pk), to=to)

    assert subjects("in:later") == ["Hello"]
    assert subjects('in:"Later" -hello') == []


def test_pages_lead_on_and_back(subjects, office, aiko, monkeypatch):
    monkeypatch.setattr(results, "SIZE", 2)
    query = "-nosuchword"
    first = results.search(read(query, aiko), query)
    after = first.next.rpartition("=")[2]
    second = results.search(read(query, aiko), query, after=after)
    before = second.previous.rpartition("=")[2]
    back = results.search(read(query, aiko), query, before=before)

    assert [each.subject for each in first.items] == ["Hello", "経費精算"]
    assert [each.subject for each in second.items] == ["Budget meeting", "会議室の予約"]
    assert (first.previous, second.next) == ("", "")
    assert back.items == first.items
    assert subjects(query, after="9999999999999999999999.1") == ["Hello", "経費精算"]


@pytest.mark.parametrize(
    "query",
    [
        *("before:soon", "after:2026-13-45", "has:wings", "is:lost", "in:nowhere", "label:none"),
        *("from:", "！？", "x" * 600, "word " * 30),
    ],
)
def test_what_cannot_be_understood_gets_a_sentence_and_the_rest_counts(office, aiko, query):
    asked = read(f"hello {query}", aiko) if query != "！？" else read(query, aiko)

    assert len(asked.sentences) == 1


def test_a_minus_of_its_own_and_open_quotes_do_no_harm(subjects):
    assert subjects('- hello "nothing of') == ["Hello"]


def test_a_query_is_taken_apart():
    found = [
        (t.operator, t.value, t.is_exact, t.is_unwanted) for t in take_apart('-a:"b c" d　e:f')
    ]

    assert found == [("a", "b c", True, True), ("", "d", False, False), ("e", "f", False, False)]


@pytest.mark.parametrize("typed", ["2026-11-30", "2026/11/30", "2026年11月30日", "2026.11.30"])
def test_days_are_written_in_many_ways(typed):
    assert str(day(typed)) == "2026-11-30"
    assert str(day("2026-11")) == "2026-11-01"
    assert day("2026-02-30") is None


def test_hits_are_marked_and_nothing_of_a_mail_becomes_markup(as_, aiko, office):
    page = as_(aiko).get(URL, {"q": "room"}).content.decode()

    assert "&lt;b&gt;<mark>room</mark>&lt;/b&gt;" in page
    assert "<mark>" in as_(aiko).get(URL, {"q": "経費精算"}).content.decode()


def test_the_words_around_a_hit_are_shown(as_, aiko, account_of):
    text = "前置き" * 300 + " ここに目的の言葉があります " + "後書き" * 300
    keep(account_of(aiko), [Fetched("1", written("x", text))], now=now())
    indexing.index_waiting(now())

    assert "に<mark>目的の</mark>言葉" in as_(aiko).get(URL, {"q": "目的の"}).content.decode()


def test_typing_answers_the_list_alone_and_keeps_one_step_of_history(as_, aiko, office):
    htmx = {"HX-Request": "true"}
    first = as_(aiko).get(
        URL, {"q": "hel"}, headers={**htmx, "HX-Current-URL": "http://testserver/webmail/"}
    )
    second = as_(aiko).get(
        URL, {"q": "hell"}, headers={**htmx, "HX-Current-URL": f"http://testserver{URL}?q=hel"}
    )

    assert b"<html" not in first.content
    assert b"/messages/" in first.content
    assert first.headers["HX-Push-Url"] == f"{URL}?q=hel"
    assert second.headers["HX-Replace-Url"] == f"{URL}?q=hell"


def test_mails_that_the_index_does_not_have_yet_are_told(as_, aiko, received):
    received(aiko)

    assert "1 mail has just come in" in as_(aiko).get(URL, {"q": "x"}).content.decode()


def test_a_search_that_gave_up_offers_to_go_on(as_, aiko, office, monkeypatch):
    monkeypatch.setattr(finding, "MOST_READ", 1)
    page = as_(aiko).get(URL, {"q": '"room budget"'}).content.decode()

    assert "Search older mail" in page


def test_a_search_costs_the_same_number_of_questions_however_much_there_is(
    as_, aiko, office, account_of, django_assert_max_num_queries
):
    browser = as_(aiko)
    browser.get(URL, {"q": "budget"})
    # On PostgreSQL the index is in the same database, and its own questions count too.
    with django_assert_max_num_queries(24 if connection.vendor == "postgresql" else 20) as few:
        browser.get(URL, {"q": "budget"})
    account = account_of(aiko, name="Other")
    keep(account, [Fetched(str(n), written("budget")) for n in range(60)], now=now())
    indexing.index_waiting(now())
    with django_assert_max_num_queries(len(few)):
        assert browser.get(URL, {"q": "budget"}).content.count(b"<mark>budget") >= 50


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL weighs how much there is.")
@pytest.mark.parametrize("query", ["room", "is:unread room", "in:anywhere room", "in:archive room"])
def test_mail_that_words_found_is_looked_up_by_its_numbers(office, aiko, query):
    """And not looked for among all mail of whoever searches."""
    keep = results._keep(read(query, aiko))
    with CaptureQueriesContext(connection) as asked:
        keep(list(range(1_000)))
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {asked[0]['sql']}")
        steps = [step for *_numbers, step in cursor.fetchall()]

    assert "webmail_message" in steps[0]
    assert "rowid=?" in steps[0]


def test_who_must_see_nothing_sees_nothing(as_, chidi, office):
    page = as_(chidi).get(URL, {"q": "会議"}).content.decode()

    assert reverse("webmail:message", args=[office["Hello"].pk]) not in page
    assert "No mail has all of this" in page


def test_everybody_may_have_the_folder_called_by_its_kind(office, aiko, ben):
    folder(aiko, Folder.Kind.TRASH)

    assert not read("in:trash", aiko).sentences
    assert read("in:archive-of-ben", ben).sentences
