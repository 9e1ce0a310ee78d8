from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kairan.apps.sampleapp.models import Entry
from kairan.apps.sampleapp.operations import share
from kairan.people.picker import Selection

INDEX, NEW = "sampleapp:index", "sampleapp:new"


def test_what_is_written_is_shared(as_, aiko, ben):
    typed = {"title": "Move", "text": "Boxes.", "to": f"person:{ben.pk}"}

    response = as_(aiko).post(reverse(NEW), typed)

    entry = Entry.objects.get()
    assert response["Location"] == entry.get_absolute_url()
    assert list(entry.readers.all()) == [ben]
    assert "Boxes." in as_(ben).get(entry.get_absolute_url()).content.decode()


def test_what_was_typed_stays_when_nobody_is_chosen(as_, aiko):
    typed = {"title": "Move", "text": "Boxes.", "to": f"person:{aiko.pk}"}

    response = as_(aiko).post(reverse(NEW), typed)

    assert "Choose at least one reader" in response.content.decode()
    assert "Boxes." in response.content.decode()
    assert not Entry.objects.exists()


def test_an_entry_does_not_exist_for_others(as_, chidi, entry):
    assert as_(chidi).get(entry.get_absolute_url()).status_code == 404
    assert entry.title not in as_(chidi).get(reverse(INDEX)).content.decode()


def test_the_list_speaks_the_language_of_its_reader(as_, ben, entry):
    page = as_(ben).get(reverse(INDEX)).content.decode()
    assert entry.title in page
    assert "記事を書く" in page


def test_the_list_costs_the_same_however_long(as_, aiko, ben):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse(INDEX))
        return len(captured)

    client = as_(ben)
    share("First", "", author=aiko, to=Selection.of([ben]))
    client.get(reverse(INDEX))
    one = queries()
    for n in range(9):
        share(f"No. {n}", "", author=aiko, to=Selection.of([ben]))
    assert queries() == one
