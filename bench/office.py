"""An office for a measurement: a home and a database of its own, and processes that work in it."""

import json
import os
import shutil
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

from bench import ROOT
from tests.servers import new_office
from tests.servers.postgres import Postgres
from tests.servers.process import folder

Database = Literal["sqlite", "postgresql"]
OURS = "kairan.config.settings"
_PATIENCE = 900.0


class ProcessFailed(Exception):
    """A process of a measurement ended badly; carries the end of what it said."""


class Office:
    """A fresh home and database, until the end of the ``with``.

    Whatever is measured runs in a process of its own (``call``, ``begin``): a module of ``bench``
    that opens the office with the settings of its environment, and prints what it found as JSON.
    """

    def __init__(
        self,
        database: Database,
        *,
        settings: str = OURS,
        environment: dict[str, str] | None = None,
    ) -> None:
        self.database = database
        self._settings = settings
        self._more = environment or {}
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        self.home = folder("bench")
        self._stack.callback(shutil.rmtree, self.home, ignore_errors=True)
        url = ""
        if self.database == "postgresql":
            url = self._stack.enter_context(Postgres()).url
        elif self._settings == OURS:
            new_office.move_in(self.home)
        self.environment = {
            **_environment(self.home, url=url, settings=self._settings),
            **self._more,
        }
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.close()

    def begin(self, module: str, *arguments: str | float) -> subprocess.Popen[str]:
        """Start a process; its standard output is a pipe."""
        return subprocess.Popen(
            [sys.executable, "-m", module, *map(str, arguments)],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def call(self, module: str, *arguments: str | float) -> Any:
        """Run a process to its end; return what its last line says, as JSON."""
        return self.end(self.begin(module, *arguments))

    def end(self, process: subprocess.Popen[str], patience: float = _PATIENCE) -> Any:
        """Wait for a process; return what its last line says. Raises ProcessFailed."""
        try:
            said, complaint = process.communicate(timeout=patience)
        except subprocess.TimeoutExpired:
            process.kill()
            said, complaint = process.communicate()
        lines = said.strip().splitlines()
        if process.returncode or not lines:
            raise ProcessFailed(f"{process.args!r} ended with {process.returncode}.\n{complaint}")
        return json.loads(lines[-1])


def _environment(home: Path, *, url: str, settings: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KAIRAN_")}
    return {
        **kept,
        "KAIRAN_HOME": str(home),
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": settings,
        "PYTHONPATH": str(ROOT),
    }
