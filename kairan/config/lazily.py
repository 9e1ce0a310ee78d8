"""Groups of commands whose modules are read only when they are called."""

import importlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import click
import django


@dataclass(frozen=True)
class Place:
    """Where a command is defined (``module:name``), and whether it needs the office opened."""

    path: str
    needs_office: bool = True


class Commands(click.Group):
    """Finds a command by its name; one that needs no office starts at once."""

    def __init__(self, places: Mapping[str, Place], **attributes: Any) -> None:
        super().__init__(**attributes)
        self._places = places

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the names of all commands."""
        return sorted(self._places)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Return the command ``cmd_name``, or None where there is no such command."""
        place = self._places.get(cmd_name)
        if place is None:
            return None
        if place.needs_office:
            open_office()
        module, _, name = place.path.partition(":")
        command = getattr(importlib.import_module(module), name)
        return command if isinstance(command, click.Command) else None


def open_office() -> None:
    """Read the settings and make every room importable."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kairan.config.settings")
    django.setup()
