"""All files of a mail in one archive."""

import io
import posixpath
import zipfile
from collections.abc import Iterable

from kairan.webmail.reading.mail import File

_FORBIDDEN = str.maketrans(dict.fromkeys('/\\:*?"<>|', "_"))


def packed(files: Iterable[File]) -> bytes:
    """Return a ZIP archive of the files, stored as they are; no two have the same name in it."""
    archive = io.BytesIO()
    taken: set[str] = set()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as target:
        for file in files:
            name = free_name(_plain(file), taken)
            taken.add(name.casefold())
            target.writestr(zipfile.ZipInfo(name), file.part.data)
    return archive.getvalue()


def _plain(file: File) -> str:
    return plain_name(file.name)[-150:] or file.plain_name


def plain_name(text: str) -> str:
    """Return a name that every system takes and that leads into no other folder; maybe empty."""
    name = "".join(each for each in text.translate(_FORBIDDEN) if each.isprintable())
    return name.strip(". ")


def free_name(name: str, taken: set[str]) -> str:
    """Return ``name``, numbered where ``taken`` (case-folded) has it."""
    stem, ending = posixpath.splitext(name)
    number = 1
    while name.casefold() in taken:
        number += 1
        name = f"{stem} ({number}){ending}"
    return name
