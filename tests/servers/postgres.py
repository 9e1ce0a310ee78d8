"""A private PostgreSQL cluster."""

import os
import shutil
import signal
import socket
import subprocess
from collections.abc import Mapping
from types import TracebackType
from typing import Self

from tests.servers.needed import missing, postgresql_programs
from tests.servers.process import ADDRESS, Process, ServerFailedError, folder, free_port


class Postgres:
    """PostgreSQL on a free port and a Unix socket; as root it runs as the user ``postgres``.

    ``fsync`` is on as in production, so that benchmarks tell the truth; the test suite turns it
    off. A worker that was killed holds its connections until the server notices: there is room for
    those of many. ``settings`` go to the server as ``-c name=value``.
    """

    def __init__(self, *, fsync: bool = True, settings: Mapping[str, str] | None = None) -> None:
        self.settings = {"fsync": "on" if fsync else "off", **(settings or {})}
        self.user = "postgres"
        self.port = 0

    @property
    def url(self) -> str:
        """Where the database is, as DATABASE_URL wants it."""
        return f"postgresql://{self.user}@{ADDRESS}:{self.port}/postgres"

    @property
    def socket_url(self) -> str:
        """The same over the Unix socket."""
        return f"postgresql://{self.user}@/postgres?host={self.folder}&port={self.port}"

    def __enter__(self) -> Self:
        programs = postgresql_programs()
        if programs is None:
            raise ServerFailedError(missing("postgresql"))
        self.folder = folder("postgres")
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres", "postgres")
        self.port = free_port()
        self._initialise(str(programs / "initdb"))
        options = [f"-c{name}={value}" for name, value in self.settings.items()]
        self.process = Process(
            [
                *[str(programs / "postgres"), "-D", str(self.folder / "data")],
                *["-k", str(self.folder), "-p", str(self.port)],
                *[f"-clisten_addresses={ADDRESS}", "-cmax_connections=300", *options],
            ],
            self.folder / "log",
            user="postgres",
            cwd=self.folder,
            ending=signal.SIGINT,
        )
        self.process.wait_until(self._is_ready)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.process.stop()
        shutil.rmtree(self.folder)

    def log(self) -> str:
        """What the server has logged."""
        return self.process.words()

    def _initialise(self, initdb: str) -> None:
        done = subprocess.run(
            [
                *[initdb, "-D", str(self.folder / "data"), "-U", self.user, "--auth=trust"],
                *["--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions"],
            ],
            cwd=self.folder,
            user="postgres" if os.geteuid() == 0 else None,
            group="postgres" if os.geteuid() == 0 else None,
            extra_groups=[] if os.geteuid() == 0 else None,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise ServerFailedError(f"initdb: {done.stdout}{done.stderr}")

    def _is_ready(self) -> bool:
        if "ready to accept connections" not in self.log():
            return False
        with socket.create_connection((ADDRESS, self.port), timeout=5):
            return True
