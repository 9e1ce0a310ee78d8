"""`kairan bench crash` in its short form, and how it judges."""

from dataclasses import replace

import pytest

from bench.crash import trials
from bench.crash.fighters import FIGHTERS
from bench.crash.scenarios import SCENARIOS
from bench.crash.verdict import judge
from tests.servers.needed import require

OURS = [
    each
    for each in FIGHTERS
    if each.is_ours
    and each.name
    in {
        "kairan sqlite, 1 worker",
        "kairan postgresql, 4 workers",
        "kairan postgresql, 4 workers, journal in a table",
    }
]
SHORT = ["kill -9, sent again when in doubt", "reset after DATA, taken", "421 in mid-round"]


@pytest.mark.parametrize("fighter", OURS, ids=lambda fighter: fighter.name)
def test_a_worker_killed_again_and_again_loses_and_doubles_nothing(fighter):
    if fighter.database == "postgresql":
        require("postgresql")
    scenarios = [replace(each, letters=300) for each in SCENARIOS if each.work in SHORT]

    rows = list(trials(fighter, scenarios, kills=6))

    assert [row.work for row in rows] == SHORT
    assert [row.error for row in rows] == [""] * len(SHORT)
    killed, lost_replies, goodbye = (row.more for row in rows)
    assert killed["kills"] == 6
    assert killed["uncertain"] <= 6 * 10  # A letter for each connection that is open at a kill.
    assert (goodbye["uncertain"], goodbye["stuck"]) == (0, 0)
    assert lost_replies["uncertain"] == 10


@pytest.mark.parametrize(
    ("state", "arrived", "found"),
    [
        ("sent", 1, {}),
        ("sent", 0, {"lost": 1}),
        ("sent", 3, {"duplicate": 2}),
        ("sent again", 2, {"uncertain": 1}),
        ("sent again", 3, {"uncertain": 1, "duplicate": 1}),
        ("uncertain", 0, {"uncertain": 1}),
        ("uncertain", 1, {"uncertain": 1}),
        ("open", 0, {"stuck": 1}),
        ("open", 1, {}),
        ("given up", 0, {"lost": 1}),
        ("", 0, {"lost": 1}),
    ],
)
def test_the_servers_log_judges_what_the_database_says(state, arrived, found):
    states = {7: state} if state else {}

    verdict = judge([7], arrived={7: arrived}, states=states, is_refused=lambda number: False)

    nothing = {"letters": 1, "lost": 0, "duplicate": 0, "uncertain": 0, "stuck": 0}
    assert verdict.counts() == {**nothing, **found}


def test_what_the_server_never_takes_is_not_lost():
    verdict = judge([7, 8], arrived={}, states={7: "given up", 8: "open"}, is_refused=bool)

    assert (verdict.lost, verdict.stuck) == (0, 0)
