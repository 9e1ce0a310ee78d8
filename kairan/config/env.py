"""Reads the environment, once, typed: a wrong value stops the process and names the variable."""

import os
from pathlib import Path
from urllib.parse import urlsplit


class WrongEnvironment(SystemExit):
    """A variable holds a value that Kairan cannot work with."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"{name} {problem}")


def text(name: str, default: str = "") -> str:
    """Return the variable ``name``, without surrounding blanks, or ``default``."""
    return os.environ.get(name, default).strip()


def flag(name: str, *, default: bool = False) -> bool:
    """Return a yes or a no: ``1 true yes on`` or ``0 false no off``."""
    value = text(name).lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise WrongEnvironment(name, f"must be yes or no, not {value!r}.")


def number(name: str, default: int, *, least: int = 1) -> int:
    """Return a whole number of at least ``least``."""
    value = text(name)
    if not value:
        return default
    if not value.isdigit() or int(value) < least:
        raise WrongEnvironment(name, f"must be a whole number of at least {least}, not {value!r}.")
    return int(value)


def choice(name: str, choices: tuple[str, ...]) -> str:
    """Return one of ``choices``, the first by default."""
    value = text(name, choices[0])
    if value not in choices:
        raise WrongEnvironment(name, f"must be one of {', '.join(choices)}, not {value!r}.")
    return value


def names(name: str) -> list[str]:
    """Return a comma-separated list."""
    return [each.strip() for each in text(name).split(",") if each.strip()]


def folder(name: str, default: str) -> Path:
    """Return an absolute path of a folder that exists or can be made; it is made here."""
    path = Path(text(name, default) or default).expanduser().absolute()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WrongEnvironment(name, f"names a folder that cannot be made: {error}.") from error
    return path


def secret(name: str) -> str:
    """Return the variable ``name``, or the contents of the file that ``<name>_FILE`` names."""
    path = text(f"{name}_FILE")
    if not path:
        return text(name)
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise WrongEnvironment(f"{name}_FILE", f"cannot be read: {error}.") from error


def web_address(name: str, default: str) -> str:
    """Return an http or https address without a trailing slash."""
    value = text(name, default).rstrip("/")
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query:
        raise WrongEnvironment(
            name, f"must be an address like https://office.example, not {value!r}."
        )
    return value


def listen_address(name: str, default: str) -> tuple[str, int]:
    """Return host and port of ``host:port``; an IPv6 host stands in brackets."""
    value = text(name, default)
    host, separator, port = value.rpartition(":")
    if not separator or not port.isdigit() or not 0 < int(port) < 65536:
        raise WrongEnvironment(name, f"must be host:port, such as 127.0.0.1:8000, not {value!r}.")
    return host.strip("[]") or "127.0.0.1", int(port)
