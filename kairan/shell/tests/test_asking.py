"""What is asked often is worded once, and is what Django would have asked and answered."""

import pytest
from django.contrib.auth import get_user_model
from django.db import OperationalError, connection
from django.db.models import Exists, OuterRef, Value
from django.test.utils import CaptureQueriesContext

from kairan.shell.asking import ASKER, Counted, Questions, Rows

User = get_user_model()
on_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="Only PostgreSQL plans a statement each time."
)


@pytest.fixture
def named_like_a_pattern(db):
    return User.objects.create(login_id="100%s", first_name="100 %", last_name="'); --")


def test_rows_are_those_of_a_queryset(aiko, ben, named_like_a_pattern):
    everybody = User.objects.annotate(
        is_asker=Exists(User.objects.filter(pk=OuterRef("pk")).filter(pk=ASKER)),
        older=Counted(User.objects.filter(pk__lt=OuterRef("pk"))),
    ).order_by("pk")
    found = Rows(lambda: everybody).of(ben)
    same = list(User.objects.order_by("pk"))

    assert [vars(each) | {"_state": None} for each in found] == [
        vars(each) | {"_state": None, "is_asker": each == ben, "older": number}
        for number, each in enumerate(same)
    ]
    assert [each._state.adding for each in found] == [False, False, False]


def test_fields_that_were_not_asked_for_come_when_they_are_needed(aiko):
    (found,) = Rows(lambda: User.objects.only("login_id").filter(pk=ASKER)).of(aiko)

    assert found.get_deferred_fields()
    assert found.first_name == aiko.first_name


def test_percent_signs_and_quotes_are_looked_for_as_they_are(named_like_a_pattern, aiko):
    like = User.objects.filter(login_id__contains="0%s", last_name="'); --").exclude(pk=ASKER)

    assert Rows(lambda: like).of(aiko) == [named_like_a_pattern]


def test_logs_of_queries_show_the_words(aiko):
    asked = Questions(lambda: {"all": Counted(User.objects.exclude(pk=ASKER))})
    for _time in range(2):
        with CaptureQueriesContext(connection) as queries:
            asked.answers(aiko)

    assert ['"people_user"' in each["sql"] for each in queries] == [True]


@on_postgresql
def test_a_question_is_planned_once(aiko, ben):
    asked = Questions(lambda: {"planned once": Counted(User.objects.exclude(pk=ASKER))})

    assert [asked.answers(each) for each in (aiko, ben, aiko)] == [{"planned once": 1}] * 3
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement, generic_plans, custom_plans FROM pg_prepared_statements")
        plans = {words: (generic, own) for words, generic, own in cursor.fetchall()}
    assert plans[asked.words.sql.replace("%s", "$1")] == (3, 0)


@on_postgresql
def test_plans_are_not_compiled_to_machine_code(db):
    with connection.cursor() as cursor:
        cursor.execute("SHOW jit")
        assert cursor.fetchone() == ("off",)


def test_a_lost_connection_is_an_error_that_django_knows(aiko, transactional_db):
    """So that middleware and workers treat it as they treat any other."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no connection to lose.")
    asked = Questions(lambda: {"one": Value(1)})
    assert asked.answers(aiko) == {"one": 1}
    with connection.cursor() as cursor, pytest.raises(OperationalError):
        cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
    with pytest.raises(OperationalError):
        asked.answers(aiko)
    connection.close()

    assert asked.answers(aiko) == {"one": 1}
