"""Does what `kairan mail parse FILE` does for files named on standard input, and says their cost.

Each is read by a copy of this process, made for it alone: none finds what another has left behind,
and what is loaded once (codecs, tables of characters) is loaded before the first.
"""

import json
import os
import re
import sys
import time
from pathlib import Path

from kairan.mail.parse import json_line, parse
from kairan.mail.testing.hostile import mails

_SMALL = 2_000


def main() -> None:
    """Print a line of JSON for each file: seconds of the processor and bytes at the most."""
    for small in mails(_SMALL).values():
        parse(small)
    for line in sys.stdin:
        copy = os.fork()
        if copy == 0:
            print(json.dumps(_cost(Path(line.rstrip("\n")))), flush=True)
            os._exit(0)
        os.waitpid(copy, 0)


def _cost(file: Path) -> dict[str, float]:
    raw = file.read_bytes()
    began = time.process_time()
    with Path(os.devnull).open("wb") as nowhere:
        nowhere.writelines(json_line(parse(raw), "x"))
    seconds = time.process_time() - began
    # Of this program alone: what resource.getrusage tells includes the one that started it.
    status = Path("/proc/self/status").read_text()
    peak = re.search(r"VmHWM:\s+(\d+) kB", status)
    return {"seconds": seconds, "memory": int(peak[1]) * 1024 if peak else 0}


if __name__ == "__main__":
    main()
