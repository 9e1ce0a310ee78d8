"""What the worker goes round doing: each room names its rounds in ``<room>/rounds.py``."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module

from django.apps import apps
from django.utils.module_loading import module_has_submodule

TWO_SECONDS = timedelta(seconds=2)


@dataclass(frozen=True)
class Round:
    """Something to do again and again.

    ``run(now)`` does what is due at ``now`` (aware) and returns when the next thing falls due, or
    None when it does not know. It runs again at that moment, when ``clock.wake(name)`` was called,
    and in any case after ``every``. Each round has a thread and database connections of its own;
    an exception is logged, shown with the heartbeat, and the round goes on after a pause.
    """

    name: str
    run: Callable[[datetime], datetime | None]
    every: timedelta = TWO_SECONDS


def rounds() -> list[Round]:
    """Return the ``ROUNDS`` of every installed room that has a ``rounds`` module."""
    modules = (
        f"{config.name}.rounds"
        for config in apps.get_app_configs()
        if module_has_submodule(config.module, "rounds")
    )
    return [each for name in modules if name != __name__ for each in import_module(name).ROUNDS]
