import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from tests.servers.needed import require

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize("rounds", ["file", "table"])
def test_a_worker_killed_again_and_again_loses_and_doubles_nothing(rounds, db):
    """The short form of `python -m kairan.delivery.tests.crash`."""
    database = connection.vendor
    if database == "postgresql":
        require("postgresql")
    elif rounds == "table":
        pytest.skip("The table of rounds is for PostgreSQL.")
    done = subprocess.run(
        [
            *[sys.executable, "-m", "kairan.delivery.tests.crash", "--kills", "8"],
            *["--database", database, "--rounds", rounds],
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    said = json.loads(done.stdout)
    assert (said["lost"], said["duplicate"]) == (0, 0)
    assert said["uncertain"] <= 8 * 10
    assert said["letters"] >= 1000
