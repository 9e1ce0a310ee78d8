"""`kairan mail parse`, `clean` and `classify`: how mail is read and shown, for programs."""

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from kairan.mail.bounces import Classification, classify
from kairan.mail.clean_html import clean
from kairan.mail.parse import parse, to_json


@click.command("parse")
@click.argument("paths", nargs=-1, required=True)
def parse_mails(paths: tuple[str, ...]) -> None:
    """Print one JSON line per message; `-` reads standard input, a folder is walked."""
    write = sys.stdout.buffer.write
    for uid, raw in _messages(paths):
        write(json.dumps(to_json(parse(raw), uid), ensure_ascii=False).encode() + b"\n")


@click.command("classify")
@click.argument("paths", nargs=-1, required=True)
def classify_mails(paths: tuple[str, ...]) -> None:
    """Print what became of mails, a JSON line per message: bounces, complaints, replies."""
    for uid, raw in _messages(paths):
        line = {"uid": uid, **_classified(classify(raw))}
        sys.stdout.buffer.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")


def _classified(found: Classification) -> dict[str, object]:
    return {
        "kind": found.kind.value,
        "recipients": [
            {
                "addr": failure.address,
                "status": failure.status,
                "permanent": failure.is_permanent,
                "unknown_user": failure.is_unknown,
            }
            for failure in found.failures
        ],
        "reason": found.reason,
    }


@click.command("clean")
@click.argument("path")
def clean_mail(path: str) -> None:
    """Print the HTML that WebMail would show; `-` reads standard input."""
    try:
        raw = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    except OSError as error:
        raise click.ClickException(f"{path} cannot be read: {error.strerror}.") from error
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
