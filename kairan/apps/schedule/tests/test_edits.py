"""Whatever is edited at whatever time, each person hears the net change of two minutes."""

from contextlib import contextmanager
from datetime import time, timedelta

from django.utils.timezone import now
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from kairan.apps.schedule.models import Event
from kairan.apps.schedule.notices import QUIET
from kairan.apps.schedule.operations import cancel, change, register
from kairan.apps.schedule.operations.plans import participants
from kairan.notices.models import Announcement, Notification
from kairan.notices.wording import word_due


def subjects(post, address):
    return [mail["Subject"] for mail in post.to(address)]


def text_of(letter):
    return letter.get_body(("plain",)).get_content()


def test_moved_twice_is_one_mail_from_the_first_time_to_the_last(
    aiko, chidi, clock, plan, mail_server, post_round
):
    event = register(plan(aiko, chidi), author=aiko)
    post_round()
    change(event, plan(aiko, chidi, begins_at=time(9)), by=aiko)
    clock.shift(timedelta(minutes=1))
    moved = plan(aiko, chidi, begins_at=time(8), place="Room B")
    change(Event.objects.get(), moved, by=aiko)
    clock.shift(timedelta(minutes=1, seconds=1))
    [letter] = post_round().to("chidi@example.test")
    clock.shift(QUIET)
    assert post_round().sent == []

    mail = text_of(letter)
    assert "Mon, 13 May 2030, 09:00–10:00 → Mon, 13 May 2030, 07:00–10:00" in mail
    assert "Room A → Room B" in mail


def test_moved_there_and_back_is_no_mail(aiko, ben, clock, plan, event, mail_server, post_round):
    post_round()
    change(event, plan(aiko, ben, place="Room B"), by=aiko)
    change(Event.objects.get(), plan(aiko, ben), by=aiko)
    clock.shift(QUIET)

    assert post_round().sent == []


def test_taken_out_and_put_back_hears_nothing(
    aiko, ben, chidi, clock, plan, mail_server, post_round
):
    event = register(plan(aiko, ben, chidi), author=aiko)
    post_round()
    change(event, plan(aiko, chidi), by=aiko)
    change(Event.objects.get(), plan(aiko, ben, chidi), by=aiko)
    clock.shift(QUIET)

    assert post_round().sent == []


def test_what_was_moved_and_cancelled_is_cancelled_at_the_time_people_know(
    aiko, chidi, clock, plan, mail_server, post_round
):
    event = register(plan(aiko, chidi), author=aiko)
    post_round()
    change(event, plan(aiko, chidi, begins_at=time(9)), by=aiko)
    cancel(Event.objects.get(), by=aiko)
    post = post_round()

    assert subjects(post, "chidi@example.test") == [
        "[Schedule] Cancelled: Budget review, Mon, 13 May 2030, 09:00–10:00"
    ]
    clock.shift(QUIET)
    assert post_round().sent == []


EDITS = st.lists(
    st.tuples(
        st.integers(min_value=1, max_value=150),  # seconds until the worker looks
        st.booleans(),  # whether it does
        st.sampled_from(["aiko", "ben"]),  # who edits then
        st.sampled_from(["Room A", "Room B"]),
        st.sampled_from([time(9), time(10)]),
        st.sets(st.sampled_from(["ben", "chidi"])),  # who takes part beside Aiko
    ),
    max_size=10,
)


@settings(
    max_examples=30,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[Phase.explicit, Phase.generate],
)
@given(edits=EDITS)
def test_what_people_are_told_leads_from_what_they_knew_to_what_is_so(
    aiko, ben, chidi, clock, plan, edits
):
    Announcement.objects.all().delete()
    people = {each.login_id: each for each in (aiko, ben, chidi)}
    event = register(plan(aiko, ben), author=aiko)
    readers = Readers(event, people.values())
    readers.listen()
    for seconds, is_awake, by, place, begins_at, others in edits:
        clock.shift(timedelta(seconds=seconds))
        if is_awake:
            readers.listen()
        clock.shift(timedelta(milliseconds=500))
        to = [aiko, *(people[each] for each in sorted(others))]
        editor = people[by] if people[by].pk in participants(event) else aiko
        with readers.watching(editor):
            change(event, plan(*to, place=place, begins_at=begins_at), by=editor)
    clock.shift(2 * QUIET)
    readers.listen()

    readers.know_how_it_is()


class Readers:
    """What each person knows of an event: what they were told, or did themselves."""

    def __init__(self, event, people):
        self.event, self.people = event, people
        self.known = {person.pk: None for person in people}
        self.seen = 0
        self.acted(event.author)

    def acted(self, person):
        self.known[person.pk] = self._now(person)

    @contextmanager
    def watching(self, person):
        """Let ``person``, who changes something, know how it is then for them."""
        before = {each.pk: self._now(each) for each in self.people}
        yield
        after = {each.pk: self._now(each) for each in self.people}
        if before != after and (before[person.pk] or after[person.pk]):
            self.acted(person)

    def listen(self):
        word_due(now())
        fresh = Notification.objects.filter(pk__gt=self.seen).exclude(way="none")
        for each in fresh.select_related("announcement").order_by("announcement", "pk"):
            self._hear(each.person_id, each.announcement.notice())
            self.seen = max(self.seen, each.pk)

    def _hear(self, reader, notice):
        said = (notice.place, notice.pattern)
        knew = self.known[reader]
        match notice.kind.removeprefix("schedule."):
            case "registered":
                assert knew is None
                self.known[reader] = said
            case "changed":
                assert knew == (notice.old_place, notice.old_pattern)
                assert notice.says_something
                self.known[reader] = said
            case "removed":
                assert knew == said
                self.known[reader] = None

    def know_how_it_is(self):
        for person in self.people:
            assert self.known[person.pk] == self._now(person)

    def _now(self, person):
        self.event.refresh_from_db()
        if person.pk not in participants(self.event):
            return None
        return self.event.place, self.event.pattern.to_text()
