"""A letter with formatting as the text that goes with it: nothing that it says is left out.

Unlike :mod:`kairan.mail.plain_text`, which shows the words of strangers, this tells what only
formatting said: quotations, lists, and where links lead.
"""

import re
from html.parser import HTMLParser

LONGEST = 1_000_000
"""Characters of a text; what is beyond them is left out, with a "…" in its place."""
_DEEPEST = 8
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_LINES = frozenset(
    re.findall(
        r"\w+",
        """address article blockquote center dd div dl dt fieldset figcaption figure footer h1 h2 h3
        h4 h5 h6 header hr li main nav ol p pre section table td th tr ul""",
    )
)
_PARAGRAPHS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6"})
_SILENT = frozenset({"style", "script", "title"})
_SIGNATURE = "-- "  # RFC 3676 4.3
_RULE = "-" * 20


def written_text(html: str) -> str:
    """Return what cleaned ``html`` says, with ``> `` before what is quoted; ends with a newline.

    Quotations and lists are inset as deep as people read them, and the text is not over LONGEST.
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.end_line()
    text = "\n".join(reader.lines).strip("\n")
    if len(text) >= LONGEST:
        text = f"{text[: LONGEST - 2]}…"
    return f"{text}\n" if text else ""


class _Reader(HTMLParser):
    """Writes a line for each block, as the elements go by."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self._line = ""
        self._mark = ""
        self._depth = 0
        self._silent = 0
        self._lists: list[int] = []
        self._links: list[tuple[str, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin what an element begins."""
        given = {name: value or "" for name, value in attrs}
        if tag in _LINES:
            self.end_line()
        if tag in _SILENT:
            self._silent += 1
        elif tag == "blockquote":
            self._depth += 1
        elif tag in {"ul", "ol"}:
            self._lists.append(1 if tag == "ol" else 0)
        else:
            self._begin(tag, given)

    def _begin(self, tag: str, given: dict[str, str]) -> None:
        match tag:
            case "br":
                self.end_line(even_empty=True)
            case "hr":
                self._line = _RULE
                self.end_line()
            case "li":
                self._mark = self._bullet()
            case "a":
                self._links.append((given.get("href", ""), len(self._line)))
            case "img" if given.get("alt"):
                self._line += f"[{given['alt']}]"

    def handle_endtag(self, tag: str) -> None:
        """End what an element ends."""
        if tag == "a" and self._links:
            self._end_link(*self._links.pop())
        if tag in _LINES:
            self.end_line()
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag == "blockquote":
            self._depth = max(0, self._depth - 1)
        elif tag in {"ul", "ol"} and self._lists:
            self._lists.pop()
        elif tag in _PARAGRAPHS and self.lines and self.lines[-1].strip("> "):
            self.end_line(even_empty=True)

    def handle_data(self, data: str) -> None:
        """Add words to the line, blanks as narrow as HTML shows them."""
        if not self._silent:
            words = _BLANKS.sub(" ", data)
            at_start = not self._line or self._line.endswith(" ")
            self._line += words.lstrip(" ") if at_start else words

    def end_line(self, *, even_empty: bool = False) -> None:
        """Put the line below the others, if there is one."""
        if not (self._line.strip(" ") or even_empty):
            self._line = ""
            return
        words = self._line.replace("\xa0", " ")
        words = self._mark + (words if words == _SIGNATURE else words.rstrip(" "))
        line = "> " * min(self._depth, _DEEPEST) + words
        self.lines.append(line if words == _SIGNATURE else line.rstrip(" "))
        self._line, self._mark = "", " " * len(self._mark) if even_empty else ""

    def _bullet(self) -> str:
        inset = "  " * min(max(0, len(self._lists) - 1), _DEEPEST)
        if not self._lists or not self._lists[-1]:
            return f"{inset}- "
        self._lists[-1] += 1
        return f"{inset}{self._lists[-1] - 1}. "

    def _end_link(self, href: str, start: int) -> None:
        words = self._line[start:].strip()
        if href and words and not _says(words, href):
            self._line += f" <{href.removeprefix('mailto:')}>"


def _says(words: str, href: str) -> bool:
    """Do the words of a link name where it leads?"""
    plain = (re.sub(r"^(?:mailto:|https?://)", "", each).rstrip("/") for each in (words, href))
    first, second = plain
    return first.lower() == second.lower()
