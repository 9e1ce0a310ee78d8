"""An office at work: the web server and the worker, each a process of its own, as in production."""

import sys
import urllib.request
from pathlib import Path
from types import TracebackType
from typing import Self

from bench import ROOT
from bench.office import Database, Office
from tests.servers.process import ADDRESS, Process, free_port

_TO_OPEN = 60.0


class RunningOffice(Office):
    """An office whose web server answers at ``url``; both processes end with the ``with``."""

    def __init__(self, database: Database, **environment: str) -> None:
        self._port = free_port()
        self.url = f"http://{ADDRESS}:{self._port}"
        listen = {"KAIRAN_LISTEN": f"{ADDRESS}:{self._port}", "KAIRAN_URL": self.url}
        super().__init__(database, environment={**listen, **environment})
        self._processes: list[Process] = []

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for process in self._processes:
            process.stop()
        super().__exit__(kind, error, trace)

    def __enter__(self) -> Self:
        super().__enter__()
        return self

    def open_web(self) -> Process:
        """Start `kairan web`; it answers when this returns."""
        web = self._start("web")
        web.wait_until(lambda: self._says("/account/login/"), seconds=_TO_OPEN)
        return web

    def open_worker(self) -> Process:
        """Start `kairan worker`."""
        return self._start("worker")

    def wait_for_health(self) -> None:
        """Return when the office, both of whose processes were started, says that it works."""
        self._processes[-1].wait_until(lambda: self._says("/health"), seconds=_TO_OPEN)

    def log(self) -> str:
        """What both have said so far."""
        return "".join(each.words() for each in self._processes)

    def _start(self, command: str) -> Process:
        pairs = [f"{name}={value}" for name, value in self.environment.items()]
        process = Process(
            ["env", "-i", *pairs, sys.executable, "-m", "kairan.config.command", command],
            Path(f"{self.home}/{command}-{len(self._processes)}.log"),
            cwd=ROOT,
        )
        self._processes.append(process)
        return process

    def _says(self, path: str) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}{path}", timeout=5):
                return True
        except OSError:
            return False
