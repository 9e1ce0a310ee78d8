"""What the reader says of other projects' messages, judged by their expectations."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from kairan.mail.parse import parse, to_json
from kairan.mail.tests.foreign import corpora


def judged(*arguments: str) -> str:
    command = [sys.executable, "-B", str(corpora() / "score.py"), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


@pytest.mark.parametrize(("name", "least"), [("mime4j", 0.98), ("mikel", 0.98), ("jpmobile", 1.0)])
def test_other_projects_messages_are_read_as_expected(name, least, tmp_path):
    cases = [json.loads(line) for line in judged("manifest", name).splitlines()]
    assert len(cases) > 20
    results = tmp_path / "results.jsonl"
    results.write_text(
        "\n".join(
            json.dumps(to_json(parse(Path(case["path"]).read_bytes()), case["uid"]))
            for case in cases
        ),
        encoding="utf-8",
    )
    verdict = judged("mail", name, str(results), "--fails", "20")
    reached = re.search(r"SCORE \w+ ([\d.]+)", verdict)
    assert "errors=0" in verdict
    assert float(reached[1]) >= least, verdict
