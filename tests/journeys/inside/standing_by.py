"""Stands by in the office: calls the functions that the journey names, one line of JSON each."""

from tests.journeys.inside import opening  # isort: skip - the office has to be open for the rooms

import json
import sys
import traceback
from importlib import import_module
from typing import Any

from django.db import close_old_connections


def main() -> None:
    """Answer every line of the standard input with one of the standard output."""
    for line in sys.stdin:
        close_old_connections()
        opening.answer(_done(**json.loads(line)))
        print(flush=True)


def _done(module: str, name: str, given: dict[str, Any]) -> dict[str, Any]:
    try:
        return {"answer": getattr(import_module(module), name)(**given)}
    except Exception:  # noqa: BLE001 - whatever it is, the journey hears of it
        return {"fault": traceback.format_exc()}


if __name__ == "__main__":
    main()
