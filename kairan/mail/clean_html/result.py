"""What cleaning a letter's HTML gives back."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Link:
    """One link that was kept: where it leads, what it says, and whether it says another host."""

    href: str
    text: str
    is_deceptive: bool


@dataclass(frozen=True)
class Cleaned:
    """HTML that is safe to show, the number of remote pictures in it, and its links in order.

    `origins` are the places from which its pictures come, where they may: sources of a policy.
    """

    html: str
    remote_pictures: int
    links: tuple[Link, ...]
    origins: tuple[str, ...] = ()
