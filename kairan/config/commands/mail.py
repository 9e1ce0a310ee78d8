"""`kairan mail`: read, clean and try mail from the command line."""

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from kairan.mail.clean_html import clean
from kairan.mail.parse import parse, to_json


@click.group()
def mail() -> None:
    """Read, clean and test mail."""


@mail.command("parse")
@click.argument("paths", nargs=-1, required=True)
def parse_(paths: tuple[str, ...]) -> None:
    """Print one JSON line per message; `-` reads standard input, a folder is walked."""
    write = sys.stdout.buffer.write
    for uid, raw in _messages(paths):
        write(json.dumps(to_json(parse(raw), uid), ensure_ascii=False).encode() + b"\n")


@mail.command("clean")
@click.argument("path")
def clean_(path: str) -> None:
    """Print the HTML that WebMail would show; `-` reads standard input."""
    raw = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    sys.stdout.buffer.write(clean(raw.decode("utf-8", "replace")).html.encode())


def _messages(paths: tuple[str, ...]) -> Iterator[tuple[str, bytes]]:
    for given in paths:
        if given == "-":
            yield "-", sys.stdin.buffer.read()
            continue
        for path in _files(Path(given)):
            try:
                yield path.stem, path.read_bytes()
            except OSError as error:
                click.echo(f"{path} cannot be read: {error.strerror}.", err=True)


def _files(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    for folder, folders, names in os.walk(path):
        folders.sort()
        yield from (Path(folder, name) for name in sorted(names))
