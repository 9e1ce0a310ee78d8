import copy
import pickle

import pytest
from django.core import serializers
from django.db import connection

from kairan.mailservers.models import IncomingServer
from kairan.mailservers.sealed import Secret
from kairan.shell.refusals import Refused

OLD, NEW = "o" * 40, "n" * 40


@pytest.fixture
def server(db):
    return IncomingServer.objects.create(host="pop.test", user="notify", password="pa55word")


def column(server):
    with connection.cursor() as cursor:
        cursor.execute("SELECT password FROM mailservers_incomingserver WHERE id = %s", [server.pk])
        return cursor.fetchone()[0]


def test_the_database_holds_no_password(server):
    assert "pa55word" not in column(server)
    assert IncomingServer.objects.get().wire().password == "pa55word"


def test_a_password_shows_itself_nowhere(server):
    for row in (server, IncomingServer.objects.get()):
        shown = [repr(row.password), str(row.password), f"{row.password}", repr(vars(row))]
        assert "pa55word" not in "".join(shown)
        assert "pa55word" not in serializers.serialize("json", [row])
        assert "pa55word" not in repr(row.wire())


def test_no_password_is_no_password(db):
    server = IncomingServer.objects.create(host="pop.test")
    assert column(server) == ""
    assert not IncomingServer.objects.get().password
    assert IncomingServer.objects.get().wire().password == ""


def test_every_key_unseals_and_the_first_seals(settings, db):
    settings.SEALING_KEYS = [OLD]
    server = IncomingServer.objects.create(host="pop.test", password="pa55word")
    settings.SEALING_KEYS = [NEW, OLD]
    IncomingServer.objects.get().save()
    settings.SEALING_KEYS = [NEW]
    assert IncomingServer.objects.get().wire().password == "pa55word"
    assert column(server) != "pa55word"


def test_a_lost_key_is_said_in_a_sentence_and_loses_nothing(settings, db):
    settings.SEALING_KEYS = [OLD]
    IncomingServer.objects.create(host="pop.test", password="pa55word")
    settings.SEALING_KEYS = [NEW]
    found = IncomingServer.objects.get()
    with pytest.raises(Refused, match="Type the password again"):
        found.wire()
    found.save()
    settings.SEALING_KEYS = [OLD]
    assert IncomingServer.objects.get().wire().password == "pa55word"


def test_the_same_password_is_sealed_differently_each_time():
    assert Secret("pa55word").seal() != Secret("pa55word").seal()


def test_secrets_survive_a_copy():
    assert copy.deepcopy(Secret("x")) == pickle.loads(pickle.dumps(Secret("x"))) == Secret("x")


def test_copies_of_a_row_are_guarded_too(server):
    assert copy.copy(server).password.reveal() == "pa55word"
