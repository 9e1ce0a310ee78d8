"""Runs a command beside a private PostgreSQL: python -m tools.with_postgres -- pytest …

The command finds it in KAIRAN_TEST_DATABASE_URL, which the test settings read. Where PostgreSQL
is missing, it says so in a sentence and the command does not run; with CI set that is a failure.
"""

import os
import subprocess
import sys

from tests.servers.needed import missing
from tests.servers.postgres import Postgres


def main(arguments: list[str]) -> int:
    """Run the command after ``--`` and return its exit code."""
    command = arguments[arguments.index("--") + 1 :]
    reason = missing("postgresql")
    if reason:
        print(f"Not run on PostgreSQL: {reason}")
        return 1 if os.environ.get("CI") else 0
    with Postgres(fsync=False) as server:
        environment = {**os.environ, "KAIRAN_TEST_DATABASE_URL": server.url}
        return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
