"""Takes a mail apart into its parts (RFC 2046) in one pass, however deep they are nested.

A delimiter line is looked up among all open boundaries, so a multipart whose end is missing ends
where an outer one goes on.
"""

import re
from dataclasses import dataclass, field

from kairan.mail.parse import heads, parameters

MOST_PARTS = 2_000
"""Parts of one mail that are told apart; the last one holds whatever follows."""

_LONGEST_LINE = 300
_MANY_MISSES = 1_000
_MANY_LEVELS = 20
_DASHES = re.compile(rb"\n--")
_FIRST_DELIMITER = re.compile(rb"^--([^\s][^\r\n]{0,200})\r?\n[Cc]ontent-", re.MULTILINE)


@dataclass(slots=True)
class Node:
    """One entity with its body between `start` and `end`; a multipart has a `kind` like "mixed".

    `parent` is an index into the tree's nodes, -1 for the mail itself.
    """

    head: heads.Head
    type: str
    parent: int
    start: int
    end: int = -1
    kind: str = ""


@dataclass(slots=True)
class Tree:
    """Every entity of a mail in document order, the mail itself first."""

    data: bytes
    nodes: list[Node] = field(default_factory=list)
    defects: set[str] = field(default_factory=set)


def read(data: bytes) -> Tree:
    """The tree of a prepared mail (`heads.prepare`)."""
    walk = _Walk(data)
    walk.run()
    return walk.tree


@dataclass(slots=True)
class _Open:
    """A multipart whose closing delimiter has not come yet."""

    boundary: bytes
    index: int
    outer: int | None
    has_parts: bool = False


class _Walk:
    """Goes from delimiter line to delimiter line and remembers what is open."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.tree = Tree(data)
        self.nodes = self.tree.nodes
        self.blanks = heads.BlankLines(data)
        self.stack: list[_Open] = []
        self.levels: dict[bytes, int] = {}
        self.leaf: Node | None = None
        self.head_start = 0
        self.head_end, self.body_start = self.blanks.first()
        self.is_in_head = True
        self.misses = 0
        self.only = b""
        self.pattern: tuple[tuple[bytes, ...], re.Pattern[bytes]] | None = None

    def run(self) -> None:
        position = 0
        self._settle_head(len(self.data), parent=-1)
        if self.stack:
            position = max(self.nodes[0].start - 1, 0)
        while self.stack and len(self.nodes) < MOST_PARTS:
            found = self._next_candidate(position)
            if found < 0:
                break
            position = self._candidate(found)
        self._finish()

    def _next_candidate(self, position: int) -> int:
        """Where the next line begins that could delimit: one of two dashes, or, where that takes
        less time, one that begins like an open boundary; -1 if there is none."""
        if len(self.levels) == 1 and not self.is_in_head:
            return self.data.find(self.only, position)
        if self.misses < _MANY_MISSES or self.is_in_head or len(self.levels) > _MANY_LEVELS:
            dashes = _DASHES.search(self.data, position)
            return dashes.start() if dashes else -1
        key = tuple(self.levels)
        if self.pattern is None or self.pattern[0] != key:
            words = b"|".join(re.escape(boundary.rstrip()) for boundary in key)
            self.pattern = (key, re.compile(b"\n--(?:" + words + b")"))
        match = self.pattern[1].search(self.data, position)
        return match.start() if match else -1

    def _candidate(self, found: int) -> int:
        """Looks at the line after the line feed at `found`; gives where to look on."""
        line_end = self.data.find(b"\n", found + 1)
        if line_end < 0:
            line_end = len(self.data)
        if line_end - found > _LONGEST_LINE:
            self.misses += 1
            return line_end
        line = self.data[found + 3 : line_end].rstrip(b"\r")
        level = self._level(line)
        if level is not None:
            self._settle_open_head(found)
            self._note_unclosed(level + 1)
            self._next_part(level, self._before(found), line_end)
            return line_end
        line = line.rstrip()
        level = self._level(line[:-2]) if line.endswith(b"--") else None
        if level is None:
            self.misses += 1
            return line_end
        self._settle_open_head(found)
        self._note_unclosed(level + 1)
        self._close(level, self._before(found))
        return line_end

    def _level(self, line: bytes) -> int | None:
        """Which open multipart the line delimits; blanks at its end may have come on the way."""
        level = self.levels.get(line)
        return self.levels.get(line.rstrip()) if level is None else level

    def _note_unclosed(self, depth: int) -> None:
        if len(self.stack) > depth:
            self.tree.defects.add("unclosed-multipart")

    def _before(self, found: int) -> int:
        """Where the part before the line feed at `found` ends."""
        return found - 1 if self.data[found - 1 : found] == b"\r" else found

    def _next_part(self, level: int, end: int, line_end: int) -> None:
        self._close(level + 1, end)
        self.stack[-1].has_parts = True
        self.misses = 0
        self.head_start = min(line_end + 1, len(self.data))
        self.head_end, self.body_start = self.blanks.after(line_end)
        self.is_in_head = True
        if self.data.find(b"\n--", self.head_start - 1, self.head_end) < 0:
            self._settle_head(len(self.data), parent=self.stack[-1].index)

    def _settle_open_head(self, found: int) -> None:
        """A delimiter at `found` ends the head that is being read."""
        self.misses = 0
        if self.is_in_head:
            self._settle_head(found + 1, parent=self.stack[-1].index)

    def _settle_head(self, limit: int, *, parent: int) -> None:
        """Reads the head that has been found, and opens what it announces."""
        self.is_in_head = False
        head, start = heads.read(
            self.data,
            self.head_start,
            max(min(self.head_end, limit), self.head_start),
            min(self.body_start, limit),
        )
        content_type = head.first(b"content-type")
        kind = parameters.media_type(content_type) or self._default_type(parent)
        node = Node(head, kind, parent, start)
        self.nodes.append(node)
        if not (kind.startswith("multipart/") and self._open(content_type, node)):
            self.leaf = node

    def _default_type(self, parent: int) -> str:
        is_digest = parent >= 0 and self.nodes[parent].kind == "digest"
        return "message/rfc822" if is_digest else "text/plain"

    def _open(self, content_type: bytes, node: Node) -> bool:
        boundary = parameters.boundary(content_type)
        if not boundary or not self._is_used(boundary, node):
            self.tree.defects.add("missing-boundary")
            boundary = self._likely_boundary(node) or boundary
        if not boundary:
            return False
        self.stack.append(_Open(boundary, len(self.nodes) - 1, self.levels.get(boundary)))
        self.levels[boundary] = len(self.stack) - 1
        self.only = b"\n--" + boundary.rstrip()
        node.kind = node.type[10:]
        return True

    def _is_used(self, boundary: bytes, node: Node) -> bool:
        """Does a delimiter of the mail's own boundary come? The inner ones are taken on trust."""
        start = max(node.start - 1, 0)
        return node.parent >= 0 or self.data.find(b"\n--" + boundary.rstrip(), start) >= 0

    def _likely_boundary(self, node: Node) -> bytes:
        """What the first line that looks like a delimiter before a part says."""
        match = _FIRST_DELIMITER.search(self.data, node.start) if node.parent < 0 else None
        return match[1].rstrip() if match else b""

    def _close(self, depth: int, end: int) -> None:
        """Ends the part being read, and every multipart deeper than `depth`."""
        if self.leaf is not None:
            self.leaf.end = max(end, self.leaf.start)
            self.leaf = None
        while len(self.stack) > depth:
            self._pop(end)

    def _pop(self, end: int) -> None:
        top = self.stack.pop()
        if top.outer is None:
            del self.levels[top.boundary]
            if len(self.levels) == 1:
                self.only = b"\n--" + next(iter(self.levels)).rstrip()
        else:
            self.levels[top.boundary] = top.outer
        if not top.has_parts:
            self._without_parts(self.nodes[top.index], end)

    def _without_parts(self, node: Node, end: int) -> None:
        """A multipart in which no delimiter was found is one text."""
        self.tree.defects.add("missing-parts")
        node.kind = ""
        node.type = "text/plain"
        node.end = max(end, node.start)

    def _finish(self) -> None:
        if self.is_in_head and self.stack:
            self._settle_head(len(self.data), parent=self.stack[-1].index)
        if len(self.nodes) >= MOST_PARTS:
            self.tree.defects.add("too-many-parts")
        if self.stack:
            self.tree.defects.add("unclosed-multipart")
        self._close(0, len(self.data))
