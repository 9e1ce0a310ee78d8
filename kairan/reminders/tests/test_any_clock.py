"""Whatever people and clocks do, each reminder rings when it should: never twice, never not at all.

The office is held against a calendar of its own, which knows only what a reminder promises.
"""

import calendar
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kairan.clock.claims import locked
from kairan.notices.models import Announcement
from kairan.reminders.daily import follow_people
from kairan.reminders.models import Reminder
from kairan.reminders.operations import reminders
from kairan.reminders.operations.reminders import Draft, finish, put_off, remove, ring_due, save
from kairan.reminders.repeats import Repeat
from kairan.reminders.snoozing import Snooze
from kairan.shell.refusals import Refused

ZONES = ["Asia/Tokyo", "Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"]
BEGINS = [
    datetime(2026, 3, 27, 20, tzinfo=UTC),  # before London's clocks go forward
    datetime(2026, 10, 30, 22, tzinfo=UTC),  # before New York's go back
    datetime(2028, 2, 27, 3, tzinfo=UTC),  # before a leap day
    datetime(2026, 12, 30, 12, tzinfo=UTC),
]
A_DAY = timedelta(days=1)
EIGHT = time(8)


def moment_in(zone, day, clock):
    """The first moment at which clocks show it; where it is skipped, as much later as they jump."""
    wanted = datetime.combine(day, clock)
    offsets = [timedelta(minutes=15 * number) for number in range(-48, 57)]
    moments = ((wanted - each).replace(tzinfo=UTC) for each in offsets)
    shown = [each for each in moments if each.astimezone(zone).replace(tzinfo=None) == wanted]
    if shown:
        return min(shown)
    before = (wanted - A_DAY).replace(tzinfo=zone).utcoffset()
    return (wanted - before).replace(tzinfo=UTC)


def falls_on(day, first, repeat):
    month_is_short = day.day == calendar.monthrange(day.year, day.month)[1] < first.day
    is_its_day = day.day == first.day or month_is_short
    return (
        day >= first
        and {
            "never": day == first,
            "daily": True,
            "weekdays": day.weekday() < 5,
            "weekly": (day - first).days % 7 == 0,
            "monthly": is_its_day,
            "yearly": is_its_day and day.month == first.month,
        }[repeat]
    )


@dataclass
class Promise:
    """What is promised of one reminder."""

    first: date
    clock: time
    repeat: str
    at: datetime
    waits: bool = True
    rings: int = 0

    def following(self, after, zone):
        day = max(self.first, after.astimezone(zone).date() - A_DAY)
        for number in range(3_000):
            found = day + A_DAY * number
            if falls_on(found, self.first, self.repeat):
                moment = moment_in(zone, found, self.clock)
                if moment > after:
                    return moment
        return None


class Life:
    """One person, their reminders, the clock, and what should have happened."""

    def __init__(self, person, begin, clock):
        Reminder.objects.all().delete()
        Announcement.objects.all().delete()
        self.person, self.clock, self.now = person, clock, begin
        self.promises = {}
        self.rung_by_thrown_away = 0
        clock.move_to(begin, tick=False)
        self.live_in("Asia/Tokyo")

    @property
    def zone(self):
        return ZoneInfo(self.person.time_zone)

    def live_in(self, zone):
        old = self.zone
        self.person.time_zone = zone
        self.person.save()
        follow_people(self.now)
        for each in self.promises.values():
            day = each.at.astimezone(old).date()
            is_on_series = each.repeat != "never" and each.at == moment_in(old, day, each.clock)
            if each.waits and is_on_series and zone != old.key:
                each.at = each.following(self.now, self.zone) or each.at

    def set(self, days, minutes, repeat):
        clock = time(minutes // 60, minutes % 60)
        first = self.now.astimezone(self.zone).date() + A_DAY * days
        promise = Promise(first, clock, repeat, self.now)
        following = promise.following(self.now, self.zone)
        draft = Draft(text="Tea", day=first, time_of_day=clock, repeat=repeat)
        try:
            made = save(draft, owner=self.person)
        except Refused:
            assert following is None
            return
        promise.at = following
        self.promises[made.pk] = promise

    def go_on(self, minutes):
        self.now += timedelta(minutes=minutes)
        self.clock.move_to(self.now, tick=False)

    def work(self):
        ring_due(self.now)
        self._should_have_rung()

    def two_work(self, patch):
        """One worker is about to lock what is due, another one is quicker and lets it ring."""
        with patch.context() as patched:

            def late(rows):
                patched.setattr(reminders, "locked", locked)
                ring_due(self.now)
                return locked(rows)

            patched.setattr(reminders, "locked", late)
            ring_due(self.now)
        self._should_have_rung()

    def be_killed(self, patch):
        """The worker dies before its commit; the next one does the work."""

        def killed(*_args, **_options):
            raise KeyboardInterrupt

        with patch.context() as patched, suppress(KeyboardInterrupt):
            patched.setattr(reminders, "announce_each", killed)
            ring_due(self.now)

    def _should_have_rung(self):
        for each in self.promises.values():
            if each.waits and each.at <= self.now:
                each.rings += 1
                following = None
                if each.repeat != "never":
                    following = each.following(self.now, self.zone)
                each.waits, each.at = following is not None, following or each.at

    def do(self, what, number):
        """Let the person do something with one of their reminders."""
        if not self.promises:
            return
        pk = sorted(self.promises)[number % len(self.promises)]
        row, promise = Reminder.objects.get(pk=pk), self.promises[pk]
        if what == "finish":
            finish(row)
            following = promise.following(self.now, self.zone) if row.repeats else None
            promise.waits, promise.at = following is not None, following or promise.at
        elif what == "remove":
            remove(row)
            self.rung_by_thrown_away += self.promises.pop(pk).rings
        else:
            put_off(row, Snooze(what))
            promise.waits, promise.at = True, self._later(what)

    def _later(self, what):
        if what == "tomorrow":
            return moment_in(self.zone, self.now.astimezone(self.zone).date() + A_DAY, EIGHT)
        return self.now + timedelta(minutes=60 if what == "an-hour" else 10)

    def holds(self):
        rows = {each.pk: (each.is_waiting, each.at) for each in Reminder.objects.all()}
        assert rows == {pk: (each.waits, each.at) for pk, each in self.promises.items()}
        rung = sum(each.rings for each in self.promises.values()) + self.rung_by_thrown_away
        assert Announcement.objects.filter(kind="reminders.reminder").count() == rung


WAITS = st.one_of(st.integers(1, 90), st.integers(60, 3_000), st.integers(1_440, 50_000))
STEPS = st.one_of(
    st.tuples(
        st.just("set"), st.integers(0, 3), st.integers(0, 1_439), st.sampled_from(Repeat.values)
    ),
    st.tuples(st.just("go on"), WAITS),
    st.tuples(st.just("go on"), st.integers(-180, -1)),
    st.tuples(st.sampled_from(["work", "two work", "killed"])),
    st.tuples(st.sampled_from(["finish", "remove", *Snooze.values]), st.integers(0, 9)),
    st.tuples(st.just("move"), st.sampled_from(ZONES)),
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(begin=st.sampled_from(BEGINS), steps=st.lists(STEPS, min_size=4, max_size=30))
def test_each_reminder_rings_as_promised(ben, time_machine, monkeypatch, begin, steps):
    life = Life(ben, begin, time_machine)
    for what, *details in steps:
        if what == "set":
            life.set(*details)
        elif what == "go on":
            life.go_on(*details)
        elif what == "move":
            life.live_in(*details)
        elif what == "killed":
            life.be_killed(monkeypatch)
        elif what in {"work", "two work"}:
            life.work() if what == "work" else life.two_work(monkeypatch)
        else:
            life.do(what, *details)
        life.holds()
    life.work()
    life.holds()
