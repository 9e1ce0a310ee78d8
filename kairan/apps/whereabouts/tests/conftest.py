import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from kairan.apps.whereabouts.models import Presence, Request
from kairan.apps.whereabouts.operations.messages import Taken, leave
from kairan.apps.whereabouts.operations.standings import Where, mark
from kairan.people.picker import Selection
from kairan.shell.feature import Engagement, Feature, Place


@pytest.fixture(autouse=True)
def lists(first_lists):
    """Every test here finds the lists of a new office."""


@pytest.fixture
def presence():
    """Return a presence by its name in English."""
    return lambda name: Presence.objects.get(name_en=name)


@pytest.fixture
def request_of():
    """Return a request by its name in English."""
    return lambda name: Request.objects.get(name_en=name)


@pytest.fixture
def stands(presence):
    """Say where somebody is."""

    def said(person, name, *, by=None, **where):
        return mark(Where(presence=presence(name), **where), person=person, by=by or person)

    return said


@pytest.fixture
def taken():
    """Return what was taken down, for the people named."""

    def typed(*to, **fields):
        said = {"caller": "Mr Suzuki", "company": "Nitto", "details": "About the order."}
        return Taken(**{"to": Selection.of(to), **said, **fields})

    return typed


@pytest.fixture
def message(aiko, ben, taken, request_of):
    """A message that Aiko has left for Ben."""
    asked = request_of("Please call back")
    return leave(taken(ben, request=asked, contact="03-5555-0100"), writer=aiko)


class Calendar(Feature):
    """A neighbour that knows what keeps people busy, as Schedule does."""

    name = label = "calendar"
    path = ""
    place = Place.NOWHERE

    def __init__(self):
        self.engaged = {}

    def engagements(self, viewer, people, moment):
        return {
            pk: each for pk, each in self.engaged.items() if pk in people and each.until > moment
        }


@pytest.fixture
def busy(monkeypatch):
    """Let a neighbour say that somebody is engaged."""
    neighbour = Calendar()
    monkeypatch.setitem(apps.app_configs, "calendar", neighbour)

    def keep(person, title, *, until, place=""):
        neighbour.engaged[person.pk] = Engagement(title=title, place=place, until=until)

    return keep


@pytest.fixture
def cost():
    """Return how many queries it takes ``client`` to open ``url``; the menu asks each app its own.

    The first time a page is opened a few more may be asked, so it is opened twice.
    """

    def count(client, url):
        client.get(url)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url).status_code == 200
        return len(asked)

    return count


@pytest.fixture
def moment():
    """This very moment."""
    return now()
