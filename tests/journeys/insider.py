"""Somebody inside an office who does at once what the journey asks."""

import json
import subprocess
import sys
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

from tests.journeys.office import ROOT, Office
from tests.servers.process import ServerFailedError


class Insider:
    """A process that has opened the office once, as ``Office.run`` does anew each time."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def __enter__(self) -> Self:
        self._words = (self._office.home / "insider").open("w+")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.journeys.inside.standing_by"],
            env=self._office.environment,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._words,
            text=True,
        )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.communicate()
        self._words.close()

    def do(self, function: Callable[..., Any], **given: Any) -> Any:
        """Call a function of a module inside the office; return what it returns, as JSON."""
        asked = {"module": function.__module__, "name": function.__name__, "given": given}
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{json.dumps(asked)}\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        answer = json.loads(line) if line else {"fault": self._last_words()}
        if "fault" in answer:
            raise ServerFailedError(answer["fault"])
        return answer["answer"]

    def _last_words(self) -> str:
        self._process.wait()
        self._words.seek(0)
        return self._words.read()
