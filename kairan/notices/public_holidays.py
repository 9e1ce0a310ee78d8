"""On which days the people of a country do not work, as the library ``holidays`` knows them."""

from datetime import date
from functools import lru_cache

import holidays


@lru_cache(maxsize=1)
def countries() -> frozenset[str]:
    """Return the codes (ISO 3166-1 alpha-2) of the countries whose holidays are known."""
    return frozenset(holidays.list_supported_countries(include_aliases=False))


def is_public_holiday(country: str, day: date) -> bool:
    """Whether ``day`` is a public holiday in all of ``country``; False for one nobody knows."""
    return bool(country) and day in _of_year(country, day.year)


@lru_cache(maxsize=500)
def _of_year(country: str, year: int) -> frozenset[date]:
    if country not in countries():
        return frozenset()
    return frozenset(holidays.country_holidays(country, years=year))
