"""A running office: `kairan serve` as in production, in a home of its own on a free port."""

import json
import os
import secrets
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.servers.new_office import (
    create_database,
    create_empty_database,
    drop_database,
    move_in,
)
from tests.servers.process import ADDRESS, Process, ServerFailedError, folder, free_port

ROOT = Path(__file__).parents[2]
SECONDS_TO_OPEN = 180
# The rest of our environment is none of the office's business.
INHERITED = ["HOME", "LANG", "LC_ALL", "PATH", "TMPDIR"]


class Office:
    """The web server and the worker of one company.

    On SQLite its rows live in its home; where ``KAIRAN_TEST_DATABASE_URL`` names a PostgreSQL, it
    gets a database of its own there. ``keep`` is where the log goes when the office closes. With
    ``migrates`` it makes its tables itself when it opens first; else they are there.
    """

    def __init__(
        self, keep: Path, *, serves: bool = True, migrates: bool = False, **environment: str
    ) -> None:
        self._keep = keep
        self._serves = serves
        self._migrates = migrates
        self._given = environment
        self._process: Process | None = None

    def __enter__(self) -> Self:
        self.home = folder("office")
        self.port = free_port()
        self.url = f"http://{ADDRESS}:{self.port}"
        self._server = os.environ.get("KAIRAN_TEST_DATABASE_URL", "")
        self._database = f"office_{secrets.token_hex(4)}"
        self.environment = {
            **{name: os.environ[name] for name in INHERITED if name in os.environ},
            "DJANGO_SETTINGS_MODULE": "kairan.config.settings",
            "DATABASE_URL": self._new_databases(),
            "KAIRAN_HOME": str(self.home),
            "KAIRAN_LISTEN": f"{ADDRESS}:{self.port}",
            "KAIRAN_URL": self.url,
            "KAIRAN_WEB_PROCESSES": "1",
            **self._given,
        }
        if self._serves:
            self.open()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
        self._keep.parent.mkdir(parents=True, exist_ok=True)
        self._keep.write_text(self.log())
        if self._server:
            drop_database(self._server, self._database)
        shutil.rmtree(self.home)

    def open(self) -> None:
        """Start the web server and the worker; returns when both are there."""
        pairs = [f"{name}={value}" for name, value in self.environment.items()]
        command = [sys.executable, "-m", "kairan.config.command", "serve"]
        self._process = Process(["env", "-i", *pairs, *command], self.home / "log", cwd=ROOT)
        self._process.wait_until(self._is_open, seconds=SECONDS_TO_OPEN)

    def close(self) -> None:
        """End both; what is under way ends first."""
        if self._process is not None:
            self._process.stop()
            self._process = None

    def run(self, module: str, *arguments: str, given: Any = None) -> Any:
        """Run one of our modules inside the office, as its administrator would on its machine.

        ``given`` is its standard input, its standard output what is returned, both as JSON.
        """
        done = subprocess.run(
            [sys.executable, "-m", module, *arguments],
            env=self.environment,
            cwd=ROOT,
            input=json.dumps(given),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise ServerFailedError(f"{module}: {done.stdout}{done.stderr}")
        return json.loads(done.stdout) if done.stdout.strip() else None

    def log(self) -> str:
        """What the web server and the worker have said so far."""
        log = self.home / "log"
        return log.read_text(errors="replace") if log.exists() else ""

    def failures(self) -> list[str]:
        """Every traceback's last line in the log: an office at work has none."""
        lines = self.log().splitlines()
        return [line for line in lines if "Error" in line or "Traceback" in line]

    def _new_databases(self) -> str:
        """Make the office's databases; return its DATABASE_URL."""
        if self._server:
            make = create_empty_database if self._migrates else create_database
            return make(self._server, self._database)
        if not self._migrates:
            move_in(self.home)
        return ""

    def _is_open(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/health", timeout=5):
                return True
        except urllib.error.HTTPError:
            return True  # It answers: what is wrong with it is the journey's business.
        except OSError:
            return False
