"""What the demo company has in this app."""

from collections.abc import Mapping
from datetime import datetime

from kairan.apps.sampleapp.operations import share
from kairan.people.models import User
from kairan.people.picker import Selection


def past(people: Mapping[str, User], now: datetime) -> None:
    """Make what happened in the last weeks; no mail of it travels any more."""


def today(people: Mapping[str, User], now: datetime) -> None:  # noqa: ARG001
    """Make what people are told of now."""
    author, reader = people["aoki"], people["garcia"]
    share("Welcome / ようこそ", "はじめまして。", author=author, to=Selection.of([reader]))
