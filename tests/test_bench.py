"""`kairan bench` counts what it measures, and says what it cannot."""

import json

import pytest
from click.testing import CliRunner

from bench.deliver import drained
from bench.deliver.tools import TOOLS
from bench.rows import Row
from kairan.config.commands.bench import bench
from tests.servers.needed import require


@pytest.mark.servers
def test_what_drains_has_reached_the_sink_and_the_database():
    require("postfix")

    assert drained(TOOLS[0], 60) > 0


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
    assert "There is no benchmark nonsense. There are: deliver, crash." in answer.output
