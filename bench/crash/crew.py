"""The workers of a trial: started warm, kept alive, killed from outside."""

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from types import TracebackType
from typing import Any, Self

from bench import ROOT
from bench.office import Office, ProcessFailed


class Stage:
    """The warm process of a tool, which forks a child for each thing to do."""

    def __init__(self, office: Office, module: str, port: int) -> None:
        self._office = office
        self._arguments = [module, str(port)]

    def __enter__(self) -> Self:
        self._complaints = tempfile.TemporaryFile("w+")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bench.crash.stage", *self._arguments],
            cwd=ROOT,
            env=self._office.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._complaints,
            text=True,
        )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.communicate(timeout=20)
        self._complaints.close()

    def ask(self, what: str, *arguments: Any, **more: Any) -> Any:
        """Have something done; return what came of it. Raises ProcessFailed."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps([what, arguments, more]) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        found = json.loads(line) if line else {"failed": self.complaints()}
        if isinstance(found, dict) and "failed" in found:
            raise ProcessFailed(found["failed"])
        return found

    def complaints(self) -> str:
        """Return the end of what all its processes have logged."""
        self._complaints.seek(0)
        return self._complaints.read()[-4000:]


def is_alive(process: int) -> bool:
    """Whether a child of a stage still runs."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


class Crew:
    """So many workers, until the end of the ``with``; whoever ends is followed by another."""

    def __init__(self, stage: Stage, size: int) -> None:
        self._stage = stage
        self._size = size
        self._processes: list[int] = []

    def __enter__(self) -> Self:
        self.keep()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for process in self._processes:
            _kill(process)

    def keep(self) -> None:
        """Start those that are missing."""
        self._processes = [each for each in self._processes if is_alive(each)]
        while len(self._processes) < self._size:
            self._processes.append(self._stage.ask("work"))

    def kill_one(self) -> None:
        """Kill any one of them with SIGKILL, with all its processes; another takes its place."""
        _kill(random.choice(self._processes))
        self.keep()


def _kill(process: int) -> None:
    # It is the first of its process group, or about to become it.
    with suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)
    with suppress(ProcessLookupError):
        os.killpg(process, signal.SIGKILL)
