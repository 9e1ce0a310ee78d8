"""What whoever asks for an operation wants of its announcements: to hear of them, or fewer mails.

It reaches :func:`kairan.notices.operations.announce` past the operation, which knows nothing of it.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from kairan.notices.models import Announcement

_heard: ContextVar[list[Announcement] | None] = ContextVar("heard", default=None)
_spared: ContextVar[frozenset[int]] = ContextVar("spared", default=frozenset())


@contextmanager
def listening() -> Iterator[list[Announcement]]:
    """Yield a list to which every announcement of the block is added."""
    heard: list[Announcement] = []
    token = _heard.set(heard)
    try:
        yield heard
    finally:
        _heard.reset(token)


@contextmanager
def sparing(people: Collection[int]) -> Iterator[None]:
    """Let what is announced in the block reach ``people`` (ids) in the app alone."""
    token = _spared.set(frozenset(people))
    try:
        yield
    finally:
        _spared.reset(token)


def spared(people: Collection[int]) -> list[int]:
    """Return those of ``people`` who are to get no mail, in ascending order."""
    return sorted(_spared.get().intersection(people))


def note(announcement: Announcement) -> None:
    """Tell whoever listens that ``announcement`` was written down."""
    heard = _heard.get()
    if heard is not None:
        heard.append(announcement)
