"""`kairan mail parse`, `clean` and `classify`: how mail is read and shown, for programs."""

import json
import os
import sys
from collections.abc import Iterator
from itertools import islice
from multiprocessing import Pool
from pathlib import Path

import click

from kairan.mail.bounces import Classification, classify
from kairan.mail.clean_html import clean
from kairan.mail.parse import json_line, parse

_FEW = 500
"""Files that one process has read before others would be there to help."""


@click.command("parse")
@click.argument("paths", nargs=-1, required=True)
def parse_mails(paths: tuple[str, ...]) -> None:
    """Print one JSON line per message; `-` reads standard input, a folder is walked."""
    write = sys.stdout.buffer.write
    for named in _named(paths):
        for piece in _all_lines(named):
            write(piece)


def _all_lines(named: str | Iterator[Path]) -> Iterator[bytes]:
    """The lines of standard input or of files, in their order; many files are read on all cores."""
    if isinstance(named, str):
        yield from json_line(parse(sys.stdin.buffer.read()), named)
        return
    first = list(islice(named, _FEW))
    for path in first:
        yield from _lines(path)
    if len(first) == _FEW:
        with Pool(len(os.sched_getaffinity(0))) as readers:
            yield from readers.imap(_line, named, chunksize=50)


def _lines(path: Path) -> Iterator[bytes]:
    raw = _bytes(path)
    if raw is not None:
        yield from json_line(parse(raw), path.stem)


def _line(path: Path) -> bytes:
    return b"".join(_lines(path))


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
    for named in _named(paths):
        if isinstance(named, str):
            yield named, sys.stdin.buffer.read()
            continue
        for path in named:
            raw = _bytes(path)
            if raw is not None:
                yield path.stem, raw


def _named(paths: tuple[str, ...]) -> Iterator[str | Iterator[Path]]:
    """What was named: "-" for standard input, or files."""
    files: list[str] = []
    for given in paths:
        if given == "-":
            yield _all_files(files)
            yield given
            files = []
        else:
            files.append(given)
    yield _all_files(files)


def _all_files(given: list[str]) -> Iterator[Path]:
    return (file for each in given for file in _files(Path(each)))


def _bytes(path: Path) -> bytes | None:
    """The bytes of a file; None, and a sentence, when it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        click.echo(f"{path} cannot be read: {error.strerror}.", err=True)
        return None


def _files(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    for folder, folders, names in os.walk(path):
        folders.sort()
        yield from (Path(folder, name) for name in sorted(names))
