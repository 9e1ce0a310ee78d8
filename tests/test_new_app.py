"""What `make app` begins is whole: its tests pass, and nothing but its folder is new."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PARTS = ["kairan", "tools", "tests", "conftest.py", "pyproject.toml"]


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """The project without what it makes while it runs."""
    copy = tmp_path_factory.mktemp("copy")
    leave = shutil.ignore_patterns("__pycache__", "*.mo")
    for part in PARTS:
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(source, copy / part, ignore=leave)
        else:
            shutil.copy(source, copy / part)
    return copy


def run(copy, *command):
    # Neither this run's home nor its database: both have tests of their own in them.
    inherited = {
        name: value
        for name, value in os.environ.items()
        if "PYTEST" not in name and not name.startswith("KAIRAN_") and name != "DATABASE_URL"
    }
    return subprocess.run(
        [sys.executable, *command],
        cwd=copy,
        # The copy, not the installed project, is what is imported.
        env={**inherited, "PYTHONPATH": str(copy)},
        capture_output=True,
        text=True,
        check=False,
    )


def files(copy):
    made = {".mo", ".pyc"}
    return {path for path in copy.rglob("*") if path.is_file() and path.suffix not in made}


def test_a_new_app_works_and_touches_nothing_else(copy):
    before = {path: path.read_bytes() for path in files(copy)}

    made = run(copy, "tools/new_app.py", "lost_found")

    assert made.returncode == 0, made.stdout
    folder = copy / "kairan" / "apps" / "lost_found"
    after = files(copy)
    assert {path: path.read_bytes() for path in after if folder not in path.parents} == before
    assert not [
        path
        for path in after
        if b"sampleapp" in path.read_bytes().lower() and folder in path.parents
    ]
    run(copy, "tools/messages.py")
    tests = run(
        copy,
        *["-m", "pytest", "-p", "no:cacheprovider", str(folder)],
        # And what the house insists on: its modules, its rooms, its migration, its door.
        # And that its pages change nothing and show nothing to strangers.
        *["tests/test_house_rules.py", "tests/journeys/test_every_app.py"],
        "tests/journeys/test_every_url.py",
        *["-k", "lost_found or agree or door"],
    )
    assert tests.returncode == 0, tests.stdout
    for linted in (["check"], ["format", "--check"]):
        lint = run(copy, "-m", "ruff", *linted, "--no-cache", str(folder))
        assert lint.returncode == 0, lint.stdout


@pytest.mark.parametrize(
    "name", ["", "Big", "9lives", "a-b", "circulation", "mail", "json", "../x"]
)
def test_a_name_that_will_not_do_gets_a_sentence(copy, name):
    made = run(copy, "tools/new_app.py", name)

    assert made.returncode == 1
    assert made.stdout.strip()
