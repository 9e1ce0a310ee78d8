"""Colours that can be read: whatever colour a company chooses, every text keeps its contrast.

At least 4.5 to 1 between a text and what lies behind it (WCAG 2.2, 1.4.3); contrast and relative
luminance as WCAG 2.2 defines them.
"""

from __future__ import annotations

import colorsys
import re
from dataclasses import dataclass
from functools import lru_cache

READABLE = 4.5
_HEX = re.compile(r"#([0-9a-fA-F]{2})([0-9a-fA-F]{2})([0-9a-fA-F]{2})")
_STEPS = 100


@dataclass(frozen=True)
class Colour:
    """A colour of sRGB; each part is 0 to 255."""

    red: int
    green: int
    blue: int

    @classmethod
    def of(cls, text: str) -> Colour:
        """Return the colour written as ``#rrggbb``; raise ValueError for anything else."""
        found = _HEX.fullmatch(text)
        if not found:
            raise ValueError(f"{text[:20]!r} is no colour like #1f4e8c.")
        return cls(*(int(part, 16) for part in found.groups()))

    def __str__(self) -> str:
        return f"#{self.red:02x}{self.green:02x}{self.blue:02x}"

    @property
    def luminance(self) -> float:
        """Relative luminance, 0 for black to 1 for white."""
        red, green, blue = (_linear(part / 255) for part in (self.red, self.green, self.blue))
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    def against(self, other: Colour) -> float:
        """Return the contrast between the two, 1 (none) to 21."""
        darker, lighter = sorted((self.luminance, other.luminance))
        return (lighter + 0.05) / (darker + 0.05)

    def with_lightness(self, lightness: float) -> Colour:
        """Return the same hue and saturation (HLS) at ``lightness``, 0 for black to 1 for white."""
        hue, _lightness, saturation = colorsys.rgb_to_hls(
            self.red / 255, self.green / 255, self.blue / 255
        )
        parts = colorsys.hls_to_rgb(hue, lightness, saturation)
        return Colour(*(round(part * 255) for part in parts))

    @property
    def lightness(self) -> float:
        """How light it is in HLS, 0 to 1."""
        return colorsys.rgb_to_hls(self.red / 255, self.green / 255, self.blue / 255)[1]


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


BLACK, WHITE = Colour(0, 0, 0), Colour(255, 255, 255)
LIGHT_SHEET, DARK_SHEET = WHITE, Colour.of("#1d2025")


def readable_on(ground: Colour) -> Colour:
    """Return black or white, whichever can be read better on ``ground``: 4.58 to 1 at least."""
    return max(BLACK, WHITE, key=ground.against)


def made_readable(colour: Colour, *, on: Colour) -> Colour:
    """Return ``colour``, as much darker or lighter as it needs to be read ``on`` a ground."""
    end = readable_on(on).lightness
    for step in range(_STEPS):
        share = step / _STEPS
        tried = colour if step == 0 else colour.with_lightness(_between(colour, end, share))
        if tried.against(on) >= READABLE:
            return tried
    return readable_on(on)


def _between(colour: Colour, end: float, share: float) -> float:
    return colour.lightness + (end - colour.lightness) * share


@dataclass(frozen=True)
class Scheme:
    """The colours that a letterhead brings into a mail, by day or in the dark."""

    accent: Colour
    """The button that matters, and the stripe at the head."""
    on_accent: Colour
    """The words on it."""
    link: Colour


@lru_cache
def by_day(colour: Colour) -> Scheme:
    """Return the scheme of ``colour`` on a white sheet."""
    return Scheme(colour, readable_on(colour), made_readable(colour, on=LIGHT_SHEET))


@lru_cache
def in_the_dark(colour: Colour) -> Scheme:
    """Return the scheme of ``colour`` on a dark sheet, where a dark colour is made lighter."""
    accent = made_readable(colour, on=DARK_SHEET)
    return Scheme(accent, readable_on(accent), accent)
