"""`kairan schedule`: what the schedule makes of calendars, for programs."""

import json
import sys
from pathlib import Path

import click

from kairan.apps.schedule.foreign_calendars import BadCalendar, expand


@click.group()
def schedule() -> None:
    """Read calendars as Schedule does."""


@schedule.command("expand")
@click.argument("path", metavar="FILE.ics")
@click.option("--limit", default=1_000, show_default=True, help="At most so many of an event.")
def expand_calendar(path: str, limit: int) -> None:
    """Print one JSON line per event, with the moments it begins; `-` reads standard input."""
    try:
        data = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    except OSError as error:
        raise click.ClickException(f"{path} cannot be read: {error.strerror}.") from error
    try:
        for each in expand(data, limit):
            line = json.dumps(each, ensure_ascii=False)
            sys.stdout.buffer.write(line.encode("utf-8", "replace") + b"\n")
    except BadCalendar as error:
        raise click.ClickException(f"{path}: {error}") from error
