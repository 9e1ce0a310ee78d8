"""Signatures: where they stand in a letter, and one in the place of another.

A signature that its writer has changed or removed is left alone. Where the identity before has
none, that of the next comes above what is quoted, or at the end.
"""

import re

from kairan.webmail.models import Identity
from kairan.webmail.writing import rich

_QUOTATION = re.compile(r"^(?:>|-{10} )", re.MULTILINE)
_RICH_QUOTATION = re.compile("<blockquote|-{10} ")
_BLANK = "<div><br></div>"
_PARTS = re.compile("<br>|</?div>")
_LINE_END = r"(?:\s|<br>|</?div[^>]*>)+"


def signed(below: str, identity: Identity) -> str:
    """Return what a letter begins with: room to write, the signature (RFC 3676 §4.3), the rest."""
    signature = _signature(identity)
    return f"\n\n-- \n{signature}\n{below}" if signature else below


def signed_anew(text: str, *, before: Identity, after: Identity) -> str:
    """Return ``text`` with the signature of ``after`` in the place of that of ``before``."""
    text = text.replace("\r\n", "\n")
    old, new = _signature(before), _signature(after)
    if new and _standing(new).search(text):
        return text
    block = f"-- \n{new}" if new else ""
    if old:
        return _standing(old).sub(lambda _found: block, text, count=1)
    if not new:
        return text
    at = _above(_QUOTATION, "\n\n", text)
    return f"{text[:at]}\n\n{block}\n{text[at:]}"


def richly_signed_anew(html: str, *, before: Identity, after: Identity) -> str:
    """Return the same for a letter with formatting, which is cleaned already."""
    old, new = _rich_lines(before), _rich_lines(after)
    if new and _standing_richly(new).search(html):
        return html
    block = "<br>".join(new)
    if old:
        return _standing_richly(old).sub(lambda _found: block, html, count=1)
    if not new:
        return html
    at = _above(_RICH_QUOTATION, _BLANK, html)
    return f"{html[:at]}{_BLANK}<div>{block}</div>{html[at:]}"


def _signature(identity: Identity) -> str:
    return identity.signature.replace("\r\n", "\n").strip()


def _standing(signature: str) -> re.Pattern[str]:
    """Match a signature and the line above it, where it stands on lines of its own."""
    return re.compile(rf"^-- \n{re.escape(signature)}(?=\n|\Z)", re.MULTILINE)


def _rich_lines(identity: Identity) -> list[str]:
    """Return the lines of a signature as HTML, the line above it first; none without one."""
    signature = _signature(identity)
    lines = _PARTS.split(rich.as_html(f"-- \n{signature}"))
    return [line for line in lines if line] if signature else []


def _standing_richly(lines: list[str]) -> re.Pattern[str]:
    """Match lines however the browser has parted them: by line breaks or in blocks."""
    return re.compile(rf"(?<![^>\n]){_LINE_END.join(map(re.escape, lines))}(?=\s*(?:<|\Z))")


def _above(quotation: re.Pattern[str], blank: str, text: str) -> int:
    """Return where the blank line above the first quotation stands, or the end."""
    found = quotation.search(text)
    at = text.rfind(blank, 0, found.start()) if found else -1
    return at if at >= 0 else len(text)
