"""A server process in the foreground: started apart, watched until it answers, ended by its id."""

import os
import random
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

PORTS = range(12_000, 32_000)
ADDRESS = "127.0.0.1"


class ServerFailedError(Exception):
    """The server did not start or did not end; carries the end of its log."""


class Process:
    """One program in a process group of its own, whose output is a file.

    It gets ``ending`` as signal when it is to end, and from the kernel when we die first.
    """

    def __init__(
        self,
        command: Sequence[str],
        log: Path,
        *,
        user: str | None = None,
        cwd: Path | None = None,
        ending: signal.Signals = signal.SIGTERM,
    ) -> None:
        self.log = log
        self.ending = ending
        guard = ["setpriv", "--pdeathsig", ending.name.removeprefix("SIG")]
        if user is not None and os.geteuid() == 0:
            guard += ["--reuid", user, "--regid", user, "--init-groups"]
        with log.open("ab") as output:
            self._process = subprocess.Popen(
                [*guard, *command],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=cwd,
                start_new_session=True,
            )
        self.pid = self._process.pid

    def is_running(self) -> bool:
        """Whether the process has not ended yet."""
        return self._process.poll() is None

    def wait_until(self, ready: Callable[[], bool], *, seconds: float = 30) -> None:
        """Wait until ``ready()``; raise ServerFailedError when it ends or takes too long."""
        deadline = time.monotonic() + seconds
        while not ready():
            if not self.is_running() or time.monotonic() > deadline:
                self.stop()
                raise ServerFailedError(f"{self._process.args!r} is not ready.\n{self.words()}")
            time.sleep(0.02)

    def stop(self, *, seconds: float = 15) -> None:
        """End the process, then whatever is left of its group."""
        if self.is_running():
            self._process.send_signal(self.ending)
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(seconds)
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        self._process.wait()

    def words(self) -> str:
        """Everything the process has printed."""
        return self.log.read_text(errors="replace")


def free_port() -> int:
    """Return a port of 127.0.0.1 that nobody listens on.

    Not one of those that systems hand out by themselves (above 32767 on Linux): until our server
    listens on it, a connection or a server of another test could be given it.
    """
    for port in random.SystemRandom().sample(PORTS, k=100):
        with suppress(OSError), socket.create_server((ADDRESS, port)):
            return port
    raise ServerFailedError("There is no free port.")


def greets(port: int, greeting: bytes, *, host: str = ADDRESS) -> bool:
    """Whether a server at ``port`` opens with ``greeting``."""
    try:
        with socket.create_connection((host, port), timeout=5) as connection:
            return connection.recv(512).startswith(greeting)
    except OSError:
        return False


def folder(server: str) -> Path:
    """Make a temporary folder that every user of the machine may enter.

    The servers change to users of their own, so the folder cannot be pytest's private one. Its
    path is short, because the path of a Unix socket may have 107 bytes only.
    """
    path = Path(tempfile.mkdtemp(prefix=f"kairan-{server}-", dir="/tmp"))
    path.chmod(0o755)
    return path
