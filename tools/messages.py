"""Compiles the translations (.po to .mo), and checks that none is missing or broken.

tools/messages.py                 compile what has changed
tools/messages.py check           what of the sources is not translated, or wrongly
tools/messages.py extract         write new texts of the sources into the .po files
"""

import argparse
import io
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

PACKAGE = Path(__file__).resolve().parent.parent / "kairan"
TWO_FORMS = "nplurals=2; plural=(n != 1);"
CATALOGUES = "**/locale/*/LC_MESSAGES/django.po"


def compile_all(package: Path = PACKAGE) -> list[Path]:
    """Compile every catalogue below ``package``; return the files written.

    The bytes depend on the catalogue alone, and a file that is right already is left alone.
    """
    written = []
    for source in sorted(package.glob(CATALOGUES)):
        compiled = io.BytesIO()
        write_mo(compiled, _read(source))
        target = source.with_suffix(".mo")
        if not target.exists() or target.read_bytes() != compiled.getvalue():
            # Several may compile at once; each reader sees a whole file.
            fresh = target.with_suffix(f".{os.getpid()}.tmp")
            fresh.write_bytes(compiled.getvalue())
            fresh.replace(target)
            written.append(target)
    return written


def complaints(package: Path = PACKAGE) -> list[str]:
    """Return one line for each text that is not translated as it should be."""
    found = [
        f"{source.relative_to(package.parent)}: {words}"
        for source in sorted(package.glob(CATALOGUES))
        for words in _wrong(_read(source))
    ]
    return found + _not_extracted(package)


def extract(package: Path = PACKAGE, *options: str) -> None:
    """Bring the texts of the sources into the .po files, with GNU gettext and Django."""
    homes = [room / "locale" for room in _rooms(package)]
    for home in homes:
        home.mkdir(exist_ok=True)
    subprocess.run(
        [
            *[sys.executable, "-m", "django", "makemessages", "--locale", "ja"],
            *["--no-location", "--no-wrap", "--no-obsolete", "--ignore", "tests", *options],
        ],
        # From here, a room's texts go to the locale folder beside them.
        cwd=package,
        env={name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"},
        check=True,
        stdout=subprocess.DEVNULL,
    )
    for home in homes:
        for source in home.glob("*/LC_MESSAGES/django.po"):
            # Django begins a catalogue with two plural forms; Japanese has one.
            source.write_text(source.read_text().replace('\nmsgstr[1] ""\n', "\n"))
        if not any(home.iterdir()):
            home.rmdir()


def _rooms(package: Path) -> list[Path]:
    return [
        init.parent
        for pattern in ("*/__init__.py", "apps/*/__init__.py")
        for init in package.glob(pattern)
    ]


def _read(source: Path) -> Catalog:
    with source.open("rb") as file:
        try:
            return read_po(file, abort_invalid=True)
        except PoFileError as error:
            raise SystemExit(f"{source}, line {error.lineno + 1}: {error}") from error


def _wrong(catalogue: Catalog) -> Iterator[str]:
    for message in catalogue:
        if not message.id:
            continue
        texts = message.string if isinstance(message.string, tuple | list) else [message.string]
        if message.fuzzy:
            yield f"{message.id!r} is marked fuzzy."
        elif not all(texts):
            yield f"{message.id!r} is not translated."
    for message, errors in catalogue.check():
        yield f"{message.id!r}: {'; '.join(str(error) for error in errors)}"


def _not_extracted(package: Path) -> list[str]:
    if shutil.which("xgettext") is None:
        return []
    with tempfile.TemporaryDirectory() as place:
        copy = Path(place) / package.name
        shutil.copytree(package, copy, ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
        extract(copy, "--keep-pot")
        return [
            f"{source.parent.relative_to(copy.parent)}: {text!r} is missing; run make messages."
            for source in sorted(copy.glob("**/locale/django.pot"))
            for text in _added(source, package / source.parent.relative_to(copy))
        ]


def _added(template: Path, kept: Path) -> list[str]:
    # xgettext leaves the plural forms to a language; until then there are two, as in English.
    text = template.read_text().replace("nplurals=INTEGER; plural=EXPRESSION;", TWO_FORMS)
    texts = [(message.id, message.context) for message in read_po(io.StringIO(text)) if message.id]
    catalogues = [_read(source) for source in sorted(kept.glob("*/LC_MESSAGES/django.po"))]
    return [
        str(text)
        for text, context in texts
        if not catalogues or any(known.get(text, context) is None for known in catalogues)
    ]


def main() -> int:
    """Do what the command line asks; 1 when a check found something."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("task", nargs="?", choices=["compile", "check", "extract"])
    task = parser.parse_args().task
    if task == "check":
        found = complaints()
        print("\n".join(found) if found else "Every text is translated.")
        return 1 if found else 0
    if task == "extract":
        extract()
    for path in compile_all():
        print(f"compiled {path.relative_to(PACKAGE.parent)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
