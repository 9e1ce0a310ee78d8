"""Runs the office: the web server, the worker, or both in one process group."""

import os
import signal
import subprocess
import sys
import threading
import time
from types import FrameType

from django.conf import settings
from django.core.management import call_command
from django.db import connections
from granian import Granian
from granian.constants import Interfaces

from kairan.clock import worker
from kairan.config.databases import room_in

PAUSE_BEFORE_RESTART = 1.0


def migrate() -> None:
    """Bring every database file up to date; nothing happens where it is already."""
    for alias in connections:
        room = [label] if (label := room_in(alias)) else []
        call_command("migrate", *room, database=alias, interactive=False, verbosity=0)


def serve_web() -> None:
    """Answer the browsers until told to stop."""
    host, port = settings.LISTEN
    Granian(
        "kairan.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=settings.WEB_PROCESSES,
        blocking_threads=settings.WEB_THREADS,
        respawn_failed_workers=True,
        log_access=False,
    ).serve()


def run_worker() -> None:
    """Run what falls due until told to stop; what is under way ends first."""
    stop = threading.Event()

    def leave(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, leave)
    signal.signal(signal.SIGINT, leave)
    worker.run(stop)


def serve_both() -> None:
    """Run the web server here and the worker beside it; a worker that dies is started again."""
    keeper = WorkerKeeper()
    keeper.start()
    try:
        serve_web()
    finally:
        keeper.end()


class WorkerKeeper(threading.Thread):
    """Keeps one `kairan worker` alive beside the web server."""

    def __init__(self) -> None:
        super().__init__(name="worker-keeper", daemon=True)
        self._stop_asked = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None

    def run(self) -> None:
        """Start the worker, and start it again whenever it ended by itself."""
        while not self._stop_asked.is_set():
            self._process = subprocess.Popen(
                [sys.executable, "-m", "kairan.config.command", "worker"],
                env=os.environ.copy(),
            )
            self._process.wait()
            self._stop_asked.wait(PAUSE_BEFORE_RESTART)

    def end(self, patience: float = 10.0) -> None:
        """Tell the worker to finish what it is doing, and wait ``patience`` seconds for it."""
        self._stop_asked.set()
        process = self._process
        if process is None or process.poll() is not None:
            return
        process.terminate()
        deadline = time.monotonic() + patience
        while process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.05)
        if process.poll() is None:
            process.kill()
