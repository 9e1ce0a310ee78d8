"""Postfix's own measuring tools: a server that swallows mail, a client that floods one."""

import re
import shutil
import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.servers.needed import missing, program
from tests.servers.process import ADDRESS, Process, ServerFailedError, folder, free_port, greets


class SmtpSink:
    """``smtp-sink`` on ``port``: takes every mail as fast as it comes.

    With ``dump`` each mail is kept in a file of its own, for ``mails()``. Refusals are no job for
    it: ``options`` are smtp-sink's own, see its manual page.
    """

    def __init__(self, *options: str, dump: bool = False, port: int | None = None) -> None:
        self.options = list(options)
        self.dump = dump
        self.port = port or free_port()

    def __enter__(self) -> Self:
        found = program("smtp-sink")
        if found is None:
            raise ServerFailedError(missing("postfix"))
        self.folder = folder("sink")
        (self.folder / "mails").mkdir(mode=0o777)
        keep = ["-d", f"{self.folder}/mails/%s."] if self.dump else []
        as_user = ["-u", "nobody"]
        shutil.chown(self.folder / "mails", "nobody")
        self.process = Process(
            [found, *as_user, *self.options, *keep, f"{ADDRESS}:{self.port}", "1000"],
            self.folder / "log",
            cwd=self.folder,
        )
        self.process.wait_until(lambda: greets(self.port, b"220"))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.process.stop()
        shutil.rmtree(self.folder)

    def mails(self) -> list[bytes]:
        """What was taken, in no order, each under the ``X-…-Args`` lines of its envelope."""
        return [path.read_bytes() for path in self._files()]

    def counted(self) -> int:
        """How many mails it has taken; for one that counts (option ``-c``)."""
        counts = re.findall(r"mesg=(\d+)", self.log())
        return int(counts[-1]) if counts else 0

    def log(self) -> str:
        """What smtp-sink has said."""
        return self.process.words()

    def _files(self) -> list[Path]:
        return sorted((self.folder / "mails").iterdir())


def flood(port: int, *, mails: int, connections: int = 10, size: int = 1024) -> float:
    """Send equal mails of ``size`` bytes with ``smtp-source``; return the seconds it took.

    It keeps its connections (``-d``), as ours does.
    """
    source = program("smtp-source")
    if source is None:
        raise ServerFailedError(missing("postfix"))
    begun = time.perf_counter()
    subprocess.run(
        [
            *[source, "-d", "-s", str(connections), "-m", str(mails), "-l", str(size)],
            *["-f", "source@kairan.test", "-t", "sink@kairan.test", f"{ADDRESS}:{port}"],
        ],
        check=True,
        capture_output=True,
    )
    return time.perf_counter() - begun
