"""Does what `kairan mail parse FILE` does, and says what this process has taken."""

import json
import os
import re
import sys
import time
from pathlib import Path

from kairan.mail.parse import json_line, parse


def main() -> None:
    """Read the file named, write its line to nowhere, and print seconds and bytes."""
    raw = Path(sys.argv[1]).read_bytes()
    began = time.process_time()
    with Path(os.devnull).open("wb") as nowhere:
        nowhere.writelines(json_line(parse(raw), "x"))
    seconds = time.process_time() - began
    # Of this program alone: what resource.getrusage tells includes the one that started it.
    status = Path("/proc/self/status").read_text()
    peak = re.search(r"VmHWM:\s+(\d+) kB", status)
    print(json.dumps({"seconds": seconds, "memory": int(peak[1]) * 1024 if peak else 0}))


if __name__ == "__main__":
    main()
