"""The person's own language and time zone, for as long as something is worded for them."""

from collections.abc import Iterator
from contextlib import contextmanager
from zoneinfo import ZoneInfo

from django.utils import timezone, translation

from kairan.people.models import User


@contextmanager
def in_terms_of(person: User) -> Iterator[None]:
    """Word everything inside in the language and the time zone of ``person``."""
    with translation.override(person.language), timezone.override(ZoneInfo(person.time_zone)):
        yield
