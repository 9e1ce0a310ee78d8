"""The machine and the versions that a table of figures must name."""

import os
import platform
import re
import sqlite3
import subprocess
from collections.abc import Iterable
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import django

from tests.servers.needed import postgresql_programs, program

_GIB = 1024**3


def machine() -> str:
    """Return the machine in a line: processor, cores, memory, system."""
    cores = len(os.sched_getaffinity(0))
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / _GIB
    system = f"{platform.system()} {platform.release()}"
    return f"{_processor()}, {cores} cores, {memory:.0f} GiB, {system}"


def versions(packages: Iterable[str] = ()) -> str:
    """Return the versions of what every benchmark runs on, and of the peers among ``packages``."""
    found = {
        "Python": platform.python_version(),
        "Django": django.get_version(),
        "SQLite": sqlite3.sqlite_version,
        "PostgreSQL": _postgresql(),
        "Postfix": _postfix(),
        "Dovecot": _version_of("dovecot"),
        "mpop": _version_of("mpop"),
        "fetchmail": _version_of("fetchmail"),
        "getmail6": _version_of("getmail"),
        **{name: _package(name) for name in packages},
    }
    return ", ".join(f"{name} {number}" for name, number in found.items() if number)


def today() -> str:
    """Return the date of a measurement."""
    return datetime.now(UTC).date().isoformat()


def _processor() -> str:
    named = re.search(r"^model name\s*: (.+)$", _text("/proc/cpuinfo"), re.MULTILINE)
    return named[1].strip() if named else platform.machine()


def _text(path: str) -> str:
    return Path(path).read_text(errors="replace") if Path(path).exists() else ""


def _postgresql() -> str:
    programs = postgresql_programs()
    return _last_word([str(programs / "postgres"), "--version"]) if programs else ""


def _postfix() -> str:
    postconf = program("postconf")
    return _last_word([postconf, "-d", "-h", "mail_version"]) if postconf else ""


def _version_of(name: str) -> str:
    found = program(name)
    return _last_word([found, "--version"]) if found else ""


def _last_word(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    numbers = re.findall(r"\d+(?:\.\d+)+", done.stdout)
    return numbers[0] if numbers else ""


def _package(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
