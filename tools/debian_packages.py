"""Installs the Debian packages the project needs, where it may; elsewhere says so in a sentence.

    tools/debian_packages.py venv     what making a virtual environment needs; 1 when it is missing
    tools/debian_packages.py test     what the tests need; without them tests are skipped
    tools/debian_packages.py bench    what `kairan bench` measures beside us

Runs before anything else is installed, so it needs the standard library only.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

VENV = ["python3-venv"]
TEST = [
    *("chromium", "dovecot-pop3d", "fonts-noto-cjk", "gettext", "libreoffice-calc-nogui"),
    *("postfix", "postgresql"),
]
BENCH = [
    *("dovecot-imapd", "fetchmail", "getmail6", "mpop", "php-cli", "procmail"),
    *("roundcube-core", "roundcube-sqlite3"),
]
# Postfix asks how it should be set up, also where nobody is there to answer.
ANSWERS = "postfix postfix/main_mailer_type select No configuration\n"
POLICY = Path("/usr/sbin/policy-rc.d")


def main(purpose: str) -> int:
    """Install what is missing for ``purpose``; 1 when it cannot go on without."""
    needed = _needed(purpose)
    if not needed:
        return 0
    if not _may_install():
        print(_regret(purpose, needed))
        return 1 if purpose == "venv" else 0
    print(f"Installing from Debian: {' '.join(needed)}", flush=True)
    with _nothing_started():
        return _install(needed)


def _needed(purpose: str) -> list[str]:
    if purpose == "venv":
        return [] if find_spec("ensurepip") and find_spec("venv") else VENV
    wanted = BENCH if purpose == "bench" else TEST
    return [name for name in wanted if not _is_installed(name)]


def _is_installed(package: str) -> bool:
    if shutil.which("dpkg-query") is None:
        return False
    state = subprocess.run(
        ["dpkg-query", "-W", "-f", "${db:Status-Status}", package],
        capture_output=True,
        text=True,
        check=False,
    )
    return state.stdout == "installed"


def _may_install() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def _regret(purpose: str, needed: list[str]) -> str:
    names = " ".join(needed)
    if purpose == "venv":
        return f"Python cannot make virtual environments here; as root: apt-get install {names}"
    if purpose == "bench":
        return f"Benchmarks leave out these Debian packages, which only root adds: {names}"
    return f"Tests are skipped for want of these Debian packages, which only root adds: {names}"


@contextmanager
def _nothing_started() -> Iterator[None]:
    """Keep Debian from starting the servers it installs; the tests start their own."""
    if POLICY.exists():
        yield
        return
    POLICY.write_text("#!/bin/sh\nexit 101\n")
    POLICY.chmod(0o755)
    try:
        yield
    finally:
        POLICY.unlink()


def _install(packages: list[str]) -> int:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    apt = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300", "-o", "Dpkg::Use-Pty=0"]
    if "postfix" in packages and shutil.which("debconf-set-selections"):
        subprocess.run(["debconf-set-selections"], input=ANSWERS, text=True, check=True)
    for command in (
        [*apt, "update"],
        [*apt, "install", "-y", "--no-install-recommends", *packages],
    ):
        done = subprocess.run(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        if done.returncode:
            sys.stdout.buffer.write(done.stdout)
            return done.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
