"""Templates of which a page shows very many, or always the same: rendered once, then filled in.

A template's tags and variables are walked anew for each row of a list. A mould walks them once
for each language; what it holds then is text with blanks, and a row is its values put between.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from operator import attrgetter
from typing import Any

from django.template import Context, Engine, Template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

_EDGE = "\x00"


class NoMould(Exception):
    """A template decides by a value that is not there yet; carries the sentence."""


@dataclass(frozen=True)
class _Blank:
    """Stands for a value while a mould is made; writes its own name where the value will be."""

    name: str

    def __html__(self) -> str:
        return f"{_EDGE}{self.name}{_EDGE}"

    __str__ = __html__

    def __getitem__(self, name: str) -> "_Blank":
        if not name.isidentifier():
            raise KeyError(name)
        return _Blank(f"{self.name}.{name}".lstrip("."))

    def __bool__(self) -> bool:
        raise NoMould(f"A mould cannot decide by “{self.name}”: it is made before that is known.")


class Mould:
    """The text of a template in one language, with a blank for each of its variables."""

    def __init__(self, template: Template, variable: str) -> None:
        pieces = template.render(Context({variable: _Blank("")})).split(_EDGE)
        self._texts, names = pieces[::2], pieces[1::2]
        self._values = [attrgetter(name) for name in names]

    def cast(self, thing: Any) -> SafeString:
        """Return the text with the attributes of ``thing`` in it, escaped as templates do."""
        if not self._values:
            return mark_safe(self._texts[0])  # noqa: S308
        written = [self._texts[0]]
        for value, text in zip(self._values, self._texts[1:], strict=True):
            written += _escaped(value(thing)), text
        return mark_safe("".join(written))  # noqa: S308


def _escaped(value: Any) -> str:
    """Return ``value`` as HTML; what Django's own does besides for lazy texts costs more."""
    safe = getattr(value, "__html__", None)
    return safe() if safe else escape(str(value))


def cast(template: str, variable: str, things: Iterable[Any]) -> SafeString:
    """Return ``template`` once for each of ``things``, which it calls ``variable``.

    It may write what they have, and translate; it may not decide by it, nor know anything else.
    Raises NoMould.
    """
    mould = _mould(Engine.get_default().get_template(template), variable, get_language())
    return mark_safe("".join(map(mould.cast, things)))  # noqa: S308


def constant(template: str) -> SafeString:
    """Return what ``template`` always says in the language of now: it has no variables."""
    return _mould(Engine.get_default().get_template(template), "", get_language()).cast(None)


@lru_cache(maxsize=256)
def _mould(template: Template, variable: str, _language: str | None) -> Mould:
    return Mould(template, variable)
