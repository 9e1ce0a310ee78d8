"""What each app puts into a furnished office, and how its pages are reached there.

An app says it in ``<app>/tests/furniture.py``: ``furnish(author, reader)`` makes one of everything,
``doors(viewer, other)`` tells the arguments of each of its URLs that takes some, and the optional
``SEEN_BY_ALL`` names the doors through which colleagues who have no part in it may go too.
"""

from collections.abc import Mapping
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Protocol

from kairan.people.models import User
from kairan.shell.feature import features


class Furniture(Protocol):
    """A module ``furniture`` of an app."""

    def furnish(self, author: User, reader: User) -> None: ...

    def doors(self, viewer: User, other: User) -> Mapping[str, Mapping[str, Any]]: ...


def furniture() -> list[Furniture]:
    """Return what every installed feature brings, in the order of the menu."""
    names = [f"{feature.name}.tests.furniture" for feature in features()]
    return [import_module(name) for name in names if _exists(name)]  # type: ignore[misc]


def _exists(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except ModuleNotFoundError:
        return False
