"""Writes allowed elements as a balanced stream, whatever order the tags came in."""

import html
from dataclasses import dataclass, field

from kairan.mail.clean_html import elements

DEEPEST = 200
"""Elements within each other; browsers stop at 512, and cost grows with the depth."""

_MOST_REOPENED = 5


@dataclass(slots=True)
class Writer:
    """What has been written, and which elements are open."""

    out: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    skipped: dict[str, int] = field(default_factory=dict)

    def text(self, text: str) -> None:
        """Adds text whose `<` and `>` are escaped."""
        self.out.append(text)

    def open(self, name: str, attributes: dict[str, str]) -> int:
        """Opens an element after ending those it ends; gives the place of its tag, -1 for none."""
        if len(self.names) >= DEEPEST and name not in elements.VOID:
            self.skipped[name] = self.skipped.get(name, 0) + 1
            return -1
        ends = elements.ended_by(name)
        if ends is not None:
            self._end(*ends)
        if name in elements.VOID:
            self.out.append(tag(name, attributes))
            return len(self.out) - 1
        self.names.append(name)
        self.written.append(tag(name, attributes))
        self.out.append(self.written[-1])
        return len(self.out) - 1

    def close(self, name: str) -> None:
        """Closes the element and all within it; formatting that overlaps it goes on after it."""
        if self.skipped.get(name):
            self.skipped[name] -= 1
            return
        at = self._innermost(frozenset({name}), elements.barrier(name))
        if at < 0:
            return
        overlapping = [
            (other, text)
            for other, text in zip(self.names[at + 1 :], self.written[at + 1 :], strict=True)
            if other in elements.FORMATTING
        ]
        self._cut(at)
        if name not in elements.CELLS:
            self._reopen(overlapping[-_MOST_REOPENED:])

    def finish(self) -> str:
        """Closes whatever is open and gives everything."""
        self._cut(0)
        return "".join(self.out)

    def _end(self, names: frozenset[str], limits: frozenset[str]) -> None:
        at = self._innermost(names, limits)
        if at >= 0:
            self._cut(at)

    def _innermost(self, names: frozenset[str], limits: frozenset[str]) -> int:
        for at in range(len(self.names) - 1, -1, -1):
            if self.names[at] in names:
                return at
            if self.names[at] in limits:
                return -1
        return -1

    def _cut(self, at: int) -> None:
        self.out.extend(f"</{name}>" for name in reversed(self.names[at:]))
        del self.names[at:]
        del self.written[at:]

    def _reopen(self, overlapping: list[tuple[str, str]]) -> None:
        for name, text in overlapping:
            self.names.append(name)
            self.written.append(text)
            self.out.append(text)


def tag(name: str, attributes: dict[str, str]) -> str:
    """An opening tag, values escaped."""
    values = "".join(f' {key}="{html.escape(value)}"' for key, value in attributes.items())
    return f"<{name}{values}>"
