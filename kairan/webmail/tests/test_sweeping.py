"""Bytes that nobody points to are removed once they are old; nothing else ever is."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import now
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kairan.attachments import contents, sweeping
from kairan.attachments.models import Attachment, Content, Sweep
from kairan.attachments.operations import keep_file
from kairan.attachments.sweeping import AGE, pointing, sweep
from kairan.returns.models import ReturnedMail
from kairan.webmail import operations
from kairan.webmail.folders import inbox_of
from kairan.webmail.jobs.mailboxes import begin_import
from kairan.webmail.models import Message, Served
from kairan.webmail.receiving import keeping
from kairan.webmail.receiving.arrived import Fetched
from kairan.webmail.receiving.keeping import keep
from kairan.webmail.tests.conftest import PLAIN

LATER = AGE + timedelta(minutes=1)
SOON = AGE / 3


class Killed(BaseException):
    """What ends a process at once: nothing after it is done."""


@pytest.fixture
def killed_before_its_rows(account_of, monkeypatch):
    """Receive a mail for somebody in a process that is killed right after its bytes are durable."""

    def dies(*args):
        raise Killed

    def go(person):
        account = account_of(person)
        with monkeypatch.context() as patched:
            patched.setattr(keeping, "_store_rows", dies)
            patched.setattr(contents, "discard", lambda numbers: None)
            with pytest.raises(Killed):
                keep(account, [Fetched("1", PLAIN)], now=now())

    return go


def there():
    return set(Content.objects.values_list("pk", flat=True))


def test_all_rows_that_point_to_bytes_are_asked():
    assert set(pointing()) == {Attachment, Message, ReturnedMail, Served}


def test_what_a_killed_receiver_left_is_removed_some_hours_later(
    killed_before_its_rows, received, raw_of, aiko, ben
):
    mail = received(ben)
    killed_before_its_rows(aiko)
    assert len(there()) == 2
    assert sweep(now()) == 0
    assert sweep(now() + SOON) == 0
    assert len(there()) == 2

    assert sweep(now() + LATER) == 1
    assert there() == {mail.content_id}
    assert raw_of(mail) == PLAIN


def test_what_is_about_to_be_pointed_to_stays(db):
    sweep(now())
    number = contents.keep(b"its row comes in a moment")

    assert sweep(now() + LATER) == 0
    assert there() == {number}
    assert sweep(now() + LATER + SOON) == 0
    assert sweep(now() + 2 * LATER) == 1


def test_what_is_set_aside_attached_or_waits_to_be_put_in_stays(account_of, aiko, monkeypatch):
    keep(account_of(aiko), [Fetched("1", b"?", Served.Outcome.SET_ASIDE, "why")], now=now())
    keep_file(b"a file", name="file.txt", by=aiko)
    inbox = inbox_of(aiko)
    begin_import([SimpleUploadedFile("old.mbox", b"From \n\n")], into=inbox, by=aiko)
    assert len(there()) == 3
    sweep(now())

    assert sweep(now() + LATER) == 0
    assert len(there()) == 3


def test_many_are_removed_in_small_commits_until_the_worker_stops(db, monkeypatch):
    contents.keep_many([b"nobody's"] * 250)
    sweep(now())
    assert sweep(now() + LATER, stopping=lambda: len(there()) <= 150) == 100
    assert len(there()) == 150

    assert sweep(now() + 2 * LATER) == 150


def test_numbers_that_a_restored_backup_gives_once_more_are_not_touched(db):
    contents.keep_many([b"one", b"two", b"three"])
    sweep(now())
    Sweep.objects.update(newest=max(there()) + 1)

    assert sweep(now() + LATER) == 0
    assert len(there()) == 3


def test_of_two_workers_one_sweeps(db, monkeypatch):
    contents.keep(b"nobody's")
    sweep(now())
    swept = []
    monkeypatch.setattr(sweeping, "_discard_beyond_pointers", lambda *given: swept.append(given))
    moment = now() + LATER
    first = Sweep.objects.get()
    sweep(moment)
    monkeypatch.setattr(sweeping.Sweep.objects, "filter", _as_it_was(first))
    sweep(moment)

    assert len(swept) == 1


def _as_it_was(row):
    """Return a filter that finds the row as another worker read it, before it was changed."""
    asked = Sweep.objects.filter

    def find(**wanted):
        found = asked(**wanted)
        if set(wanted) == {"pk"}:
            found.first = lambda: row
        return found

    return find


class Life:
    """What happens to bytes in some days; ``moment`` is when it is, ``ages`` when each came."""

    def __init__(self, account):
        for model in (Message, Attachment, Content, Sweep):
            model.objects.all().delete()
        self.account, self.owner = account, account.owner
        self.moment, self.ages = now(), {}

    def receive(self):
        uid = f"{Served.objects.count()}"
        keep(self.account, [Fetched(uid, PLAIN)], now=self.moment)

    def attach(self):
        keep_file(b"a file", name="file.txt", by=self.owner)

    def lose(self):
        contents.keep(b"nobody's")

    def delete(self):
        first = Message.objects.visible_to(self.owner).values_list("pk", flat=True)[:1]
        chosen = Message.objects.visible_to(self.owner).filter(pk__in=list(first))
        operations.throw_away(chosen, by=self.owner)
        operations.delete_from_trash(chosen, by=self.owner)

    def wait(self):
        self.moment += SOON

    def sweep(self):
        before = there()
        sweep(self.moment)
        assert all(self.ages[each] <= self.moment - AGE for each in before - there())

    def used(self):
        messages = Message.objects.values_list("content_id", flat=True)
        return {*messages, *Attachment.objects.values_list("content_id", flat=True)}

    def look(self):
        assert self.used() <= there()
        for each in there():
            self.ages.setdefault(each, self.moment)


DEEDS = st.lists(
    st.sampled_from([Life.receive, Life.attach, Life.lose, Life.delete, Life.wait, Life.sweep])
)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=DEEDS)
def test_whatever_happens_no_pointer_ever_leads_to_nothing(aiko, account_of, deeds):
    life = Life(account_of(aiko))
    for deed in deeds:
        deed(life)
        life.look()

    for passed in range(3):
        sweep(life.moment + passed * LATER)
    assert there() == life.used()
