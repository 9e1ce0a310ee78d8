"""The keys of an installation, kept in files of their own beside, never inside, the database."""

import os
import secrets
from pathlib import Path

from kairan.config import env


def key(name: str, home: Path) -> str:
    """Return the key of the variable ``name``, else of the file in ``home``, made when missing.

    The file is created readable by its owner alone; two processes that start together agree on
    one key because the file appears complete or not at all.
    """
    given = env.secret(name)
    if given:
        return _long_enough(name, given)
    path = home / "keys" / name.removeprefix("KAIRAN_").lower()
    if not path.exists():
        _create(path)
    return _long_enough(str(path), path.read_text(encoding="ascii").strip())


def _create(path: Path) -> None:
    path.parent.mkdir(mode=0o700, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(descriptor, secrets.token_urlsafe(48).encode("ascii"))
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    try:
        os.link(fresh, path)
    except FileExistsError:
        pass  # Another process was first; its key is the key.
    finally:
        fresh.unlink()


def _long_enough(name: str, value: str) -> str:
    if len(value) < 32:
        raise env.WrongEnvironment(name, "must hold at least 32 characters.")
    return value
