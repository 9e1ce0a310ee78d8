"""Bundles while real workers are killed: see :mod:`kairan.reminders.tests.under_fire`."""

import json
import subprocess
import sys

import pytest
from django.db import connection

from kairan.reminders.tests.under_fire import EVENTS, PEOPLE, ROOT

pytestmark = pytest.mark.database


def test_two_workers_that_are_killed_again_and_again_lose_and_double_nothing():
    command = [sys.executable, "-m", "kairan.reminders.tests.under_fire", "--kills", "16"]
    command += ["--database", connection.vendor]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600)

    assert ended.returncode == 0, ended.stderr
    verdict = json.loads(ended.stdout.splitlines()[-1])
    assert verdict["kills"] == 16
    assert (verdict["lost"], verdict["duplicate"]) == (0, 0)
    assert verdict["told"] == PEOPLE * EVENTS
    assert verdict["bundled"] > PEOPLE
