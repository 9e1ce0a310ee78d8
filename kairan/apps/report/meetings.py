"""The meeting or the visit that a report is about, in clock time of the place where it was."""

from dataclasses import dataclass
from datetime import date, time

from django.utils.formats import date_format, time_format


@dataclass(frozen=True)
class Meeting:
    """When, where and with whom; every part may be missing, and so may all of them."""

    on: date | None = None
    begins: time | None = None
    ends: time | None = None
    place: str = ""
    company: str = ""
    """Whom one met, as the author put it: a firm, names."""

    def __bool__(self) -> bool:
        return bool(self.on or self.place or self.company)

    @property
    def moment(self) -> str:
        """The day and the hours in the language of the reader, or nothing."""
        if self.on is None:
            return ""
        day, hours = date_format(self.on, "DATE_FORMAT"), self._hours()
        return f"{day} {hours}" if hours else day

    def _hours(self) -> str:
        if self.begins is None:
            return ""
        begins = time_format(self.begins, "TIME_FORMAT")
        return f"{begins} – {time_format(self.ends, 'TIME_FORMAT')}" if self.ends else begins
