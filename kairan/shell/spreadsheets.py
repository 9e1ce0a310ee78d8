"""Tables as CSV files that a spreadsheet opens as they are, and runs nothing from."""

import csv
import io
from collections.abc import Iterable, Sequence

# Full-width signs too: spreadsheets in Japanese take some of them for narrow ones.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def written(
    headings: Sequence[str], rows: Iterable[Iterable[str]], *, encoding: str = "utf-8-sig"
) -> bytes:
    """Return a CSV (RFC 4180) of ``rows``, by default in UTF-8 with the mark that Excel looks for.

    What ``encoding`` does not know becomes "?".
    """
    text = io.StringIO(newline="")
    lines = csv.writer(text)
    lines.writerow(headings)
    lines.writerows([guarded(cell) for cell in row] for row in rows)
    return text.getvalue().encode(encoding, "replace")


def guarded(cell: str) -> str:
    """Return ``cell`` so that no spreadsheet takes it for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def unguarded(cell: str) -> str:
    """Return ``cell`` without the sign that ``guarded`` put before it."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell
