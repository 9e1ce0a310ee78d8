from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import now

from kairan.apps.circulation.models import Circular
from kairan.apps.circulation.operations import (
    Draft,
    circulate,
    complete,
    confirm,
    discard,
    mark_read,
    remind,
    save_draft,
)
from kairan.attachments.models import Attachment, Content
from kairan.notices.models import Announcement
from kairan.people.models import Group, User
from kairan.people.picker import Selection
from kairan.people.testing import hire
from kairan.shell.refusals import Refused


def told(kind):
    return [each.recipients for each in Announcement.objects.filter(kind=kind).order_by("pk")]


def test_a_circular_needs_a_reader_besides_its_author(aiko, draft):
    with pytest.raises(Refused, match="at least one reader"):
        circulate(draft(aiko), author=aiko)

    assert not Circular.objects.exists()


def test_a_deadline_lies_ahead(aiko, ben, draft):
    with pytest.raises(Refused, match="over already"):
        circulate(draft(ben, confirm_by=now() - timedelta(minutes=1)), author=aiko)


def test_every_reader_gets_an_unread_copy_and_is_told(aiko, ben, chidi, draft):
    circular = circulate(draft(aiko, ben, chidi), author=aiko)

    assert [(each.reader, each.read_at) for each in circular.readings.order_by("pk")] == [
        (ben, None),
        (chidi, None),
    ]
    assert told("circulation.delivered") == [[ben.pk, chidi.pk]]


def test_a_whole_group_is_reached_once_and_without_those_who_left(aiko, ben, chidi):
    group = Group.objects.create(name="Sales")
    gone = hire("gone", first_name="Gone", is_active=False)
    group.members.add(aiko, ben, chidi, gone)

    circular = circulate(
        Draft(subject="Move", to=Selection(people=(ben.pk,), groups=(group.pk,))), author=aiko
    )

    assert told("circulation.delivered") == [[ben.pk, chidi.pk]]
    assert circular.readers_total == 2


def test_a_draft_tells_nobody(aiko, ben, draft):
    circular = save_draft(draft(ben), author=aiko)

    assert circular.is_draft
    assert not Announcement.objects.exists()
    assert circular.selection == Selection.of([ben])


def test_a_draft_leaves_once(aiko, ben, draft):
    circular = save_draft(draft(ben), author=aiko)
    same = Circular.objects.get(pk=circular.pk)
    circulate(draft(ben), author=aiko, circular=circular)

    with pytest.raises(Refused, match="left already"):
        circulate(draft(ben), author=aiko, circular=same)
    assert len(told("circulation.delivered")) == 1


def test_what_left_cannot_be_thrown_away(circular):
    with pytest.raises(Refused, match="cannot be changed"):
        discard(circular)


def test_files_travel_with_the_circular(aiko, ben, draft):
    circular = circulate(draft(ben, attached=[SimpleUploadedFile("図.pdf", b"%PDF")]), author=aiko)

    assert [file.name for file in circular.files.all()] == ["図.pdf"]


def test_what_is_taken_off_or_thrown_away_leaves_no_bytes(
    aiko, ben, draft, django_capture_on_commit_callbacks
):
    files = [SimpleUploadedFile("a.txt", b"a"), SimpleUploadedFile("b.txt", b"b")]
    circular = save_draft(draft(ben, attached=files), author=aiko)
    first, second = circular.files.all()

    with django_capture_on_commit_callbacks(execute=True):
        save_draft(draft(ben, without=[first]), author=aiko, circular=circular)
    assert [each.content_id for each in circular.files.all()] == [second.content_id]
    assert [each.pk for each in Content.objects.all()] == [second.content_id]

    with django_capture_on_commit_callbacks(execute=True):
        discard(circular)
    assert not Attachment.objects.exists()
    assert not Content.objects.exists()


def test_the_first_reading_is_the_one_that_counts(circular, ben):
    mark_read(circular, reader=ben)
    first = circular.readings.get().read_at
    mark_read(circular, reader=ben)

    assert circular.readings.get().read_at == first


def test_the_author_hears_once_when_all_have_confirmed(aiko, ben, chidi, draft):
    circular = circulate(draft(ben, chidi), author=aiko)

    confirm(circular, reader=ben, comment="Gladly.")
    assert told("circulation.confirmed-by-all") == []

    confirm(circular, reader=chidi)
    confirm(circular, reader=chidi)
    assert told("circulation.confirmed-by-all") == [[aiko.pk]]
    assert circular.readings.get(reader=ben).comment == "Gladly."


def test_an_author_who_did_not_ask_is_not_told(aiko, ben, draft):
    circular = circulate(draft(ben, tells_when_all_confirmed=False), author=aiko)

    confirm(circular, reader=ben)

    assert told("circulation.confirmed-by-all") == []


def test_only_the_unconfirmed_are_reminded(aiko, ben, chidi, draft):
    circular = circulate(draft(ben, chidi), author=aiko)
    confirm(circular, reader=ben)

    assert remind(circular, by=aiko) == 1
    assert told("circulation.reminded") == [[chidi.pk]]


def test_nobody_is_reminded_once_all_have_confirmed(circular, aiko, ben):
    confirm(circular, reader=ben)

    with pytest.raises(Refused, match="Everybody has confirmed"):
        remind(circular, by=aiko)


def test_a_completed_circular_takes_no_seals_and_no_reminders(circular, aiko, ben):
    complete(circular)
    circular.refresh_from_db()

    with pytest.raises(Refused, match="completed"):
        confirm(circular, reader=ben)
    with pytest.raises(Refused, match="not going round"):
        remind(circular, by=aiko)


def test_nobody_is_reminded_of_what_was_completed_meanwhile(circular, aiko):
    seen_before = Circular.objects.get(pk=circular.pk)
    complete(circular)

    with pytest.raises(Refused, match="not going round"):
        remind(seen_before, by=aiko)


def test_two_clicks_at_once_are_one_circular(aiko, ben, draft):
    typed = draft(ben, key=uuid4())
    circulate(typed, author=aiko)

    with pytest.raises(Refused, match="left already"):
        circulate(typed, author=aiko)


def test_sending_costs_the_same_to_five_thousand(aiko, draft, django_assert_max_num_queries):
    people = User.objects.bulk_create(
        User(login_id=f"p{number}", first_name=f"P{number}", password="!") for number in range(5000)
    )
    with django_assert_max_num_queries(16):
        circular = circulate(draft(*people), author=aiko)

    assert circular.readings.count() == 5000
