"""Feeds damaged mails to all that reads mail: `python -m bench.fuzz FOLDER…`.

Whatever is thrown, takes longer than a second or more memory than ten times its size (and a floor
of `FLOOR`) is written into `fuzz-found/` and named; the exit code then is 1.
"""

import argparse
import json
import random
import resource
import signal
import sys
import time
import traceback
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

from kairan.mail.clean_html import clean, text_to_html
from kairan.mail.parse import headers_only, parse, to_json
from kairan.mail.testing.hostile import mails
from kairan.mail.testing.mutations import mutated

SECONDS = 1.0
TIMES = 10
FLOOR = 8 * 1024 * 1024
_WEIGHED = 20  # one in so many is weighed, which makes it several times slower
_SMALL = 2_000


class TookTooLong(Exception):
    """A mail was not read after many times the time it may take."""


class Unfit(Exception):
    """A mail was read, but not within what it may cost; carries the sentence."""


def read_wholly(raw: bytes) -> None:
    """Do with a mail all that is done with one: list it, read it, write it down."""
    headers_only(raw)
    message = parse(raw)
    json.dumps(to_json(message, "x"), ensure_ascii=False).encode()
    for header in message.headers[:200]:
        header.value.encode()


def show(raw: bytes) -> None:
    """Make of a mail what WebMail shows."""
    for body in parse(raw).bodies[:20]:
        made = clean(body.text).html if body.type == "text/html" else text_to_html(body.text)
        made.encode()


def seeds(folders: list[Path]) -> list[bytes]:
    """All files in the folders, and small mails made by enemies."""
    files = (file for folder in folders for file in sorted(folder.rglob("*")) if file.is_file())
    return [*(file.read_bytes() for file in files), *mails(_SMALL).values()]


def damaged(start: list[bytes], count: int, seed: int) -> Iterator[bytes]:
    """`count` damaged mails; the same for the same seed and the same start."""
    chance = random.Random(seed)
    for _ in range(count):
        yield mutated(start, chance)


def judge(raw: bytes, *, is_weighed: bool) -> None:
    """Read a mail. Raises whatever its reading raises, and Unfit."""
    began = time.process_time()
    if is_weighed:
        _weigh(raw)
    else:
        read_wholly(raw)
        took = time.process_time() - began
        if took > SECONDS:
            raise Unfit(f"{len(raw)} bytes took {took:.2f} s.")
    show(raw)


def _weigh(raw: bytes) -> None:
    tracemalloc.start()
    try:
        read_wholly(raw)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    if peak > max(TIMES * len(raw), FLOOR):
        raise Unfit(f"{len(raw)} bytes took {peak / 1024:.0f} KiB of memory.")


def _too_long(_signal: int, _frame: FrameType | None) -> None:
    raise TookTooLong


def main() -> int:
    """Read the arguments, feed, and tell; return the exit code."""
    given = argparse.ArgumentParser(prog="python -m bench.fuzz", description=__doc__)
    given.add_argument("folders", nargs="*", type=Path, help="folders of mails to damage")
    given.add_argument("--messages", type=int, default=100_000)
    given.add_argument("--seed", type=int, default=1)
    given.add_argument("--keep", type=Path, default=Path("fuzz-found"))
    options = given.parse_args()
    start = seeds(options.folders)
    signal.signal(signal.SIGALRM, _too_long)
    began, found = time.monotonic(), 0
    for number, raw in enumerate(damaged(start, options.messages, options.seed)):
        signal.alarm(30)
        try:
            judge(raw, is_weighed=number % _WEIGHED == 0)
        except Exception:  # noqa: BLE001 - whatever it is, it is what was looked for
            found += 1
            options.keep.mkdir(exist_ok=True)
            file = options.keep / f"{options.seed}-{number}.eml"
            file.write_bytes(raw)
            print(f"{file}\n{traceback.format_exc(limit=-4)}", flush=True)
        signal.alarm(0)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{options.messages} damaged mails made of {len(start)}, seed {options.seed}:"
        f" {found} found, {time.monotonic() - began:.0f} s, at most {peak:.0f} MiB of memory"
    )
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
