"""Shows a plain text as HTML: escaped, links to click, quotations as such."""

import html
import re

from kairan.mail.clean_html import urls

_LINK = re.compile(
    r"(?P<web>https?://[^\s<>\"'「」『』（）、。]{1,2000})"
    r"|(?P<www>(?<![\w@.])www\.[\w-]{1,63}\.[^\s<>\"'「」『』（）、。]{1,2000})"
    r"|(?P<mail>(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8})",
    re.IGNORECASE,
)
_QUOTE = re.compile(r"[ ]?>")
_DEEPEST = 8
_REL = 'target="_blank" rel="noopener noreferrer nofollow"'


def text_to_html(text: str) -> str:
    """The text as a safe fragment: <br> between lines, blockquotes for lines that start with >."""
    out = ['<div class="plain-text">']
    level = 0
    is_first = True
    for line in text.split("\n"):
        depth, rest = _quoted(line)
        if depth != level:
            out.append("</blockquote>" * (level - depth))
            out.extend(
                f'<blockquote class="quote quote-{new}">' for new in range(level + 1, depth + 1)
            )
            level = depth
        elif not is_first:
            out.append("<br>\n")
        is_first = False
        out.append(_line(rest))
    out.append("</blockquote>" * level + "</div>")
    return "".join(out)


def _quoted(line: str) -> tuple[int, str]:
    depth = position = 0
    while depth < _DEEPEST and (mark := _QUOTE.match(line, position)) is not None:
        depth, position = depth + 1, mark.end()
    rest = line[position:]
    return depth, rest.removeprefix(" ") if depth else rest


def _line(text: str) -> str:
    out: list[str] = []
    position = 0
    for match in _LINK.finditer(text):
        words = match[0].rstrip(".,;:!?)]}>*_")
        href = urls.link(_PREFIXES[match.lastgroup or "web"] + words)
        if not href:
            continue
        out.append(_escaped(text[position : match.start()]))
        out.append(f'<a href="{html.escape(href)}" {_REL}>{_escaped(words)}</a>')
        position = match.start() + len(words)
    out.append(_escaped(text[position:]))
    return "".join(out)


_PREFIXES = {"web": "", "www": "http://", "mail": "mailto:"}


def _escaped(text: str) -> str:
    """Escaped, runs of blanks kept as wide as they were."""
    return html.escape(text).replace("\t", "    ").replace("  ", " \u00a0")
