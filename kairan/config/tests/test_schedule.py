"""`kairan schedule expand`: a line for each event, a sentence for what cannot be read."""

import json

from click.testing import CliRunner

from kairan.config.commands.schedule import schedule

EVENT = """BEGIN:VEVENT\r
UID:{uid}\r
DTSTAMP:20200101T000000Z\r
{lines}\r
END:VEVENT\r
"""
CALENDAR = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{events}END:VCALENDAR\r\n"


def test_the_command_prints_a_line_for_each_event(tmp_path):
    path = tmp_path / "two.ics"
    daily = EVENT.format(uid="予定", lines="DTSTART:20300513T100000\r\nRRULE:FREQ=DAILY")
    single = EVENT.format(uid="b", lines="DTSTART;VALUE=DATE:20300513")
    path.write_text(CALENDAR.format(events=daily + single))
    result = CliRunner().invoke(schedule, ["expand", str(path), "--limit", "2"])

    assert [json.loads(line) for line in result.output.splitlines()] == [
        {"uid": "予定", "instances": ["20300513T100000", "20300514T100000"]},
        {"uid": "b", "instances": ["20300513"]},
    ]


def test_the_command_says_what_it_cannot_read(tmp_path):
    path = tmp_path / "none.ics"
    missing = CliRunner().invoke(schedule, ["expand", str(path)])
    path.write_text("BEGIN:VCALENDAR\nNONSENSE\nEND:VCALENDAR")
    broken = CliRunner().invoke(schedule, ["expand", str(path)])

    assert (missing.exit_code, broken.exit_code) == (1, 1)
    assert "cannot be read" in missing.output
    assert "This is no calendar" in broken.output
