"""When an event of an example takes place."""

from datetime import time

from django.utils.timezone import get_current_timezone_name

from kairan.apps.schedule.occurrences import Pattern, Span
from kairan.notices import samples


def pattern_of_a_sample(*, hour: int) -> str:
    """Return the text of a Pattern: tomorrow, for one hour from ``hour`` on."""
    day = samples.day(ahead=1)
    pattern = Pattern(
        first_day=day,
        last_day=day,
        span=Span.HOURS,
        time_zone=get_current_timezone_name(),
        begins_at=time(hour),
        ends_at=time(hour + 1),
    )
    return pattern.to_text()
