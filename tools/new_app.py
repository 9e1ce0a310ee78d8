"""Begins an app: a folder in kairan/apps with all its rooms, working and tested.

    tools/new_app.py lost_found

Nothing outside that folder changes: the office finds the app by itself.
"""

import re
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PATTERN = Path(__file__).resolve().parent / "app_template"
NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")


def main(name: str) -> int:
    """Make the app called ``name``; 1 with a sentence when it cannot be called so."""
    objection = _objection(name)
    if objection:
        print(objection)
        return 1
    folder = ROOT / "kairan" / "apps" / name
    shutil.copytree(PATTERN, folder, ignore=shutil.ignore_patterns("__pycache__"))
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_file():
            path.write_text(_renamed(path.read_text(), name))
        if "sampleapp" in path.name:
            path.rename(path.with_name(_renamed(path.name, name)))
    print(f"kairan/apps/{name} is an app now. Try: .venv/bin/python -m pytest kairan/apps/{name}")
    print(f"Then say in kairan/apps/{name}/__init__.py what it is, and translate its title.")
    return 0


def _objection(name: str) -> str | None:
    if not NAME.fullmatch(name):
        return "Say what it is called, in small letters, like: make app NAME=lost_found"
    if (ROOT / "kairan" / "apps" / name).exists():
        return f"There is an app called {name} already."
    if (ROOT / "kairan" / name).exists() or name in sys.stdlib_module_names:
        return f"Something else is called {name} already; choose another name."
    return None


def _renamed(text: str, name: str) -> str:
    words = name.split("_")
    return (
        text.replace("SampleApp", "".join(word.capitalize() for word in words))
        .replace("Sample app", " ".join(words).capitalize())
        .replace("sampleapp", name)
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else ""))
