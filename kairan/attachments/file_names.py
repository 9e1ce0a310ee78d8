"""File names as people may give them: one line, no folders, not endless."""

import unicodedata

LONGEST = 200


def clean_file_name(name: str, *, otherwise: str = "file") -> str:
    """Return the last part of ``name`` without control characters, cut but with its suffix kept."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    visible = "".join(
        character for character in last if unicodedata.category(character) not in {"Cc", "Cf", "Cs"}
    ).strip(" .")
    if len(visible) > LONGEST:
        stem, dot, suffix = visible.rpartition(".")
        suffix = dot + suffix if len(suffix) <= 20 else ""
        visible = (stem or visible)[: LONGEST - len(suffix)] + suffix
    return visible or otherwise
