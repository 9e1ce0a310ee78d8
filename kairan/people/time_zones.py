"""The time zones a person can choose."""

from functools import cache
from zoneinfo import available_timezones


@cache
def time_zone_choices() -> list[tuple[str, str]]:
    """Return (key, readable name) of every zone with a place in its name, and UTC."""
    places = sorted(
        key for key in available_timezones() if "/" in key and not key.startswith("Etc/")
    )
    return [("UTC", "UTC"), *[(key, key.replace("_", " ")) for key in places]]
