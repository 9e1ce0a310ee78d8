"""Where the messages and payloads of other projects lie on this machine."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


def place() -> Path:
    """Where the messages of other projects should lie."""
    return Path(os.environ.get("KAIRAN_CORPORA", ROOT.parent / "shared" / "data"))


def corpora() -> Path:
    """The folder with other projects' messages; the test is skipped without it."""
    folder = place()
    if not folder.is_dir():
        pytest.skip("The messages of other projects are not here; set KAIRAN_CORPORA to read them.")
    return folder
