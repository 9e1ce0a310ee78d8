"""Whatever an app is: who looks at its pages changes nothing, and who has no part finds nothing.

What there is to look at, each app says itself in ``<app>/tests/furniture.py``.
"""

import pytest
from django.apps import apps
from django.test import Client
from django.urls import NoReverseMatch, reverse

from kairan.notices.models import Announcement
from kairan.people.operations import create_group
from tests.journeys.furniture import furniture
from tests.journeys.pages import doors
from tests.journeys.test_robots_and_strangers import everything

FURNISHERS = {each.__name__.split(".")[-3]: each for each in furniture()}


@pytest.fixture
def furnished(aiko, ben, mail_server, first_lists):
    """An app by name, with one of everything from Aiko for Ben and from Ben for Aiko."""

    def furnish(name):
        ben.kind = ben.Kind.ADMINISTRATOR
        ben.save()
        create_group("Sales 営業部", members=[aiko.pk, ben.pk], by=aiko)
        FURNISHERS[name].furnish(aiko, ben)
        FURNISHERS[name].furnish(ben, aiko)
        return FURNISHERS[name]

    return furnish


def ways(name, arguments):
    """Every URL of an app that can be reached, with the name of its door."""
    for door in doors():
        if door.name.startswith(f"{name}:"):
            try:
                yield door.name, reverse(door.name, kwargs=arguments.get(door.name))
            except NoReverseMatch:
                continue


def test_every_app_is_furnished():
    assert set(FURNISHERS) >= {app.label for app in apps.get_app_configs() if _has_pages(app)}


def _has_pages(app):
    of_one_record = [d for d in doors() if d.name.startswith(f"{app.label}:") and d.takes]
    return app.name.startswith("kairan.apps.") and bool(of_one_record)


@pytest.mark.parametrize("name", FURNISHERS)
def test_who_only_looks_changes_nothing(furnished, name, as_, aiko, ben):
    arguments = furnished(name).doors(aiko, ben)
    browser, robot = as_(aiko), Client()
    before = everything()

    for _door, path in ways(name, arguments):
        for visitor in (browser, robot):
            assert visitor.get(path).status_code in {200, 302, 405}, path
            visitor.head(path)

    assert everything() == before


@pytest.mark.parametrize("name", FURNISHERS)
def test_a_record_does_not_exist_for_a_person_outside(furnished, name, as_, aiko, ben, chidi):
    module = furnished(name)
    arguments = module.doors(aiko, ben)
    open_to_all = getattr(module, "SEEN_BY_ALL", set())
    outside = as_(chidi)

    for door, path in ways(name, arguments):
        if door not in arguments or door in open_to_all or "token" in arguments[door]:
            continue
        looked, acted = outside.get(path), outside.post(path)
        assert looked.status_code in {403, 404, 405}, path
        assert acted.status_code in {403, 404, 405}, path
        assert {403, 404} & {looked.status_code, acted.status_code}, path


@pytest.mark.parametrize("name", FURNISHERS)
def test_the_page_of_whatever_was_announced_says_who_was_told(furnished, name, as_, aiko, ben):
    furnished(name)

    for told in Announcement.objects.filter(state=Announcement.State.WAITING):
        path = told.notice().path()
        pages = [as_(each).get(path, follow=True).content.decode() for each in (aiko, ben)]
        assert any('id="who-was-told"' in page for page in pages), f"{told.kind}: {path}"


@pytest.mark.parametrize("name", FURNISHERS)
def test_whoever_may_not_see_a_record_is_not_told_who_heard_of_it(
    furnished, name, as_, aiko, ben, chidi
):
    furnished(name)

    for told in Announcement.objects.all():
        page = as_(chidi).get(told.notice().path(), follow=True).content.decode()
        assert 'id="who-was-told"' not in page or "stock" in told.kind, told.kind
