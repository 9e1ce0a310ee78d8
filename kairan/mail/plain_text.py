"""Words of an HTML mail as plain text, for quoting and for mails that have no text of their own."""

import re
from html import unescape

_INVISIBLE = re.compile(r"(?is)<!--.*?-->|<(script|style|head|title)\b.*?</\1\s*>")
_BREAKS = re.compile(r"(?i)<(?:br|/p|/div|/tr|/h[1-6]|/li|hr)\b[^>]*>")
_CELLS = re.compile(r"(?i)</t[dh]\b[^>]*>")
_TAGS = re.compile(r"<[^>]*>")
_QUOTATION = re.compile(r"(?i)</?blockquote\b[^>]*>")
_OPENED, _CLOSED = "<br>\x02<br>", "<br>\x03<br>"
_NO_MARKS = {2: None, 3: None}


def plain_text(html: str) -> str:
    """Return what ``html`` says, a line for each block. The result is text, never markup."""
    text = _INVISIBLE.sub(" ", html)
    text = " ".join(text.split())
    text = _TAGS.sub("", _CELLS.sub(" ", _BREAKS.sub("\n", text)))
    lines = (line.strip() for line in unescape(text).replace("\xa0", " ").split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def quoted_text(html: str) -> str:
    """Return what ``html`` says, each line of a quotation with ``> `` before it."""
    marked = _QUOTATION.sub(
        lambda tag: _CLOSED if tag[0].startswith("</") else _OPENED, html.translate(_NO_MARKS)
    )
    lines: list[str] = []
    depth = 0
    for line in plain_text(marked).split("\n"):
        depth = max(0, depth + line.count("\x02") - line.count("\x03"))
        words = line.translate(_NO_MARKS)
        if words or not line:
            lines.append("> " * min(depth, 1) + words)
    return "\n".join(lines)
