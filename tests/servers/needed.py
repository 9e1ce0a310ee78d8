"""Which servers this machine can run, and what a test says when one is missing."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

POSTGRESQL = Path("/usr/lib/postgresql")
POSTFIX = Path("/usr/lib/postfix/sbin/master")
SBIN = "/usr/sbin:/sbin"


def require(server: str) -> None:
    """Skip the running test when ``server`` cannot run here; with ``CI`` set, fail it instead.

    ``server`` is one of ``postgresql``, ``postfix``, ``dovecot``, ``chromium``.
    """
    reason = missing(server)
    if reason is None:
        return
    if os.environ.get("CI"):
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


def missing(server: str) -> str | None:
    """Say in one sentence why ``server`` cannot run here, or ``None`` when it can."""
    return CHECKS[server]()


def program(name: str) -> str | None:
    """Return the path of an installed program, also from the folders only root has in PATH."""
    return shutil.which(name) or shutil.which(name, path=SBIN)


def postgresql_programs() -> Path | None:
    """Return the folder of the newest installed PostgreSQL's ``initdb`` and ``postgres``."""
    found = POSTGRESQL.glob("*/bin/postgres")
    newest = max(found, key=lambda path: int(path.parent.parent.name), default=None)
    return newest.parent if newest else None


def _postgresql() -> str | None:
    if postgresql_programs() is None:
        return "PostgreSQL is not installed: apt-get install postgresql."
    return None


def _postfix() -> str | None:
    if not POSTFIX.exists() or program("postfix") is None:
        return "Postfix is not installed: apt-get install postfix."
    return _root("Postfix")


def _dovecot() -> str | None:
    dovecot = program("dovecot")
    if dovecot is None or not Path("/usr/lib/dovecot/pop3").exists():
        return "Dovecot is not installed: apt-get install dovecot-pop3d."
    version = subprocess.run([dovecot, "--version"], capture_output=True, text=True, check=True)
    if not version.stdout.startswith("2.3."):
        return f"Dovecot 2.3 is needed, this is {version.stdout.strip()}."
    return _root("Dovecot")


def _chromium() -> str | None:
    if program("chromium") is None:
        return "Chromium is not installed: apt-get install chromium."
    return None


def _root(server: str) -> str | None:
    return None if os.geteuid() == 0 else f"{server} can be started by root only."


CHECKS = {
    "postgresql": _postgresql,
    "postfix": _postfix,
    "dovecot": _dovecot,
    "chromium": _chromium,
}
