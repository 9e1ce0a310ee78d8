"""Opens the office for a program that runs inside it; import this before any room."""

import json
import sys
from typing import Any

import django

django.setup()


def given() -> Any:
    """Return what the journey has passed in."""
    return json.load(sys.stdin)


def answer(value: Any) -> None:
    """Hand ``value`` back to the journey."""
    json.dump(value, sys.stdout)
