"""`kairan bench` counts what it measures, and says what it cannot."""

import json

import pytest
from click.testing import CliRunner

from bench.deliver.drain import drained
from bench.deliver.limit import most_in_a_minute, share_used
from bench.deliver.tools import TOOLS
from bench.office import Office
from bench.rows import Row
from kairan.config.commands.bench import bench
from tests.servers.needed import require


@pytest.mark.servers
def test_what_drains_has_reached_the_sink_and_the_database():
    require("postfix")

    assert drained(TOOLS[0], 60) > 0


def test_a_history_is_remembered_and_what_it_slows_is_timed():
    with Office("sqlite") as office:
        found = office.call("bench.deliver.remembering", 200, 1)

    assert set(found) >= {"claim of 250", "queue page"}
    assert all(len(runs) == 1 and runs[0] > 0 for both in found.values() for runs in both)


def test_a_row_is_a_line_for_programs():
    row = Row.of("deliver", "drain", "kairan sqlite", values=[3.0, 1.0, 2.0], unit="msg/s")

    assert json.loads(row.as_json()) == {
        "bench": "deliver",
        "work": "drain",
        "tool": "kairan sqlite",
        "value": 2.0,
        "unit": "msg/s",
        "runs": 3,
        "low": 1.0,
        "high": 3.0,
    }


def test_a_benchmark_that_does_not_exist_gets_a_sentence():
    answer = CliRunner().invoke(bench, ["nonsense"])

    assert answer.exit_code == 1
    known = "There are: deliver, crash, parse, clean, receive, webmail."
    assert f"There is no benchmark nonsense. {known}" in answer.output


def test_a_work_that_does_not_exist_gets_a_sentence():
    answer = CliRunner().invoke(bench, ["deliver", "--work", "nonsense"])

    assert answer.exit_code == 1
    assert "The benchmark deliver has no work “nonsense”. It has: drain, " in answer.output


def test_a_limit_is_used_up_when_each_letter_comes_a_minute_after_the_one_it_waits_for():
    assert share_used([0, 1, 60, 61, 120], 2) == 1
    assert share_used([0, 1, 90, 91], 2) == pytest.approx(2 / 3)


def test_the_most_in_a_minute_is_counted_wherever_the_minute_begins():
    assert most_in_a_minute([0, 50, 59.9, 60]) == 3
    assert most_in_a_minute([0, 50, 59.9, 60, 109]) == 4
    assert most_in_a_minute([]) == 0
