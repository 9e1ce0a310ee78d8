"""Calendars that others wrote: their rules by libical's own table, their files as they come."""

import os
import re
from datetime import datetime
from itertools import islice
from pathlib import Path

import pytest

from kairan.apps.schedule.foreign_calendars import BadCalendar, expand
from kairan.apps.schedule.foreign_rules import BadRule, moments

CORPORA = Path(os.environ.get("KAIRAN_CORPORA", Path(__file__).parents[5] / "shared/data"))
TABLE = CORPORA / "ical/libical/src/test/icalrecur_test.txt"
FILES = sorted((CORPORA / "ical/icalendar").rglob("*.ics"))
needs_corpora = pytest.mark.skipif(not TABLE.exists(), reason=f"There are no corpora in {CORPORA}.")


def table():
    cases = re.findall(
        r"^RRULE:(.+)\nDTSTART:(.+)\n(?:START-AT:.+\n)?INSTANCES:(.+)$",
        TABLE.read_text() if TABLE.exists() else "",
        re.MULTILINE,
    )
    return [case for case in cases if "UNIMPLEMENTED" not in case[2]]


def calendar(*lines):
    body = [*("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x"), *lines, "END:VCALENDAR", ""]
    return "\r\n".join(body).encode()


def event(*lines, uid="a"):
    return ["BEGIN:VEVENT", f"UID:{uid}", "DTSTAMP:20200101T000000Z", *lines, "END:VEVENT"]


def shown(*lines, limit=9):
    [found] = expand(calendar(*lines), limit)
    return found["instances"]


@needs_corpora
def test_every_rule_of_libical_has_the_instances_of_libical():
    cases = table()
    assert len(cases) == 145
    wrong = []
    for rule, start, instances in cases:
        shape = "%Y%m%d" if len(start) == 8 else "%Y%m%dT%H%M%S"
        begins = datetime.strptime(start.rstrip("Z"), shape)  # noqa: DTZ007
        expected = [each.rstrip("Z") for each in instances.split(",")]
        found = moments(rule, begins, is_date=len(start) == 8)
        more = 1 if re.search("COUNT|UNTIL", rule) else 0
        if [each.strftime(shape) for each in islice(found, len(expected) + more)] != expected:
            wrong.append((rule, start))
    assert wrong == []


@needs_corpora
def test_any_file_is_read_or_refused_in_a_sentence():
    assert len(FILES) > 100
    refused = []
    for path in FILES:
        try:
            list(expand(path.read_bytes(), 20))
        except BadCalendar as error:
            refused.append(str(error))
    assert len(refused) <= 6, refused
    assert all(each.startswith("This is no calendar") for each in refused)


def test_exceptions_and_additions_count():
    assert shown(
        *event(
            "DTSTART:20300513T100000",
            "RRULE:FREQ=DAILY;COUNT=4",
            "EXDATE:20300514T100000",
            "RDATE:20300601T120000",
        )
    ) == ["20300513T100000", "20300515T100000", "20300516T100000", "20300601T120000"]


def test_what_was_moved_stands_where_it_was_moved():
    series = event("DTSTART:20300513T100000Z", "RRULE:FREQ=DAILY;COUNT=3")
    moved = event("RECURRENCE-ID:20300514T100000Z", "DTSTART:20300520T090000Z")
    gone = event("RECURRENCE-ID:20300515T100000Z", "DTSTART:20300515T100000Z", "STATUS:CANCELLED")

    assert shown(*series, *moved, *gone) == ["20300513T100000Z", "20300520T090000Z"]


def test_hours_stay_when_clocks_change_and_an_end_in_utc_is_understood():
    assert shown(
        *event(
            "DTSTART;TZID=Europe/London:20300330T090000",
            "RRULE:FREQ=DAILY;UNTIL=20300401T080000Z",
        )
    ) == ["20300330T090000", "20300331T090000", "20300401T090000"]


def test_days_are_written_as_days():
    assert shown(*event("DTSTART;VALUE=DATE:20300513", "RRULE:FREQ=WEEKLY"), limit=2) == [
        "20300513",
        "20300520",
    ]


def test_a_rule_that_is_none_leaves_the_first():
    assert shown(*event("DTSTART:20300513T100000", "RRULE:FREQ=DAILY;BYMONTH=x")) == [
        "20300513T100000"
    ]
    with pytest.raises(BadRule):
        list(moments("FREQ=SOMETIMES", datetime(2030, 5, 13)))
