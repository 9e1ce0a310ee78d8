"""What the readers say of other projects' messages, judged by what those projects expect.

The messages and their judge are not part of Kairan: ``KAIRAN_CORPORA`` names their folder.
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.parse.readers import READERS, Reader
from bench.rows import Row
from kairan.mail.tests.foreign import place

CORPORA = ("mime4j", "mikel", "jpmobile")
_UNIT = "score"


def measure(*, quick: bool) -> Iterator[Row]:
    """Yield a row per corpus and tool; they are the same when it is ``quick``."""
    del quick
    for corpus in CORPORA:
        for reader in READERS:
            work = f"score {corpus}"
            if not (place() / "score.py").exists():
                why = f"There are no messages in {place()}: set KAIRAN_CORPORA to their folder."
                yield Row.failed("parse", work, reader.tool, unit=_UNIT, why=why)
            else:
                yield Row.of(
                    "parse", work, reader.tool, values=[_score(corpus, reader)], unit=_UNIT
                )


def _score(corpus: str, reader: Reader) -> float:
    cases = [json.loads(line) for line in _judge("manifest", corpus).splitlines()]
    with TemporaryDirectory() as folder:
        results = Path(folder) / "results.jsonl"
        results.write_text("\n".join(_said(reader, case) for case in cases), encoding="utf-8")
        verdict = _judge("mail", corpus, str(results))
    found = re.search(r"SCORE \w+ ([\d.]+)", verdict)
    return float(found[1]) if found else 0.0


def _said(reader: Reader, case: dict[str, str]) -> str:
    raw = Path(case["path"]).read_bytes()
    try:
        said = reader.say(raw, case["uid"])
        return json.dumps(said).encode("utf-8", "replace").decode()
    except Exception as error:  # noqa: BLE001 - a reader that raises scores nothing
        return json.dumps({"uid": case["uid"], "error": type(error).__name__})


def _judge(*arguments: str) -> str:
    command = [sys.executable, "-B", str(place() / "score.py"), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout
