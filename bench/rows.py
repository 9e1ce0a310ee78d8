"""What a benchmark found: one row per piece of work and tool."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median


@dataclass(frozen=True, kw_only=True)
class Row:
    """One figure, the median of ``runs`` runs, with the lowest and the highest.

    ``work`` is a row name of the design, ``tool`` begins with ``kairan`` for ours and with
    ``limit`` for what nothing can beat. ``more`` stands beside the figure (``lost``, ``kills``).
    ``error`` says in a sentence why the figure does not count.
    """

    bench: str
    work: str
    tool: str
    value: float | None
    unit: str
    runs: int = 1
    low: float | None = None
    high: float | None = None
    more: Mapping[str, float] = field(default_factory=dict)
    error: str = ""

    @classmethod
    def of(cls, bench: str, work: str, tool: str, *, values: Sequence[float], unit: str) -> "Row":
        """Return the row of some runs."""
        return cls(
            bench=bench,
            work=work,
            tool=tool,
            value=_short(median(values)),
            unit=unit,
            runs=len(values),
            low=_short(min(values)),
            high=_short(max(values)),
        )

    @classmethod
    def failed(cls, bench: str, work: str, tool: str, *, unit: str, why: str) -> "Row":
        """Return the row of a run that does not count, and ``why``."""
        return cls(bench=bench, work=work, tool=tool, value=None, unit=unit, runs=0, error=why)

    def as_json(self) -> str:
        """The row as one line for programs."""
        line = {
            "bench": self.bench,
            "work": self.work,
            "tool": self.tool,
            "value": self.value,
            "unit": self.unit,
            "runs": self.runs,
            "low": self.low,
            "high": self.high,
            **self.more,
        }
        if self.error:
            line["error"] = self.error
        return json.dumps(line, ensure_ascii=False)


def _short(value: float) -> float:
    """Return ``value`` with at least three digits, without more than say something."""
    return round(value) if abs(value) >= 100 else float(f"{value:.3g}")
