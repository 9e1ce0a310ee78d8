import pytest

from kairan.apps.sampleapp.models import Entry
from kairan.apps.sampleapp.operations import share
from kairan.notices.models import Announcement
from kairan.people.picker import Selection
from kairan.shell.refusals import Refused


def test_readers_see_what_is_shared_with_them_and_are_told(aiko, ben, chidi, entry):
    assert list(Entry.objects.visible_to(ben)) == [entry]
    assert list(Entry.objects.visible_to(aiko)) == [entry]
    assert not Entry.objects.visible_to(chidi).exists()
    [announcement] = Announcement.objects.filter(kind="sampleapp.entry-shared")
    assert announcement.recipients == [ben.pk]


def test_an_entry_needs_a_reader_besides_its_author(aiko):
    with pytest.raises(Refused, match="at least one reader"):
        share("Alone", "", author=aiko, to=Selection.of([aiko]))

    assert not Entry.objects.exists()
    assert not Announcement.objects.exists()
