import time
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from kairan.delivery.engine import journal, leases, sql
from kairan.delivery.engine.journal import FileJournal, LeaseLost, LeftBehind, NotHere, StillAlive
from kairan.delivery.engine.outcomes import Outcome, read_lines, start_line, withdrawn_line
from kairan.delivery.models import Attempt, Envelope, Lease, State, WhenUncertain
from kairan.delivery.tests.conftest import states


@pytest.fixture
def held(post, outgoing):
    """Three claimed envelopes of a run that has died, and the journal it left."""

    def make(lines, *, boot=None, when_uncertain=WhenUncertain.ASK, runs_out=600):
        post("ben", "chidi", "dana", when_uncertain=when_uncertain)
        lease = Lease.objects.create(
            journal=f"dead{time.monotonic_ns()}",
            host="here",
            boot=leases.boot() if boot is None else boot,
            runs_out_at=timezone.now() + timedelta(seconds=runs_out),
        )
        sql.claim(lease.pk, outgoing.pk, now=time.time(), most=10)
        ids = {e.recipient.split("@")[0]: e.pk for e in Envelope.objects.all()}
        if lines is not None:
            (journal.folder() / lease.journal).write_text(lines(ids))
        return ids

    return make


def accepted(envelope, number=1):
    now = time.time()
    return Outcome(
        envelope, number, now, now, "accepted", "accepted", 250, "2.0.0 Ok é\n日本"
    ).line()


def test_what_was_known_what_was_begun_and_what_was_not(held):
    held(
        lambda ids: (
            start_line(ids["ben"], 1, 1.0)
            + accepted(ids["ben"])
            + start_line(ids["chidi"], 1, time.time())
        )
    )

    leases.recover()

    assert states() == {"ben": "accepted", "chidi": "uncertain", "dana": "waiting"}
    assert Envelope.objects.get(state=State.ACCEPTED).words == "2.0.0 Ok é\n日本"
    assert Attempt.objects.count() == 2
    assert not Lease.objects.exists()
    assert list(journal.folder().iterdir()) == []


def test_recovering_twice_changes_nothing(held):
    ids = held(lambda ids: accepted(ids["ben"]))
    leases.recover()
    (journal.folder() / "again").write_text(accepted(ids["ben"]))
    lease = Lease.objects.create(
        journal="again", host="here", boot=leases.boot(), runs_out_at=timezone.now()
    )

    leases.recover()

    assert Attempt.objects.count() == 1
    assert not Lease.objects.filter(pk=lease.pk).exists()


def test_a_try_of_long_ago_says_nothing_about_the_next(held):
    ids = held(lambda ids: accepted(ids["ben"], number=1))
    Envelope.objects.filter(pk=ids["ben"]).update(tries=1)

    leases.recover()

    assert states()["ben"] == "deferred"


def test_after_a_power_cut_everything_open_is_uncertain(held):
    held(lambda ids: accepted(ids["ben"]), boot="another start of this machine")

    leases.recover()

    assert states() == {"ben": "accepted", "chidi": "uncertain", "dana": "uncertain"}


def test_a_journal_on_another_machine_is_waited_for(held):
    held(None)
    leases.recover()
    assert set(states().values()) == {"sending"}
    Lease.objects.update(runs_out_at=timezone.now() - timedelta(seconds=1))

    leases.recover()

    assert set(states().values()) == {"uncertain"}


def test_what_is_worse_missed_is_sent_again_once(held):
    ids = held(
        lambda ids: start_line(ids["ben"], 1, 1.0) + start_line(ids["chidi"], 1, 1.0),
        when_uncertain=WhenUncertain.RESEND,
    )
    Envelope.objects.filter(pk=ids["chidi"]).update(was_resent=True)

    leases.recover()

    assert states() == {"ben": "waiting", "chidi": "uncertain", "dana": "waiting"}
    assert Envelope.objects.get(pk=ids["ben"]).was_resent


def test_the_living_are_left_alone(held, db):
    held(lambda ids: "")
    living = FileJournal("living")
    Lease.objects.update(journal="living")

    leases.recover()

    assert Lease.objects.count() == 1
    living.end()


def test_a_journal_is_locked_while_it_is_written(settings, tmp_path):
    settings.HOME = tmp_path
    one = FileJournal("one")
    with pytest.raises(StillAlive):
        LeftBehind("one")
    one.write("D 1 1 1.0\n")
    one.close()
    with LeftBehind("one") as left:
        assert left.text == "D 1 1 1.0\n"
    with pytest.raises(NotHere):
        LeftBehind("one")


def test_a_grown_journal_is_replaced_and_keeps_what_is_open(settings, tmp_path):
    settings.HOME = tmp_path
    one = FileJournal("one")
    one.write("R 1 1 []\n" * 200_000)
    one.forget_settled("D 7 1 1.0\n")
    one.write("D 8 1 1.0\n")
    with pytest.raises(StillAlive):
        LeftBehind("one")
    one.close()

    with LeftBehind("one") as left:
        assert left.text == "D 7 1 1.0\nD 8 1 1.0\n"
    assert list(journal.folder().iterdir()) == []


@given(st.text(), st.text())
def test_any_words_survive_the_journal(words, other):
    outcome = Outcome(7, 2, 1.25, 2.5, "deferred", "deferred", 451, words, other, 99.5, True)
    assert read_lines(outcome.line()).outcomes == {(7, 2): outcome}


def test_a_line_cut_off_counts_as_unwritten():
    whole = start_line(1, 1, 5.0)
    assert read_lines(whole + start_line(2, 1, 6.0)[:-1]).begun == {(1, 1): 5.0}
    assert read_lines("").begun == {}


def test_a_try_that_certainly_was_not_taken_is_not_begun():
    assert read_lines(start_line(1, 1, 5.0) + withdrawn_line(1, 1)).begun == {}


def test_a_worker_that_slept_past_its_lease_sends_nothing_more(db, settings, tmp_path):
    settings.HOME = tmp_path
    holding = leases.Holding()
    holding.ensure()
    holding.write("D 1 1 1.0\n")
    holding._renewed -= leases.LASTS
    with pytest.raises(LeaseLost):
        holding.write("D 2 1 1.0\n")
    holding.close()


@pytest.mark.django_db(transaction=True)
def test_a_lease_that_was_taken_over_sends_nothing_more(settings):
    if connection.vendor != "postgresql":
        pytest.skip("The table of rounds is for PostgreSQL.")
    settings.ROUNDS = "table"
    holding = leases.Holding()
    holding.ensure()
    holding.write("D 1 1 1.0\n")
    Lease.objects.all().delete()
    with pytest.raises(LeaseLost):
        holding.write("D 2 1 1.0\n")
    holding.journal.close()
